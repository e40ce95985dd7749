#include "bench/common/preparedstate.h"

#include <QCoreApplication>

#include "bench/common/samples.h"
#include "publish/publisher.h"
#include "store/sqlitestore.h"

namespace headwater {

void prepareState(const QString& stateFolder, const std::vector<BenchZone>& zones)
{
    auto store = SqliteStore::open(stateFolder.toStdString() + "/headwater.sqlite");
    if (!store)
        giveUp(store.error().text);
    const auto table = std::make_shared<ZoneTable>();
    Publisher publisher(**store, table, HistoryLimits{});
    for (const BenchZone& each : zones) {
        ZoneSettings settings;
        settings.zone = each.zone;
        settings.soa = each.soa();
        settings.soaTtl = 300;
        const DesiredChange contents{each.zone,    each.sets(), std::nullopt,
                                     std::nullopt, "bench",     Clock::now()};
        if (const auto created = (*store)->createZone(settings, contents); !created)
            giveUp(created.error().text);
        publisher.zoneChanged(each.zone);
        while (!table->find(each.zone))
            QCoreApplication::processEvents();
    }
}

} // namespace headwater
