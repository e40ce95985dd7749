// What a watch costs the application: pgbench on a PostgreSQL of our own (synced to disk) with and
// without the triggers, while the engine is awake (it holds no key) and while it sleeps (every
// COMMIT calls it). And how quickly records go into headwater.record.
#include <unistd.h>

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QThread>

#include "bench/common/report.h"
#include "store/postgresschema.h"
#include "support/postgresserver.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Rounds = 5;
constexpr int Seconds = 4; // of each run of pgbench; its sessions learn in the first milliseconds
constexpr int Accounts = 500'000;

enum class Engine
{
    Unwatched, ///< no triggers
    Awake,
    Called ///< by every COMMIT, as an engine would be that never stayed awake
};

/// A session that must work.
class Database
{
public:
    explicit Database(const std::string& url)
    {
        auto opened = PostgresConnection::open(url, "bench", PostgresConnection::Milliseconds{0});
        if (!opened)
            giveUp(opened.error().text);
        m_connection = std::move(*opened);
    }

    void run(const std::string& sql)
    {
        if (const auto done = m_connection->execute(sql); !done)
            giveUp(done.error().text);
    }

    [[nodiscard]] PostgresConnection& connection() { return *m_connection; }

private:
    std::unique_ptr<PostgresConnection> m_connection;
};

/// What pgbench does, with tables of its own.
struct Workload
{
    std::string name;
    QStringList options;
    std::string table; ///< that is watched
    std::string label; ///< expression for the names of its rows
};

/// CPU time of the sessions that the server has seen end, s.
double processorTime(const PostgresServer& server)
{
    QThread::msleep(200); // the last of them are just ending
    const QString line = readFile(QStringLiteral("/proc/%1/stat").arg(server.pid()));
    const QStringList fields = line.section(QLatin1Char(')'), -1).split(QLatin1Char(' '));
    constexpr int user = 14; // of waited-for children; counted behind the name in parentheses
    return (fields.value(user).toDouble() + fields.value(user + 1).toDouble()) /
           static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Figures
{
    Samples rate; ///< transactions/s
    Samples cpu;  ///< of the server's sessions, us a transaction
};

/// Runs pgbench once. The listener reads what it is sent meanwhile, as the engine would.
void runOnce(const PostgresServer& server, const Workload& workload, int clients,
             Database& listener, Figures& figures)
{
    const double before = processorTime(server);
    QProcess process;
    process.start(PostgresServer::programPath(QStringLiteral("pgbench")),
                  workload.options + QStringList{QStringLiteral("-n"), QStringLiteral("-M"),
                                                 QStringLiteral("prepared"), QStringLiteral("-c"),
                                                 QString::number(clients), QStringLiteral("-j"),
                                                 QStringLiteral("2"), QStringLiteral("-T"),
                                                 QString::number(Seconds),
                                                 QString::fromStdString(server.url())});
    while (!process.waitForFinished(50)) {
        if (process.state() == QProcess::NotRunning || !listener.connection().notifications())
            giveUp("pgbench does not run, or the listener was lost");
    }
    const QString said = QString::fromUtf8(process.readAll());
    static const QRegularExpression figure(QStringLiteral("tps = ([0-9.]+)"));
    const auto found = figure.match(said);
    if (!found.hasMatch())
        giveUp("pgbench failed: " +
               QString::fromUtf8(process.readAllStandardError()).toStdString());
    const double rate = found.captured(1).toDouble();
    figures.rate.add(rate);
    figures.cpu.add((processorTime(server) - before) * 1e6 / (rate * Seconds));
}

void prepare(Database& database, Database& listener, const Workload& workload, Engine engine)
{
    listener.run("SELECT pg_advisory_unlock_all()");
    database.run("SELECT headwater.unwatch('public." + workload.table + "')");
    if (engine != Engine::Unwatched)
        database.run("SELECT headwater.watch('public." + workload.table +
                     "', zone => $$'apps.example.'$$, name => $$" + workload.label +
                     " || '.apps.example.'$$)");
    if (engine == Engine::Called)
        listener.run("SELECT pg_advisory_lock(headwater.wake_key())");
    for (const std::string& sql : {std::string("TRUNCATE headwater.dirty"),
                                   "VACUUM public." + workload.table, std::string("CHECKPOINT")})
        database.run(sql);
}

/// Transactions a second that are lost, in percent of those without triggers: the median of rounds.
double measure(const PostgresServer& server, Database& database, Database& listener,
               const Workload& workload, int clients)
{
    Figures without;
    Figures awake;
    Figures called;
    Samples lost;
    for (int round = 0; round < Rounds; ++round) {
        const auto run = [&](Engine engine, Figures& figures) {
            prepare(database, listener, workload, engine);
            runOnce(server, workload, clients, listener, figures);
        };
        run(Engine::Unwatched, without);
        run(Engine::Awake, awake);
        run(Engine::Called, called);
        lost.add((1 - awake.rate.values.back() / without.rate.values.back()) * 100);
    }
    const Table table(workload.name + ", " + std::to_string(clients) +
                      (clients == 1 ? " client" : " clients") + ", transactions/s");
    table.row("without triggers", without.rate);
    table.row("watched, the engine is awake", awake.rate);
    table.row("watched, were every COMMIT to call it", called.rate);
    table.row("awake: % less, round by round", lost);
    table.row("server CPU without triggers, us", without.cpu);
    table.row("server CPU, awake, us", awake.cpu);
    return lost.median();
}

/// Milliseconds for `rows` records in one INSERT, into a zone that has many.
Samples recordInserts(Database& database, int rows)
{
    Samples took;
    for (int round = 0; round <= Rounds; ++round) {
        const std::string label =
            "'i" + std::to_string(rows) + "-" + std::to_string(round) + "-' || i";
        const auto start = Steady::now();
        database.run("INSERT INTO headwater.record (zone, name, type, content) SELECT "
                     "'apps.example.', " +
                     label + " || '.apps.example.', 'A', '192.0.2.1' FROM generate_series(1, " +
                     std::to_string(rows) + ") AS i");
        if (round > 0) // the first one learns how
            took.add(millisecondsSince(start));
    }
    return took;
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const TemporaryFolder folder;
    PostgresServer server(folder.path(), PostgresServer::Durability::Synced);
    server.addSetting(QStringLiteral("shared_buffers = 512MB\nmax_wal_size = 4GB"));
    if (!server.startAndWait())
        giveUp("PostgreSQL does not start");
    Database database(server.url());
    Database listener(server.url());
    if (const auto migrated = PostgresSchema(database.connection()).migrate(); !migrated)
        giveUp(migrated.error().text);
    listener.run("LISTEN headwater_dirty");
    database.run(
        "INSERT INTO headwater.zone (name) VALUES ('apps.example');"
        "CREATE TABLE public.pgbench_accounts AS SELECT i AS aid, 1 AS bid, 0 AS abalance, "
        "''::char(84) AS filler FROM generate_series(1, " +
        std::to_string(Accounts) +
        ") AS i; ALTER TABLE public.pgbench_accounts ADD PRIMARY KEY (aid);"
        "CREATE TABLE public.pgbench_branches (bid int PRIMARY KEY, bbalance int);"
        "CREATE TABLE public.pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int);"
        "CREATE TABLE public.pgbench_history (tid int, bid int, aid int, delta int, mtime "
        "timestamp, filler char(22));"
        "INSERT INTO public.pgbench_branches SELECT i, 0 FROM generate_series(1, 5) AS i;"
        "CREATE TABLE public.services AS SELECT i AS id, 's' || i AS slug, '192.0.2.1' AS "
        "address FROM generate_series(1, 100000) AS i;"
        "ALTER TABLE public.services ADD PRIMARY KEY (id)");
    const QString script = folder.path(QStringLiteral("update.sql"));
    writeFile(script, QStringLiteral("\\set id random(1, 100000)\nUPDATE services SET address = "
                                     "'192.0.2.' || (:id % 250) WHERE id = :id;\n"));
    const std::vector<Workload> workloads{{"pgbench simple-update, its accounts watched",
                                           {QStringLiteral("-b"), QStringLiteral("simple-update")},
                                           "pgbench_accounts",
                                           "'a' || aid"},
                                          {"one UPDATE a transaction, its table watched",
                                           {QStringLiteral("-f"), script},
                                           "services",
                                           "slug"}};

    Report report;
    for (const Workload& workload : workloads) {
        for (const int clients : {1, 16}) {
            const double lost = measure(server, database, listener, workload, clients);
            if (clients == 16)
                report.atMost(workload.name + ", 16 clients, % less", 10, lost);
        }
        prepare(database, listener, workload, Engine::Unwatched);
    }
    database.run(
        "INSERT INTO headwater.record (zone, name, type, content) SELECT 'apps.example.', "
        "'h' || i || '.apps.example.', 'A', '192.0.2.1' FROM generate_series(1, 100000) AS i");
    const Table table("records into a zone of 100,000, one INSERT, ms");
    table.row("1 record", recordInserts(database, 1));
    const Samples many = recordInserts(database, 10'000);
    table.row("10,000 records", many);
    report.atMost("10,000 records in one INSERT, ms", 1000, many.median());
    report.finish();
    return 0;
}
