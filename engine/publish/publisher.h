#pragma once

#include <deque>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include <QObject>
#include <QTimer>

#include "status/facts.h"
#include "store/sqlitestore.h"
#include "zone/zonechecks.h"
#include "zone/zonetable.h"

namespace headwater {

class VersionDraft;

/// Makes versions out of dirty names. Lives on the updater thread. Zones that became dirty while
/// one was being made go into the next round, so batches form by themselves; an idle zone is
/// published at once.
///
/// When the store fails (disk full, ...), nothing is published; the zone is tried again after 1 s,
/// then more and more slowly up to every 30 s, and other zones go on.
class Publisher : public QObject
{
    Q_OBJECT
public:
    Publisher(SqliteStore& store, std::shared_ptr<ZoneTable> zones, HistoryLimits history,
              ZoneLimits limits = {}, QObject* parent = nullptr);

    /// Serves every zone the store has, as it was published, then publishes what is dirty. A zone
    /// that cannot be loaded is reported and left out; the others go on.
    void start();

public Q_SLOTS:
    /// Records of this zone may have changed. May be called as often as one likes.
    void zoneChanged(const headwater::Name& zone);
    /// The zone is gone from the store: stop serving it.
    void zoneRemoved(const headwater::Name& zone);

Q_SIGNALS:
    void fact(const headwater::Fact& fact);

private:
    void publishNext();
    void publish(const Name& zone);
    /// Puts the published version of a zone into the table, if it is not there and there is one.
    [[nodiscard]] bool loadZone(const Name& zone);
    [[nodiscard]] Result<VersionDraft> draft(const ZoneTable::ZonePointer& current,
                                             DirtyBatch batch);
    [[nodiscard]] Result<Serial> serialFor(const ZoneTable::ZonePointer& current,
                                           const ZoneSettings& settings);
    /// Durable first, then visible.
    [[nodiscard]] Result<void> commitAndShow(const ZoneTable::ZonePointer& current,
                                             const DirtyBatch& batch, const VersionDraft& draft);
    void show(const ZoneTable::ZonePointer& current, const ZoneEditor::Outcome& made,
              const VersionRow& row);
    void reject(const ZoneSettings& settings, const std::vector<ZoneFault>& faults);
    void accept(const Name& zone);
    void failed(const Name& zone, const Error& error);
    void recovered(const Name& zone);
    void retry();

    SqliteStore& m_store;
    std::shared_ptr<ZoneTable> m_zones;
    HistoryLimits m_history;
    ZoneLimits m_limits;
    std::deque<Name> m_queue;           ///< in order of their changes
    std::unordered_set<Name> m_waiting; ///< what is in the queue
    std::unordered_set<Name> m_rejected;
    std::unordered_set<Name> m_failed;                   ///< the store could not take them
    std::unordered_map<Name, std::string> m_notLoadable; ///< and why
    std::string m_problem;                               ///< last said about the store
    QTimer m_turn;
    QTimer m_retry;
    Milliseconds m_backoff;
};

} // namespace headwater
