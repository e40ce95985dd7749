// Ten changed records in a zone of a million, then the IXFR that brings a secondary up to date,
// asked on a new TCP connection each time, ours beside BIND and Knot. Every answer is put together
// as a secondary does: what it adds and removes is compared with what was changed.
#include <algorithm>
#include <set>

#include <QCoreApplication>

#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/recorddoor.h"
#include "bench/common/report.h"
#include "support/dnsclient.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Runs = 50;
constexpr int WarmUp = 5;
constexpr std::size_t Changes = 10;

using Addresses = std::set<Rdata>;

/// All of them addresses in the sequences of an incremental answer, except SOA records.
struct Seen
{
    Addresses added;
    Addresses removed;
};

Seen seenIn(const Transfer& transfer)
{
    Seen seen;
    for (const Transfer::Sequence& sequence : transfer.sequences()) {
        for (const Record& record : sequence.added)
            if (record.type == RecordType::A)
                seen.added.insert(record.rdata);
        for (const Record& record : sequence.removed)
            if (record.type == RecordType::A)
                seen.removed.insert(record.rdata);
    }
    return seen;
}

/// Changes ten addresses and returns what a secondary must learn.
Seen change(const BenchZone& zone, RecordDoor* door)
{
    Seen expected;
    std::vector<HostAddress> hosts;
    for (std::size_t i = 0; i < Changes; ++i) {
        const std::size_t host = i * 49'999 % (zone.records / 2);
        hosts.push_back({zone.host(host), "198.51.100." + std::to_string(i + 1)});
        expected.added.insert({198, 51, 100, static_cast<std::uint8_t>(i + 1)});
        expected.removed.insert(BenchZone::address(host));
    }
    door->send(zone.zone, hosts);
    door->acknowledged();
    return expected;
}

double measure(const std::string& name, const Endpoint& server, const BenchZone& zone,
               RecordDoor* door, const Table& table)
{
    const DnsClient client(server);
    const auto has = client.serial(zone.zone);
    if (!has)
        giveUp(has.error().text);
    const Seen expected = change(zone, door);
    const auto changed = Steady::now();
    while (client.serial(zone.zone).value_or(*has) == *has)
        if (millisecondsSince(changed) > 60'000)
            giveUp("the changes never became visible at " + name);
    Samples samples;
    std::size_t octets = 0;
    for (int run = 0; run < Runs + WarmUp; ++run) {
        const auto start = Steady::now();
        const auto transfer = client.ixfr(zone.zone, *has);
        const double time = millisecondsSince(start);
        if (!transfer)
            giveUp(transfer.error().text);
        if (transfer->kind() != Transfer::Kind::Incremental)
            giveUp(name + " answers an IXFR with the whole zone");
        const Seen seen = seenIn(*transfer);
        if (seen.added != expected.added || seen.removed != expected.removed)
            giveUp("the IXFR of " + name + " does not hold the ten changes");
        octets = transfer->octets();
        if (run >= WarmUp)
            samples.add(time);
    }
    table.row(name, samples);
    table.row(name + ": octets", static_cast<double>(octets));
    return samples.median();
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const TemporaryFolder folder;
    const std::vector<BenchZone> zones{BenchZone::create("million.example", 1'000'000)};
    HeadwaterProcess engine(folder.subfolder(QStringLiteral("engine")));
    engine.addSecondary({QStringLiteral("bench"), {IpAddress::parse("127.0.0.1").value(), 9}, {}});
    prepareState(engine.stateFolder(), zones);
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    Report report;
    const Table table("IXFR after ten changes in 1,000,000 records, ms");
    ApiDoor door(engine.console(), engine.stateFolder());
    report.atMost("IXFR after ten changes in 1M records, ms", 0.4,
                  measure("headwater", engine.dns(), zones[0], &door, table));
    if (!QCoreApplication::arguments().contains(QStringLiteral("--ours"))) {
        for (const PeerKind kind : {PeerKind::Bind, PeerKind::Knot}) {
            const auto peer = PeerPrimary::create(kind, folder.path(), zones, benchKey());
            static_cast<void>(peer->startAndMeasure());
            UpdateDoor update(peer->endpoint());
            static_cast<void>(
                measure(peer->name().toStdString(), peer->endpoint(), zones[0], &update, table));
        }
    }
    report.finish();
    return 0;
}
