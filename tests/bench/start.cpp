// From exec to the first answer, and what lies in memory then: one zone of a million records,
// 10,000 zones of ten, 100,000 zones of ten; and the octets a record costs above an idle engine.
#include <memory>

#include <QCoreApplication>

#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/processmemory.h"
#include "bench/common/report.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr double MiB = 1048576;
constexpr int Runs = 5;
constexpr int PeerRuns = 3;

std::vector<BenchZone> smallZones(std::size_t count)
{
    std::vector<BenchZone> zones;
    for (std::size_t i = 0; i < count; ++i)
        zones.push_back(BenchZone::create("z" + std::to_string(i) + ".example", 8));
    return zones; // with SOA and NS: ten records and an address of the name server
}

struct Figures
{
    Samples start; ///< ms
    double octets = 0;
};

Figures ours(const QString& folder, const std::vector<BenchZone>& zones, int runs)
{
    HeadwaterProcess engine(folder);
    prepareState(engine.stateFolder(), zones);
    Figures figures;
    for (int run = 0; run < runs; ++run) {
        const auto start = Steady::now();
        engine.start();
        figures.start.add(waitForSoa(engine.dns(), zones.back().zone, start));
        static_cast<void>(waitForSoa(engine.dns(), zones.front().zone, start));
        figures.octets = residentOctets(engine.pid());
        if (!engine.stop())
            giveUp("the engine does not end cleanly");
    }
    return figures;
}

Figures theirs(PeerKind kind, const TemporaryFolder& folder, const std::vector<BenchZone>& zones,
               int runs)
{
    static int number = 0;
    const QString own = folder.subfolder(QStringLiteral("peer%1").arg(++number));
    const auto peer = PeerPrimary::create(kind, own, zones, benchKey());
    Figures figures;
    for (int run = 0; run < runs; ++run) {
        figures.start.add(peer->startAndMeasure());
        figures.octets = residentOctets(peer->pid());
        static_cast<void>(peer->stop());
    }
    return figures;
}

struct Case
{
    const char* name;
    std::vector<BenchZone> zones;
};

void ofPeers(const TemporaryFolder& folder, const Case& idle, const std::vector<Case>& cases)
{
    for (const auto& [kind, name] :
         {std::pair{PeerKind::Knot, "knot"}, {PeerKind::Nsd, "nsd"}, {PeerKind::Bind, "bind"}}) {
        const Table table(std::string(name) + ": exec to answering, ms, and memory, MiB");
        const double least = theirs(kind, folder, idle.zones, 1).octets;
        for (const Case& each : cases) {
            const Figures figures = theirs(kind, folder, each.zones, PeerRuns);
            table.row(std::string(each.name) + ": start", figures.start);
            table.row(std::string(each.name) + ": memory", figures.octets / MiB);
            if (each.zones.size() == 1)
                table.row("octets a record above idle",
                          (figures.octets - least) / static_cast<double>(each.zones[0].records));
        }
    }
}

void ofOurs(const TemporaryFolder& folder, const Case& idle, const std::vector<Case>& cases,
            Report* report)
{
    const Table table("headwater: exec to answering, ms, and memory, MiB");
    const auto measured = [&](const Case& each, int runs) {
        const Figures figures =
            ours(folder.subfolder(QString::fromUtf8(each.name)), each.zones, runs);
        table.row(std::string(each.name) + ": start", figures.start);
        table.row(std::string(each.name) + ": memory", figures.octets / MiB);
        return figures;
    };
    const double least = measured(idle, Runs).octets;
    const Figures large = measured(cases[0], Runs);
    const double perRecord =
        (large.octets - least) / static_cast<double>(cases[0].zones[0].records);
    table.row("octets a record above idle", perRecord);
    report->atMost("octets a record above an idle engine, 1M records", 60, perRecord);
    report->atMost("start with 1M records, ms", 400, large.start.median());
    report->atMost("start with 10,000 zones, ms", 400, measured(cases[1], Runs).start.median());
    const Figures most = measured({"100,000 zones", smallZones(100'000)}, 3);
    report->atMost("start with 100,000 zones, ms", 4000, most.start.median());
    report->atMost("memory with 100,000 zones, MiB", 400, most.octets / MiB);
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const bool alone = QCoreApplication::arguments().contains(QStringLiteral("--ours"));
    const TemporaryFolder folder;
    const Case idle{"one small zone", {BenchZone::create("idle.example", 2)}};
    const std::vector<Case> cases{
        {"1,000,000 records", {BenchZone::create("apps.example", 1'000'000)}},
        {"10,000 zones", smallZones(10'000)}};
    Report report;
    ofOurs(folder, idle, cases, &report);
    if (!alone)
        ofPeers(folder, idle, cases);
    report.finish();
    return 0;
}
