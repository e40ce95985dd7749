// Full transfers: one client and a million records, plain and with TSIG, ours beside Knot, NSD and
// BIND and beside the bare octets sent by a loop over write(); then 64 clients of a zone of 100,000
// at once. Every stream is read and compared with the zone outside the timed part.
#include <algorithm>
#include <memory>
#include <thread>

#include <QCoreApplication>

#include "bench/common/drainedtransfer.h"
#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/processmemory.h"
#include "bench/common/replay.h"
#include "bench/common/report.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Runs = 5;
constexpr int PeerRuns = 3; // of 64 clients
constexpr int Clients = 64;
constexpr std::size_t SpacePerRecord = 40;
constexpr std::size_t SpaceBesides = 1 << 20;

struct Server
{
    std::string name;
    Endpoint address;
    std::int64_t pid = 0;
    bool isOurs = false;
};

ContentDigest digestOf(const BenchZone& zone)
{
    ContentDigest digest;
    digest.add(zone.zone, RecordType::SOA, 300, zone.soa().rdata());
    for (const RRset& set : zone.sets())
        for (const Rdata& rdata : set.rdata)
            digest.add(set.owner, set.type, set.ttl, rdata);
    return digest;
}

Samples transfers(DrainedTransfer* transfer, const Server& server,
                  const std::optional<TsigKey>& key, const ContentDigest& digest)
{
    Samples samples;
    for (int run = -1; run < Runs; ++run) { // one to warm up
        const double time = transfer->run(server.address, key);
        if (run >= 0)
            samples.add(time);
        transfer->check(digest);
    }
    return samples;
}

/// The shortest median of the peers; nothing without peers.
struct Best
{
    std::optional<double> time;

    void offer(double median) { time = time ? std::min(*time, median) : median; }
};

void plain(const BenchZone& zone, const std::vector<Server>& servers, const ContentDigest& digest,
           Report* report)
{
    const Table table("AXFR of " + std::to_string(zone.records) + " records, one client, ms");
    DrainedTransfer transfer(zone.zone, zone.total() + 1,
                             zone.records * SpacePerRecord + SpaceBesides);
    double ours = 0;
    Best best;
    for (const Server& server : servers) {
        const Samples samples = transfers(&transfer, server, {}, digest);
        table.row(server.name, samples);
        if (!server.isOurs) {
            best.offer(samples.median());
            continue;
        }
        ours = samples.median();
        table.row("headwater: first octet", transfer.firstOctet());
        table.row("headwater: messages", static_cast<double>(transfer.messages()));
        table.row("headwater: MB", static_cast<double>(transfer.stream().size()) / 1e6);
        const Replay replay(transfer.stream());
        const Samples bare =
            transfers(&transfer, {"replay", replay.endpoint(), 0, false}, {}, digest);
        table.row("replay of its octets", bare);
        report->atLeast("AXFR of 1M records: % of the replay's speed", 50,
                        bare.median() / ours * 100);
    }
    if (best.time)
        report->atLeast("AXFR of 1M records: times the best peer", 10, *best.time / ours);
}

void signedOnes(const BenchZone& zone, const std::vector<Server>& servers, const TsigKey& key,
                const ContentDigest& digest, Report* report)
{
    const Table table("The same with TSIG hmac-sha256, ms");
    DrainedTransfer transfer(zone.zone, zone.total() + 1,
                             zone.records * SpacePerRecord + SpaceBesides);
    double ours = 0;
    Best best;
    for (const Server& server : servers) {
        const Samples samples = transfers(&transfer, server, key, digest);
        table.row(server.name, samples);
        if (server.isOurs)
            ours = samples.median();
        else
            best.offer(samples.median());
    }
    if (best.time)
        report->atLeast("with TSIG: times the best peer", 7, *best.time / ours);
}

double allAtOnce(std::vector<std::unique_ptr<DrainedTransfer>>* transfers, const Endpoint& server)
{
    const auto start = Steady::now();
    std::vector<std::thread> threads;
    threads.reserve(transfers->size());
    for (auto& transfer : *transfers)
        threads.emplace_back([&] { static_cast<void>(transfer->run(server)); });
    for (std::thread& thread : threads)
        thread.join();
    return millisecondsSince(start);
}

using Transfers = std::vector<std::unique_ptr<DrainedTransfer>>;

/// MB/s; each stream is checked at the end.
Samples rates(Transfers* transfers, const Server& server, int runs, const ContentDigest& digest,
              double* growth)
{
    Samples samples;
    const double before = residentOctets(server.pid);
    for (int run = -1; run < runs; ++run) { // one to warm up
        const double time = allAtOnce(transfers, server.address);
        double octets = 0;
        for (const auto& transfer : *transfers)
            octets += static_cast<double>(transfer->stream().size());
        if (run >= 0)
            samples.add(octets / time / 1000);
        *growth = std::max(*growth, (residentOctets(server.pid) - before) / 1048576);
    }
    for (auto& transfer : *transfers)
        transfer->check(digest);
    return samples;
}

void manyClients(const BenchZone& zone, const std::vector<Server>& servers,
                 const ContentDigest& digest, Report* report)
{
    const Table table(std::to_string(Clients) + " clients x AXFR of " +
                      std::to_string(zone.records) + " records at once, MB/s in all");
    Transfers transfers;
    for (int i = 0; i < Clients; ++i)
        transfers.push_back(std::make_unique<DrainedTransfer>(
            zone.zone, zone.total() + 1, zone.records * SpacePerRecord + SpaceBesides));
    for (const Server& server : servers) {
        double growth = 0;
        const int runs = server.isOurs ? Runs : PeerRuns;
        const Samples samples = rates(&transfers, server, runs, digest, &growth);
        table.row(server.name, samples);
        table.row(server.name + ": memory grows by, MiB", growth);
        if (!server.isOurs)
            continue;
        report->atLeast("64 clients: MB/s in all", 1100, samples.median());
        report->atMost("64 clients: memory grows by, MiB", 16, growth);
        const Replay replay(transfers.front()->stream());
        double none = 0;
        table.row("replay of its octets",
                  rates(&transfers, {"replay", replay.endpoint(), 0, false}, Runs, digest, &none));
    }
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const bool alone = QCoreApplication::arguments().contains(QStringLiteral("--ours"));
    const TemporaryFolder folder;
    const TsigKey key = benchKey();
    const std::vector<BenchZone> zones{BenchZone::create("apps.example", 1'000'000),
                                       BenchZone::create("small.example", 100'000)};
    HeadwaterProcess engine(folder.subfolder(QStringLiteral("engine")));
    engine.addSecondary({QStringLiteral("bench"), {IpAddress::parse("127.0.0.1").value(), 9}, key});
    prepareState(engine.stateFolder(), zones);
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    std::vector<Server> servers{{"headwater", engine.dns(), engine.pid(), true}};
    std::vector<std::unique_ptr<PeerPrimary>> peers;
    if (!alone)
        for (const PeerKind kind : {PeerKind::Knot, PeerKind::Nsd, PeerKind::Bind})
            peers.push_back(PeerPrimary::create(kind, folder.path(), zones, key));
    for (const auto& peer : peers) {
        static_cast<void>(peer->startAndMeasure());
        servers.push_back({peer->name().toStdString(), peer->endpoint(), peer->pid(), false});
    }
    Report report;
    const ContentDigest large = digestOf(zones[0]);
    plain(zones[0], servers, large, &report);
    signedOnes(zones[0], servers, key, large, &report);
    manyClients(zones[1], servers, digestOf(zones[1]), &report);
    report.finish();
    return 0;
}
