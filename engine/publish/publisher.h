#pragma once

#include <memory>
#include <unordered_set>

#include <QObject>

#include "status/facts.h"
#include "store/sqlitestore.h"
#include "zone/zonechecks.h"
#include "zone/zonetable.h"

namespace headwater {

/// Makes versions out of dirty names. Lives on the updater thread. Zones that became dirty while
/// one was being made go into the next round, so batches form by themselves; an idle zone is
/// published at once.
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
    void publishDirty();
    void publish(const Name& zone);

    SqliteStore& m_store;
    std::shared_ptr<ZoneTable> m_zones;
    HistoryLimits m_history;
    ZoneLimits m_limits;
    std::unordered_set<Name> m_waiting;
    std::unordered_set<Name> m_rejected;
};

} // namespace headwater

