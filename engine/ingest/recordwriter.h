#pragma once

#include <QObject>

#include "status/facts.h"
#include "store/sqlitestore.h"
#include "zone/zonechecks.h"

namespace headwater {

/// Writes to zones whose source is Embedded: one validation path, one transaction. Updater thread.
class RecordWriter : public QObject
{
    Q_OBJECT
public:
    RecordWriter(SqliteStore& store, QObject* parent = nullptr);

    /// A new embedded zone with an SOA and the given NS names.
    [[nodiscard]] Result<void> createZone(const Name& zone, const Soa& soa,
                                          const std::vector<Name>& nameservers,
                                          const std::string& who);
    [[nodiscard]] Result<void> removeZone(const Name& zone, const std::string& who);
    /// Refused, with nothing written, when the zone's source is a file (the error names it), a set
    /// is outside the zone, or the zone would break a check. Returns the owners that changed.
    [[nodiscard]] Result<std::size_t> write(const Name& zone, const std::vector<RRset>& sets,
                                            const std::string& who);

Q_SIGNALS:
    void zoneChanged(const headwater::Name& zone);
    void zoneRemoved(const headwater::Name& zone);

private:
    SqliteStore& m_store;
};

} // namespace headwater
