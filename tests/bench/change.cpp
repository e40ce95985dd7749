// One changed record, sent through the API, until the NOTIFY about it arrives: the change is
// durable and the new version visible then. In zones of 1,000, 100,000 and a million records,
// beside BIND (UPDATE). Knot is left out: it sends NOTIFY over TCP, one second after an UPDATE.
// Then how many single durable changes a second one client gets done, each acknowledged before the
// next, and what the machine needs for one durable write. All changes are looked for in the zone.
#include <thread>
#include <unordered_map>

#include <QCoreApplication>

#include "bench/common/notifyport.h"
#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/recorddoor.h"
#include "bench/common/report.h"
#include "support/dnsclient.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Changes = 100;
constexpr int PeerChanges = 20;
constexpr int WarmUp = 2;
constexpr auto Apart = std::chrono::milliseconds(120); // NOTIFYs to one address keep a distance
constexpr int RateChanges = 2000;
constexpr int Runs = 5;
constexpr int AheadRuns = 3;

HostAddress changed(const BenchZone& zone, int number)
{
    const std::size_t host = static_cast<std::size_t>(number) * 7919 % (zone.records / 2);
    return {zone.host(host),
            "198.51." + std::to_string(number / 250 % 250) + "." + std::to_string(number % 250)};
}

/// The median of the time to the NOTIFY, ms.
double untilNotify(const std::string& who, const BenchZone& zone, RecordDoor* door,
                   NotifyPort& port, int changes, const Table& table)
{
    Samples acknowledged;
    Samples notified;
    for (int i = 0; i < changes + WarmUp; ++i) {
        std::this_thread::sleep_for(Apart);
        port.takeWaiting();
        const HostAddress host = changed(zone, i);
        const auto start = Steady::now();
        door->send(zone.zone, {host});
        port.next(zone.zone);
        const double told = millisecondsSince(start);
        door->acknowledged();
        if (i < WarmUp)
            continue;
        notified.add(told);
        acknowledged.add(millisecondsSince(start));
    }
    const std::string what = who + ", " + std::to_string(zone.records) + " records: ";
    table.row(what + "NOTIFY", notified);
    table.row(what + "NOTIFY and acknowledgement", acknowledged);
    return notified.median();
}

/// Changes that were not made before, and whether they are in the zone afterwards.
class FreshChanges
{
public:
    FreshChanges(const BenchZone& zone, const Endpoint& server)
        : m_zone(zone)
        , m_server(server, {}, Milliseconds{60'000})
    {
    }
    [[nodiscard]] HostAddress next()
    {
        HostAddress host = changed(m_zone, m_number++);
        const IpAddress address = IpAddress::parse(host.address).value();
        m_expected[host.owner] = Rdata(address.octets(), address.octets() + 4);
        return host;
    }
    [[nodiscard]] std::uint32_t serial() const
    {
        return m_server.serial(m_zone.zone).value().value();
    }
    /// A zone that lacks one of them ends the program.
    void check() const
    {
        const auto transfer = m_server.axfr(m_zone.zone);
        if (!transfer)
            giveUp("the zone cannot be transferred: " + transfer.error().text);
        std::size_t found = 0;
        for (const Record& record : transfer->records()) {
            const auto place = m_expected.find(record.owner);
            if (record.type == RecordType::A && place != m_expected.end())
                found += record.rdata == place->second ? 1U : 0U;
        }
        if (found != m_expected.size())
            giveUp(std::to_string(m_expected.size() - found) + " changes are not in the zone");
    }

private:
    const BenchZone& m_zone;
    DnsClient m_server;
    int m_number = 200; // untilNotify() made those before
    std::unordered_map<Name, Rdata> m_expected;
};

/// Changes a second of one client that waits for each.
Samples rates(const BenchZone& zone, RecordDoor* door, FreshChanges* changes)
{
    Samples samples;
    for (int run = 0; run < Runs; ++run) {
        const auto start = Steady::now();
        for (int i = 0; i < RateChanges; ++i) {
            door->send(zone.zone, {changes->next()});
            door->acknowledged();
        }
        samples.add(RateChanges / millisecondsSince(start) * 1000);
    }
    changes->check();
    return samples;
}

/// Changes a second with `ahead` of them under way, and how many versions they became.
void ratesAhead(const BenchZone& zone, HttpClient* client, int ahead, FreshChanges* changes,
                const Table& table)
{
    Samples samples;
    Samples versions;
    for (int run = 0; run < AheadRuns; ++run) {
        const std::uint32_t before = changes->serial();
        const auto start = Steady::now();
        for (int i = 0; i < RateChanges + ahead; ++i) {
            if (i < RateChanges)
                client->sendAddresses(zone.zone, {changes->next()});
            if (i >= ahead && client->answer() != "{\"changed\":1}\n")
                giveUp("a change changed nothing");
        }
        samples.add(RateChanges / millisecondsSince(start) * 1000);
        versions.add(changes->serial() - before);
    }
    changes->check();
    const std::string what = "headwater, " + std::to_string(ahead) + " under way";
    table.row(what, samples);
    table.row(what + ": versions made of 2,000 changes", versions);
}

struct Peers
{
    std::unique_ptr<PeerPrimary> bind;
};

Peers startPeers(const TemporaryFolder& folder, const std::vector<BenchZone>& zones,
                 const NotifyPort& port)
{
    Peers peers{PeerPrimary::create(PeerKind::Bind, folder.path(), zones, benchKey())};
    peers.bind->setNotified(port.endpoint());
    static_cast<void>(peers.bind->startAndMeasure());
    return peers;
}

void notifies(const std::vector<BenchZone>& zones, const HeadwaterProcess& engine, NotifyPort& port,
              const Peers& peers, const std::string& folder, Report* report)
{
    const Table table("One changed record until its NOTIFY is here, ms");
    table.row("floor: append + fdatasync 4 KiB", durableFloor(folder));
    ApiDoor door(engine.console(), engine.stateFolder());
    std::vector<double> medians;
    for (const BenchZone& zone : zones)
        medians.push_back(untilNotify("headwater", zone, &door, port, Changes, table));
    report->atMost("one change to NOTIFY, 1,000 records, ms", 1, medians[0]);
    report->atMost("one change to NOTIFY, 1M records, ms", 1, medians[2]);
    report->atMost("the same, 1M records by 1,000", 1.5, medians[2] / medians[0]);
    if (!peers.bind)
        return;
    UpdateDoor update(peers.bind->endpoint());
    for (const BenchZone& zone : zones)
        static_cast<void>(untilNotify("bind", zone, &update, port, PeerChanges, table));
    table.row("floor: append + fdatasync 4 KiB", durableFloor(folder));
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const bool alone = arguments.contains(QStringLiteral("--ours"));
    const TemporaryFolder folder;
    const std::vector<BenchZone> zones{BenchZone::create("thousand.example", 1'000),
                                       BenchZone::create("hundred.example", 100'000),
                                       BenchZone::create("million.example", 1'000'000)};
    HeadwaterProcess engine(folder.subfolder(QStringLiteral("engine")));
    prepareState(engine.stateFolder(), zones);
    NotifyPort port;
    engine.addSecondary({QStringLiteral("bench"), port.endpoint(), {}});
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    Report report;
    const Peers peers = alone ? Peers{} : startPeers(folder, zones, port);
    if (!arguments.contains(QStringLiteral("--rate")))
        notifies(zones, engine, port, peers, folder.path().toStdString(), &report);
    const Table table("Single durable changes of a zone of 100,000, one client, changes/s");
    ApiDoor door(engine.console(), engine.stateFolder());
    FreshChanges changes(zones[1], engine.dns());
    const Samples each = rates(zones[1], &door, &changes);
    table.row("headwater, each waits for the one before", each);
    report.atLeast("single durable changes a second", 2500, each.median());
    HttpClient client(engine.console(), engine.stateFolder());
    for (const int ahead : {4, 16})
        ratesAhead(zones[1], &client, ahead, &changes, table);
    if (peers.bind) {
        UpdateDoor update(peers.bind->endpoint());
        FreshChanges theirs(zones[1], peers.bind->endpoint());
        table.row("bind, each waits for the one before", rates(zones[1], &update, &theirs));
    }
    report.finish();
    return 0;
}
