// Rows committed in PostgreSQL: from COMMIT to NOTIFY and to the answer of a real secondary, many
// commits, many rows in one transaction, and an engine that dies. The server is Debian's, with
// fsync, on the same machine.
#include <atomic>
#include <thread>

#include <QCoreApplication>

#include "bench/common/answerwatch.h"
#include "bench/common/drainedtransfer.h"
#include "bench/common/idealprimary.h"
#include "bench/common/livemeasure.h"
#include "bench/common/notifyport.h"
#include "bench/common/peerprimary.h"
#include "bench/common/postgresdoor.h"
#include "bench/common/report.h"
#include "postgres/database.h"
#include "support/dnsclient.h"
#include "support/headwaterprocess.h"

namespace {

using namespace headwater;

constexpr int Changes = 200;
constexpr int WarmUp = 5;
constexpr auto Apart = std::chrono::milliseconds(120); // NOTIFYs to one address keep a distance
constexpr int Writers = 4;
constexpr auto Sustained = std::chrono::seconds(30);
constexpr int BulkRows = 10'000;
constexpr int BulkRuns = 5;
constexpr int Deaths = 5;

HostAddress changed(const BenchZone& zone, int number)
{
    const std::size_t host = static_cast<std::size_t>(number) * 7919 % (zone.records / 2);
    return {zone.host(host),
            "198.51." + std::to_string(number / 250 % 250) + "." + std::to_string(number % 250)};
}

std::unique_ptr<HeadwaterProcess> engineOn(const DatabaseServer& server, const QString& folder)
{
    auto engine = std::make_unique<HeadwaterProcess>(folder);
    engine->setMoreConfiguration(
        QStringLiteral("[store]\npostgres = \"%1\"\n").arg(QString::fromStdString(server.url())));
    return engine;
}

double untilNotify(const BenchZone& zone, DatabaseServer& server, const TemporaryFolder& folder,
                   const Table& table, Report* report)
{
    server.makeDatabase();
    PostgresDoor door(server.url());
    door.create(zone);
    NotifyPort port;
    const auto engine =
        engineOn(server, folder.subfolder(QStringLiteral("notify%1").arg(zone.records)));
    engine->addSecondary({QStringLiteral("bench"), port.endpoint(), {}});
    if (!engine->startAndWait())
        giveUp("the engine does not start: " + engine->logText().toStdString());
    static_cast<void>(waitForSoa(engine->dns(), zone.zone, Steady::now()));
    Samples sent;
    Samples acknowledged;
    for (int i = 0; i < Changes + WarmUp; ++i) {
        std::this_thread::sleep_for(Apart);
        port.takeWaiting();
        door.send(zone.zone, {changed(zone, i)});
        port.next(zone.zone);
        const auto now = Steady::now();
        if (i < WarmUp)
            continue;
        const auto ms = [](auto duration) {
            return std::chrono::duration<double, std::milli>(duration).count();
        };
        sent.add(ms(now - door.sent()));
        acknowledged.add(ms(now - door.committed()));
    }
    const std::string what = std::to_string(zone.records) + " records: ";
    table.row(what + "from COMMIT sent", sent);
    table.row(what + "from COMMIT acknowledged", acknowledged);
    table.row(what + "from COMMIT acknowledged, p99", acknowledged.quantile(0.99));
    report->atMost("COMMIT acknowledged to NOTIFY, " + what + "p50, ms", 2, acknowledged.median());
    report->atMost("COMMIT acknowledged to NOTIFY, " + what + "p99, ms", 10,
                   acknowledged.quantile(0.99));
    return sent.median();
}

void untilLive(ServerKind kind, const std::string& name, const BenchZone& zone,
               DatabaseServer& server, const TemporaryFolder& folder, const Table& table,
               Report* report)
{
    server.makeDatabase();
    PostgresDoor door(server.url());
    door.create(zone);
    const auto engine =
        engineOn(server, folder.subfolder(QStringLiteral("live") + QString::fromStdString(name)));
    const auto secondary = liveSecondary(kind, folder, zone, engine->dns());
    engine->addSecondary({QStringLiteral("bench"), secondary->endpoint(), {}});
    if (!engine->startAndWait())
        giveUp("the engine does not start: " + engine->logText().toStdString());
    static_cast<void>(waitForSoa(engine->dns(), zone.zone, Steady::now()));
    DrainedTransfer transfer(zone.zone, zone.total() + 1, zone.records * 40 + (1 << 20));
    static_cast<void>(transfer.run(engine->dns()));
    const Samples own = untilAnswered(zone, &door, secondary.get());
    static_cast<void>(engine->stop());
    IdealPrimary ideal(zone, transfer.stream());
    const auto other = liveSecondary(kind, folder, zone, ideal.endpoint());
    ideal.setNotified(other->endpoint());
    const Samples floor = untilAnswered(zone, &ideal, other.get());
    table.row("headwater -> " + name, own);
    table.row("ideal primary -> " + name + " (floor)", floor);
    report->atMost("UPDATE and COMMIT to " + name + ": ms above the floor", 2.5,
                   own.median() - floor.median());
}

void sustained(DatabaseServer& server, const TemporaryFolder& folder, Report* report)
{
    const BenchZone zone = BenchZone::create("sustained.example", 100'000);
    server.makeDatabase();
    PostgresDoor door(server.url());
    door.create(zone);
    const auto engine = engineOn(server, folder.subfolder(QStringLiteral("sustained")));
    const auto nsd = liveSecondary(ServerKind::Nsd, folder, zone, engine->dns());
    engine->addSecondary({QStringLiteral("nsd"), nsd->endpoint(), {}});
    if (!engine->startAndWait() || !nsd->startAndWait())
        giveUp("engine or secondary do not start");
    static_cast<void>(waitForSoa(nsd->endpoint(), zone.zone, Steady::now()));
    const auto before = DnsClient(engine->dns()).serial(zone.zone).value();
    std::atomic<int> commits{0};
    std::atomic<bool> ends{false};
    std::vector<std::thread> writers;
    for (int writer = 0; writer < Writers; ++writer)
        writers.emplace_back([&, writer] {
            PostgresDoor own(server.url());
            for (int i = writer; !ends; i += Writers) {
                own.send(zone.zone, {changed(zone, i)});
                ++commits;
            }
        });
    Samples backlog;
    const auto start = Steady::now();
    while (Steady::now() - start < Sustained) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        const auto rows = door.connection().run("SELECT count(*) FROM headwater.dirty");
        backlog.add(rows ? static_cast<double>(rows->integer(0, 0)) : -1);
    }
    ends = true;
    for (std::thread& writer : writers)
        writer.join();
    const double seconds = millisecondsSince(start) / 1000;
    const int done = commits;
    const HostAddress last{zone.host(0), "203.0.113.200"};
    door.send(zone.zone, {last});
    AnswerWatch watch(nsd->endpoint());
    const double live = watch.until(last, door.committed());
    const auto after = DnsClient(engine->dns()).serial(zone.zone).value();
    const Table table("Single-row commits for 30 s, 100,000 records, four connections");
    table.row("commits/s", done / seconds);
    table.row("versions/s", (after.value() - before.value()) / seconds);
    table.row("rows waiting, asked once a second", backlog);
    table.row("last commit until nsd answers it, ms", live);
    report->atLeast("commits a second while the backlog stays", 2000, done / seconds);
    report->atMost("last commit to live, ms", 1000, live);
}

void bulk(DatabaseServer& server, const TemporaryFolder& folder, Report* report)
{
    const BenchZone zone = BenchZone::create("bulk.example", 100'000);
    server.makeDatabase();
    PostgresDoor door(server.url());
    door.create(zone);
    const auto engine = engineOn(server, folder.subfolder(QStringLiteral("bulk")));
    const auto nsd = liveSecondary(ServerKind::Nsd, folder, zone, engine->dns());
    engine->addSecondary({QStringLiteral("nsd"), nsd->endpoint(), {}});
    if (!engine->startAndWait() || !nsd->startAndWait())
        giveUp("engine or secondary do not start");
    static_cast<void>(waitForSoa(nsd->endpoint(), zone.zone, Steady::now()));
    AnswerWatch watch(nsd->endpoint());
    Samples samples;
    for (int run = 0; run < BulkRuns; ++run) {
        std::vector<HostAddress> hosts;
        for (int i = 0; i < BulkRows; ++i)
            hosts.push_back(
                {Name::parse("new-" + std::to_string(100'000 + run * BulkRows + i), zone.zone)
                     .value(),
                 "198.51." + std::to_string(i / 250) + "." + std::to_string(i % 250)});
        std::this_thread::sleep_for(std::chrono::seconds(2));
        door.add(zone.zone, hosts);
        samples.add(watch.until(hosts.back(), door.sent()));
    }
    const Table table("10,000 rows in one transaction into 100,000 until nsd answers the last, ms");
    table.row("from COMMIT sent", samples);
    report->atMost("10,000 rows until the last is live at NSD, ms", 250, samples.median());
}

void takeOver(DatabaseServer& server, const TemporaryFolder& folder, Report* report)
{
    const BenchZone zone = BenchZone::create("two.example", 1'000);
    server.makeDatabase();
    PostgresDoor door(server.url());
    door.create(zone);
    std::vector<std::unique_ptr<HeadwaterProcess>> engines;
    NotifyPort port;
    for (const char* name : {"first", "second"}) {
        engines.push_back(engineOn(server, folder.subfolder(QLatin1String(name))));
        engines.back()->addSecondary({QStringLiteral("bench"), port.endpoint(), {}});
        if (!engines.back()->startAndWait())
            giveUp("an engine does not start");
        static_cast<void>(waitForSoa(engines.back()->dns(), zone.zone, Steady::now()));
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    Samples samples;
    for (int death = 0; death < Deaths; ++death) {
        HeadwaterProcess& leader = *engines[static_cast<std::size_t>(death % 2)];
        port.takeWaiting();
        leader.kill();
        const auto start = Steady::now();
        door.send(zone.zone, {changed(zone, death)});
        port.next(zone.zone);
        samples.add(millisecondsSince(start));
        if (!leader.startAndWait())
            giveUp("an engine does not start again");
        std::this_thread::sleep_for(std::chrono::seconds(2));
    }
    const Table table("kill -9 of the leader until the other's NOTIFY of the next change, ms");
    table.row("two engines", samples);
    report->atMost("leader killed to the next change notified, ms", 1000, samples.median());
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const TemporaryFolder folder;
    const BenchZone small = BenchZone::create("thousand.example", 1'000);
    const BenchZone middle = BenchZone::create("hundred.example", 100'000);
    const BenchZone large = BenchZone::create("million.example", 1'000'000);
    DatabaseServer server(PostgresServer::Durability::Synced);
    Report report;
    const auto wanted = [](const char* part) {
        const QStringList parts = QCoreApplication::arguments().mid(1);
        return parts.isEmpty() || parts.contains(QLatin1String(part));
    };
    if (wanted("notify")) {
        const Table table("One changed row until its NOTIFY is here, ms");
        table.row("floor: append + fdatasync 4 KiB", durableFloor(folder.path().toStdString()));
        const double least = untilNotify(small, server, folder, table, &report);
        static_cast<void>(untilNotify(middle, server, folder, table, &report));
        const double most = untilNotify(large, server, folder, table, &report);
        report.atMost("the same, 1M records by 1,000", 1.5, most / least);
    }
    if (wanted("live")) {
        const Table table("UPDATE and COMMIT of one row until the secondary answers it, ms");
        untilLive(ServerKind::Bind, "BIND, 1,000 records", small, server, folder, table, &report);
        untilLive(ServerKind::Bind, "BIND, 1M records", large, server, folder, table, &report);
        untilLive(ServerKind::Nsd, "NSD, 1M records", large, server, folder, table, &report);
    }
    if (wanted("sustained"))
        sustained(server, folder, &report);
    if (wanted("bulk"))
        bulk(server, folder, &report);
    if (wanted("takeover"))
        takeOver(server, folder, &report);
    report.finish();
    return 0;
}
