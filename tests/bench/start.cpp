// From exec to the first answer, and what lies in memory then: one zone of a million records,
// 10,000 zones of ten, 100,000 zones of ten; and the octets a record costs above an idle engine.
#include <memory>

#include <QCoreApplication>

#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/processmemory.h"
#include "bench/common/samples.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr double MiB = 1048576;

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

double theirs(PeerKind kind, const QString& folder, const std::vector<BenchZone>& zones)
{
    const auto key = *TsigKey::create("bench-key", "hmac-sha256", "YmVuY2htYXJrLXNlY3JldC1rZXk=");
    const auto peer = PeerPrimary::create(kind, folder, zones, key);
    return peer->startAndMeasure();
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const TemporaryFolder folder;
    const bool peers = !arguments.contains(QStringLiteral("--ours"));
    const Table table("Start to answering (ms) and memory");

    const auto idle =
        ours(folder.subfolder(QStringLiteral("idle")), {BenchZone::create("idle.example", 2)}, 3);
    table.row("headwater, one small zone: start", idle.start);
    table.row("headwater, one small zone: MiB", idle.octets / MiB);
    const std::vector<BenchZone> million{BenchZone::create("apps.example", 1'000'000)};
    const auto large = ours(folder.subfolder(QStringLiteral("million")), million, 5);
    table.row("headwater, 1,000,000 records: start", large.start);
    table.row("headwater, 1,000,000 records: MiB", large.octets / MiB);
    table.row("headwater, octets a record above idle", (large.octets - idle.octets) / 1e6);
    const auto thousands = smallZones(10'000);
    const auto many = ours(folder.subfolder(QStringLiteral("thousands")), thousands, 5);
    table.row("headwater, 10,000 zones: start", many.start);
    table.row("headwater, 10,000 zones: MiB", many.octets / MiB);
    const auto most = ours(folder.subfolder(QStringLiteral("most")), smallZones(100'000), 3);
    table.row("headwater, 100,000 zones: start", most.start);
    table.row("headwater, 100,000 zones: MiB", most.octets / MiB);
    if (!peers)
        return 0;
    table.row("knot, 1,000,000 records: start", theirs(PeerKind::Knot, folder.path(), million));
    table.row("nsd, 1,000,000 records: start", theirs(PeerKind::Nsd, folder.path(), million));
    table.row("bind, 1,000,000 records: start", theirs(PeerKind::Bind, folder.path(), million));
    return 0;
}
