#pragma once

#include <memory>

#include <QObject>
#include <QString>

#include "status/facts.h"
#include "store/store.h"

namespace headwater {

/// Watches a folder of master files: `apps.example.zone` (also .db, .txt, or the bare zone name)
/// holds zone apps.example. Lives on the updater thread.
///
/// A file is read when it has settled: a rename into place at once, a write when it was closed,
/// anything else after a short quiet time, and never while somebody has it open for writing (where
/// the kernel can tell: our own files, or with CAP_LEASE); editors' temporary files (dot files, ~,
/// .swp, .tmp, #...#, 4913) are never zones. A file that does not parse or check changes nothing:
/// ZoneRejected says file, line and reason, the last good version stays; ZoneAccepted ends that,
/// and also a retirement when the file is back. $INCLUDE reaches only files inside the folder, by
/// paths relative to it. A file that is gone retires its zone after a grace period. The serial in a
/// file is a floor, not an order.
class ZoneDirectory : public QObject
{
    Q_OBJECT
public:
    struct Settings
    {
        QString folder;
        SerialPolicy policy = SerialPolicy::Increment;
        Milliseconds settle{20};
        Seconds retireAfter{86400};
        std::size_t maximumFileOctets = 1024UL * 1024 * 1024;
    };

    ZoneDirectory(Store& store, Settings settings, QObject* parent = nullptr);
    ~ZoneDirectory() override;

    /// Reads every file once, then watches. Fails when the folder cannot be read or watched.
    [[nodiscard]] Result<void> start();

public Q_SLOTS:
    /// Everything is looked at again.
    void rescan();

Q_SIGNALS:
    void zoneChanged(const headwater::Name& zone); ///< desired records differ from before
    void zoneRemoved(const headwater::Name& zone); ///< retired for good
    void fact(const headwater::Fact& fact);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwater
