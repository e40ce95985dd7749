#include "bench/common/preparedstate.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include "bench/common/samples.h"
#include "publish/publisher.h"
#include "store/sqlitestore.h"

namespace headwater {

namespace {

const auto DatabaseName = QStringLiteral("/headwater.sqlite");

void fill(const QString& folder, const std::vector<BenchZone>& zones)
{
    auto store = SqliteStore::open((folder + DatabaseName).toStdString());
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

} // namespace

void prepareState(const QString& stateFolder, const std::vector<BenchZone>& zones)
{
    // In memory, because a hundred thousand commits to a disk take minutes.
    const QTemporaryDir memory(QStringLiteral("/dev/shm/headwater-bench-XXXXXX"));
    if (!memory.isValid()) {
        fill(stateFolder, zones);
        return;
    }
    fill(memory.path(), zones);
    if (!QFile::copy(memory.path() + DatabaseName, stateFolder + DatabaseName))
        giveUp("cannot copy the prepared state to " + stateFolder.toStdString());
}

} // namespace headwater
