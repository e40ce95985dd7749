// Ten thousand new records in one transaction into a zone of 100,000, until a real Knot as
// secondary answers the last of them: ours by one API request, Knot as primary by its control
// socket, NSD by a new zone file and SIGHUP. Afterwards an AXFR of the secondary is counted.
#include <thread>

#include <QCoreApplication>

#include "bench/common/answerwatch.h"
#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/recorddoor.h"
#include "bench/common/report.h"
#include "support/dnsclient.h"
#include "support/headwaterprocess.h"
#include "support/secondaryserver.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Runs = 5;
constexpr int PeerRuns = 3;
constexpr int Records = 10'000;
constexpr auto Apart = std::chrono::milliseconds(2100); // knot holds back what follows within 1 s

/// The records of one run; the last in canonical order is the last of them.
std::vector<HostAddress> added(const BenchZone& zone, int run)
{
    std::vector<HostAddress> hosts;
    for (int i = 0; i < Records; ++i) {
        const std::string number = std::to_string(run * Records + i + 100'000);
        hosts.push_back({Name::parse("new-" + number, zone.zone).value(),
                         "198.51." + std::to_string(i / 250) + "." + std::to_string(i % 250)});
    }
    return hosts;
}

/// The zone file written anew and read again. nsd has no other door, and what knotd takes through
/// its control socket or as UPDATE is either one record a command or no one transaction.
class FileDoor : public RecordDoor
{
public:
    FileDoor(const PeerPrimary* peer, const BenchZone& zone)
        : m_peer(peer)
        , m_text(zone.text())
    {
    }
    void send(const Name& zone, const std::vector<HostAddress>& hosts) override
    {
        const std::string before = "hostmaster " + std::to_string(m_serial);
        const std::string after = "hostmaster " + std::to_string(++m_serial);
        m_text.replace(m_text.find(before), before.size(), after);
        for (const HostAddress& host : hosts)
            m_text += host.owner.text() + " A " + host.address + "\n";
        m_peer->writeZone(QString::fromStdString(zone.display()), m_text);
        m_peer->reload();
    }
    void acknowledged() override {}

private:
    const PeerPrimary* m_peer;
    std::string m_text;
    int m_serial = 1;
};

Samples measure(const BenchZone& zone, RecordDoor* door, SecondaryServer* knot, int runs)
{
    if (!knot->startAndWait())
        giveUp("the secondary does not start: " + knot->logText().toStdString());
    static_cast<void>(waitForSoa(knot->endpoint(), zone.zone, Steady::now()));
    AnswerWatch watch(knot->endpoint());
    Samples samples;
    for (int run = 0; run < runs; ++run) {
        const std::vector<HostAddress> hosts = added(zone, run);
        std::this_thread::sleep_for(Apart);
        const auto start = Steady::now();
        door->send(zone.zone, hosts);
        samples.add(watch.until(hosts.back(), start));
        door->acknowledged();
    }
    const auto transfer = DnsClient(knot->endpoint()).axfr(zone.zone);
    const std::size_t expected = zone.total() + static_cast<std::size_t>(runs * Records);
    if (!transfer || transfer->records().size() != expected)
        giveUp("the secondary does not hold " + std::to_string(expected) + " records");
    return samples;
}

std::unique_ptr<SecondaryServer> knot(const QString& folder, const BenchZone& zone,
                                      const Endpoint& primary)
{
    return SecondaryServer::create(ServerKind::Knot, folder,
                                   {primary, {}, {QString::fromStdString(zone.zone.display())}});
}

Samples ours(const QString& folder, const BenchZone& zone)
{
    HeadwaterProcess engine(folder);
    prepareState(engine.stateFolder(), {zone});
    const auto server = knot(folder, zone, engine.dns());
    engine.addSecondary({QStringLiteral("knot"), server->endpoint(), {}});
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    ApiDoor door(engine.console(), engine.stateFolder());
    return measure(zone, &door, server.get(), Runs);
}

Samples theirs(PeerKind kind, const QString& folder, const BenchZone& zone)
{
    const auto primary = PeerPrimary::create(kind, folder, {zone}, benchKey());
    const auto server = knot(folder, zone, primary->endpoint());
    primary->setNotified(server->endpoint());
    static_cast<void>(primary->startAndMeasure());
    FileDoor door(primary.get(), zone);
    return measure(zone, &door, server.get(), PeerRuns);
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const TemporaryFolder folder;
    const BenchZone zone = BenchZone::create("hundred.example", 100'000);
    Report report;
    const Table table(
        "10,000 records in one transaction into 100,000 until Knot answers the last, ms");
    const Samples own = ours(folder.subfolder(QStringLiteral("ours")), zone);
    table.row("headwater", own);
    report.atMost("10,000 records until the last is live at Knot, ms", 150, own.median());
    if (!QCoreApplication::arguments().contains(QStringLiteral("--ours"))) {
        table.row("knot (zone file and SIGHUP, writing the file included)",
                  theirs(PeerKind::Knot, folder.subfolder(QStringLiteral("a")), zone));
        table.row("nsd (zone file and SIGHUP, writing the file included)",
                  theirs(PeerKind::Nsd, folder.subfolder(QStringLiteral("b")), zone));
    }
    report.finish();
    return 0;
}
