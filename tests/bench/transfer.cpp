// Full transfers: one client and a million records, plain and with TSIG, ours beside Knot, NSD and
// BIND and beside the bare octets sent by a loop over write(); then 64 clients of a zone of 100,000
// at once. Every stream is read and compared with the zone outside the timed part.
#include <sys/socket.h>

#include <memory>
#include <thread>

#include <QCoreApplication>

#include "bench/common/blockingsocket.h"
#include "bench/common/drainedtransfer.h"
#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/processmemory.h"
#include "bench/common/samples.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Runs = 5;
constexpr int Clients = 64;
constexpr std::size_t SpacePerRecord = 40;
constexpr std::size_t SpaceBesides = 1 << 20;

struct Server
{
    std::string name;
    Endpoint address;
    std::int64_t pid = 0;
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

/// Sends recorded octets to whoever connects and asks, with nothing but write(): what no server
/// can beat.
class Replay
{
public:
    explicit Replay(OctetView stream)
        : m_stream(stream.begin(), stream.end())
        , m_listening(BlockingSocket::Kind::Stream)
        , m_thread([this] { serve(); })
    {
    }
    ~Replay()
    {
        ::shutdown(m_listening.descriptor(), SHUT_RDWR);
        m_thread.join();
    }
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;
    [[nodiscard]] Endpoint endpoint() const { return m_listening.local(); }

private:
    void serve()
    {
        while (true) {
            const int accepted = ::accept(m_listening.descriptor(), nullptr, nullptr);
            if (accepted < 0)
                return;
            const BlockingSocket client(accepted);
            const Octets length = client.exactly(2);
            if (length.empty() || client.exactly(uint16At(length, 0)).empty())
                continue;
            client.sendAll(m_stream);
        }
    }

    Octets m_stream;
    BlockingSocket m_listening;
    std::thread m_thread;
};

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

void oneClient(const BenchZone& zone, const std::vector<Server>& servers, const TsigKey& key,
               const ContentDigest& digest)
{
    const Table table("AXFR of " + std::to_string(zone.records) + " records, one client, ms");
    DrainedTransfer transfer(zone.zone, zone.total() + 1,
                             zone.records * SpacePerRecord + SpaceBesides);
    for (const Server& server : servers) {
        table.row(server.name, transfers(&transfer, server, {}, digest));
        if (server.name == "headwater") {
            table.row("headwater: first octet", transfer.firstOctet());
            table.row("headwater: messages", static_cast<double>(transfer.messages()));
            table.row("headwater: octets", static_cast<double>(transfer.stream().size()));
            const Replay replay(transfer.stream());
            table.row("replay of its octets",
                      transfers(&transfer, {"replay", replay.endpoint(), 0}, {}, digest));
        }
    }
    for (const Server& server : servers)
        table.row(server.name + ", TSIG hmac-sha256", transfers(&transfer, server, key, digest));
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

void manyClients(const BenchZone& zone, const std::vector<Server>& servers,
                 const ContentDigest& digest)
{
    const Table table(std::to_string(Clients) + " clients x AXFR of " +
                      std::to_string(zone.records) + " records, MB/s in all");
    for (const Server& server : servers) {
        std::vector<std::unique_ptr<DrainedTransfer>> transfers;
        for (int i = 0; i < Clients; ++i)
            transfers.push_back(std::make_unique<DrainedTransfer>(
                zone.zone, zone.total() + 1, zone.records * SpacePerRecord + SpaceBesides));
        Samples rates;
        Samples growth;
        const double before = residentOctets(server.pid);
        for (int run = -1; run < Runs; ++run) {
            const double time = allAtOnce(&transfers, server.address);
            double octets = 0;
            for (const auto& transfer : transfers)
                octets += static_cast<double>(transfer->stream().size());
            if (run >= 0)
                rates.add(octets / time / 1000);
            growth.add((residentOctets(server.pid) - before) / 1048576);
        }
        for (auto& transfer : transfers)
            transfer->check(digest);
        table.row(server.name, rates);
        table.row(server.name + ": memory above before, MiB", growth);
    }
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const bool quick = QCoreApplication::arguments().contains(QStringLiteral("--ours"));
    const TemporaryFolder folder;
    const auto key = *TsigKey::create("bench-key", "hmac-sha256", "YmVuY2htYXJrLXNlY3JldC1rZXk=");
    const std::vector<BenchZone> zones{BenchZone::create("apps.example", 1'000'000),
                                       BenchZone::create("small.example", 100'000)};
    HeadwaterProcess engine(folder.subfolder(QStringLiteral("engine")));
    engine.addSecondary({QStringLiteral("bench"), {IpAddress::parse("127.0.0.1").value(), 9}, key});
    prepareState(engine.stateFolder(), zones);
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    std::vector<Server> servers{{"headwater", engine.dns(), engine.pid()}};
    std::vector<std::unique_ptr<PeerPrimary>> peers;
    if (!quick)
        for (const PeerKind kind : {PeerKind::Knot, PeerKind::Nsd, PeerKind::Bind})
            peers.push_back(PeerPrimary::create(kind, folder.path(), zones, key));
    for (const auto& peer : peers) {
        static_cast<void>(peer->startAndMeasure());
        static_cast<void>(waitForSoa(peer->endpoint(), zones.front().zone, Steady::now()));
        servers.push_back({peer->name().toStdString(), peer->endpoint(), peer->pid()});
    }
    const ContentDigest large = digestOf(zones[0]);
    oneClient(zones[0], servers, key, large);
    manyClients(zones[1], servers, digestOf(zones[1]));
    return 0;
}
