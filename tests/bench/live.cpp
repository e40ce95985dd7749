// One changed record until a real secondary answers it: BIND (1,000 and a million records) and NSD
// (a million). The primaries are ours, BIND, and the ideal one inside this program, which does no
// work of its own: the floor. The secondary is asked every 0.1 ms; what it answers is the check.
#include <QCoreApplication>

#include "bench/common/drainedtransfer.h"
#include "bench/common/idealprimary.h"
#include "bench/common/livemeasure.h"
#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/report.h"
#include "support/dnsclient.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

struct Case
{
    ServerKind kind;
    std::string name;
    BenchZone zone;
    double allowed; ///< ms above the floor
};

/// An AXFR of our engine for the ideal primary, and then our own figures.
Samples ours(const Case& each, const TemporaryFolder& folder, Octets* stream)
{
    HeadwaterProcess engine(
        folder.subfolder(QStringLiteral("engine") + QString::fromStdString(each.name)));
    prepareState(engine.stateFolder(), {each.zone});
    const auto server = liveSecondary(each.kind, folder, each.zone, engine.dns());
    engine.addSecondary({QStringLiteral("bench"), server->endpoint(), {}});
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    if (DnsClient(engine.dns()).serial(each.zone.zone).value() != each.zone.soa().serial)
        giveUp("the prepared zone has another serial");
    DrainedTransfer transfer(each.zone.zone, each.zone.total() + 1,
                             each.zone.records * 40 + (1 << 20));
    static_cast<void>(transfer.run(engine.dns()));
    stream->assign(transfer.stream().begin(), transfer.stream().end());
    ApiDoor door(engine.console(), engine.stateFolder());
    return untilAnswered(each.zone, &door, server.get());
}

Samples floorOf(const Case& each, const TemporaryFolder& folder, OctetView stream)
{
    IdealPrimary primary(each.zone, stream);
    const auto server = liveSecondary(each.kind, folder, each.zone, primary.endpoint());
    primary.setNotified(server->endpoint());
    return untilAnswered(each.zone, &primary, server.get());
}

Samples ofBind(const Case& each, const TemporaryFolder& folder)
{
    const QString own =
        folder.subfolder(QStringLiteral("primary") + QString::fromStdString(each.name));
    const auto primary = PeerPrimary::create(PeerKind::Bind, own, {each.zone}, benchKey());
    const auto server = liveSecondary(each.kind, folder, each.zone, primary->endpoint());
    primary->setNotified(server->endpoint());
    static_cast<void>(primary->startAndMeasure());
    UpdateDoor door(primary->endpoint());
    return untilAnswered(each.zone, &door, server.get());
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const bool alone = QCoreApplication::arguments().contains(QStringLiteral("--ours"));
    const TemporaryFolder folder;
    const BenchZone small = BenchZone::create("thousand.example", 1'000);
    const BenchZone large = BenchZone::create("million.example", 1'000'000);
    const std::vector<Case> cases{{ServerKind::Bind, "BIND, 1,000 records", small, 0.7},
                                  {ServerKind::Bind, "BIND, 1M records", large, 0.7},
                                  {ServerKind::Nsd, "NSD, 1M records", large, 1}};
    Report report;
    const Table table("One changed record until the secondary answers it, ms");
    for (const Case& each : cases) {
        Octets stream;
        const Samples own = ours(each, folder, &stream);
        table.row("headwater -> " + each.name, own);
        const Samples floor = floorOf(each, folder, stream);
        table.row("ideal primary -> " + each.name + " (floor)", floor);
        if (!alone)
            table.row("bind -> " + each.name, ofBind(each, folder));
        report.atMost("change to " + each.name + ": ms above the floor", each.allowed,
                      own.median() - floor.median());
    }
    report.finish();
    return 0;
}
