#include "engine.h"

#include <filesystem>
#include <fstream>

#include <QEventLoop>
#include <QLoggingCategory>

#include "base/invariant.h"
#include "console/metricspage.h"
#include "engineparts.h"
#include "status/facttext.h"
#include "translation.h"

namespace headwater {

Q_LOGGING_CATEGORY(engineLog, "headwater")

namespace {

Result<void> prepareStateDirectory(const std::string& path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
        return failure("state directory " + path + ": " + error.message());
    // The token and the store are nobody else's business.
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    return {};
}

} // namespace

Engine::Engine(Configuration configuration, QObject* parent)
    : QObject(parent)
    , m_parts(std::make_unique<Parts>())
{
    qRegisterMetaType<Fact>("headwater::Fact");
    qRegisterMetaType<Name>("headwater::Name");
    qRegisterMetaType<Serial>("headwater::Serial");
    qRegisterMetaType<std::vector<Receipt>>("std::vector<headwater::Receipt>");
    m_parts->configuration = std::move(configuration);
    connect(&m_parts->board, &StatusBoard::change, &m_parts->feed, &Feed::change);
    connect(&m_parts->board, &StatusBoard::factAdded, &m_parts->feed, &Feed::change);
}

Engine::~Engine()
{
    stop();
}

Result<void> Engine::start()
{
    Parts& parts = *m_parts;
    setInvariantHandler([this](int number, const std::string& what) {
        report(factNow(EngineProblem{"invariant " + std::to_string(number), what}));
    });
    parts.startedAt = Clock::now();
    if (auto opened = parts.openStore(); !opened)
        return opened;
    makeActors();
    std::vector<Fact> loaded = parts.updater->run([&] { return load(); });
    parts.running = true;
    tell(std::move(loaded));
    auto listening = parts.query->run([&] { return parts.server->start(); });
    if (listening)
        listening = openConsole();
    if (listening)
        listening = parts.watchDirectory();
    if (!listening) {
        stop(Milliseconds(0));
        return listening;
    }
    describe();
    if (parts.databaseSide)
        parts.databaseSide->start();
    connect(&parts.counterTimer, &QTimer::timeout, this, [this] {
        const auto counters = m_parts->server->counters();
        m_parts->board.setCounters(
            {counters.udpQueries + counters.tcpQueries, counters.transfersRunning});
    });
    parts.counterTimer.start(1000);
    return {};
}

Result<void> Engine::Parts::openStore()
{
    if (auto prepared = prepareStateDirectory(configuration.stateDirectory); !prepared)
        return prepared;
    if (configuration.postgres.empty()) {
        auto opened = SqliteStore::open(configuration.stateDirectory + "/headwater.sqlite",
                                        configuration.history);
        if (!opened)
            return tl::unexpected<Error>(opened.error());
        store = std::move(*opened);
        return {};
    }
    auto opened = PostgresStore::open({configuration.postgres,
                                       configuration.stateDirectory + "/published.sqlite",
                                       configuration.history},
                                      zones);
    if (!opened)
        return tl::unexpected<Error>(opened.error());
    database = opened->get();
    store = std::move(*opened);
    return {};
}

void Engine::makeActors()
{
    Parts& parts = *m_parts;
    parts.updater = std::make_unique<Workplace>(QStringLiteral("updater"));
    parts.query = std::make_unique<Workplace>(QStringLiteral("query"));
    parts.query->run([&] { parts.makeQueryActors(); });
    parts.updater->run([&] {
        parts.publisher =
            std::make_unique<Publisher>(*parts.store, parts.zones, parts.configuration.history);
        parts.writer = std::make_unique<RecordWriter>(*parts.store);
        if (!parts.configuration.zoneDirectory.empty()) {
            ZoneDirectory::Settings settings;
            settings.folder = QString::fromStdString(parts.configuration.zoneDirectory);
            settings.policy = parts.configuration.serialPolicy;
            settings.retireAfter = parts.configuration.retireAfter;
            parts.directory = std::make_unique<ZoneDirectory>(*parts.store, settings);
        }
    });
    if (parts.database != nullptr)
        parts.databaseSide = std::make_unique<DatabaseSide>(
            parts.configuration, *parts.database, *parts.publisher, *parts.updater, parts.notifies);
    connectQuery();
    connectDatabase();
}

/// Serves what was published before. Its facts are told together afterwards: to wake two threads
/// for each of a hundred thousand zones takes longer than to load them. Updater thread.
std::vector<Fact> Engine::load()
{
    Publisher* publisher = m_parts->publisher.get();
    std::vector<Fact> facts;
    const auto collecting = connect(publisher, &Publisher::fact, publisher,
                                    [&facts](const Fact& fact) { facts.push_back(fact); });
    publisher->start();
    disconnect(collecting);
    connectUpdater(); // here, so that no fact comes in between
    return facts;
}

void Engine::tell(std::vector<Fact> facts)
{
    const auto all = std::make_shared<const std::vector<Fact>>(std::move(facts));
    const auto queue = [&all](auto* actor, auto take) {
        const auto work = [all, actor, take] {
            std::for_each(all->begin(), all->end(),
                          [=](const Fact& fact) { (actor->*take)(fact); });
        };
        QMetaObject::invokeMethod(actor, work, Qt::QueuedConnection);
    };
    queue(this, &Engine::report);
    queue(m_parts->prober.get(), &Prober::addFact);
}

void Engine::Parts::makeQueryActors()
{
    DnsServer::Settings settings;
    settings.listen = configuration.dnsListen;
    settings.tlsListen = configuration.tlsListen;
    settings.identity = {configuration.nsid, configuration.cookieSecret};
    settings.threads = configuration.transferThreads;
    settings.connections = configuration.connections;
    settings.connectionsPerAddress = configuration.connectionsPerAddress;
    settings.connectionsPerSecondary = configuration.connectionsPerSecondary;
    settings.transfers = configuration.transfers;
    settings.transfersPerSecondary = configuration.transfersPerSecondary;
    settings.questionsPerSecond = static_cast<double>(configuration.questionsPerSecond);
    server = std::make_unique<DnsServer>(zones, settings);
    server->setRules(accessRules(configuration));
    server->setTls(configuration.tls);
    notifier = std::make_unique<Notifier>(zones, Notifier::Settings{});
    notifier->setSecondaries(configuration.secondaries, configuration.keys);
    prober = std::make_unique<Prober>();
    prober->setSecondaries(configuration.secondaries);
}

Result<void> Engine::openConsole()
{
    Parts& parts = *m_parts;
    if (parts.configuration.consoleListen.port == 0)
        return {};
    auto token = ConsoleToken::open(parts.configuration.stateDirectory + "/console.token");
    if (!token)
        return tl::unexpected<Error>(token.error());
    parts.http = std::make_unique<HttpServer>();
    parts.http->setToken(std::move(*token));
    parts.api = std::make_unique<HeadwaterApi>(HeadwaterApi::Parts{
        parts.board, parts.zones, *parts.store, *parts.writer, *parts.publisher, *parts.notifier});
    parts.api->serve(*parts.http);
    parts.feed.serve(*parts.http);
    serveMetrics(*parts.http, [this] { return m_parts->board.metricsText(); });
    parts.page.serve(*parts.http);
    if (auto listening = parts.http->listen(parts.configuration.consoleListen); !listening)
        return listening;
    // headwaterctl --state DIR finds the token and this beside it.
    std::ofstream(parts.consoleUrlFile()) << "http://" << parts.http->endpoint().text() << '\n';
    return {};
}

Result<void> Engine::Parts::watchDirectory()
{
    if (!directory)
        return {};
    return updater->run([&] { return directory->start(); });
}

void Engine::describe()
{
    const Parts& parts = *m_parts;
    EngineDescription description;
    description.name = parts.configuration.name;
    description.version = HEADWATER_VERSION;
    description.stateDirectory = parts.configuration.stateDirectory;
    if (parts.database != nullptr) {
        description.store = "PostgreSQL";
        description.source = SourceState{};
    }
    for (const Endpoint& endpoint : dnsAddresses())
        description.dns.push_back(endpoint.text());
    description.startedAt = parts.startedAt;
    m_parts->board.setEngine(description);
    m_parts->board.setSecondaries(watched(parts.configuration.secondaries));
}

void Engine::report(const Fact& fact)
{
    m_parts->facts.add(fact);
    if (thread() == QThread::currentThread())
        takeFacts();
    else
        wakeForFacts();
}

void Engine::wakeForFacts()
{
    if (m_parts->facts.isToBeTaken())
        QMetaObject::invokeMethod(this, &Engine::takeFacts, Qt::QueuedConnection);
}

void Engine::takeFacts()
{
    for (const Fact& each : m_parts->facts.take())
        use(each);
}

void Engine::use(const Fact& fact)
{
    m_parts->board.addFact(fact);
    const LogLine line = logLine(fact);
    if (line.level == LogLevel::Warning)
        qCWarning(engineLog).noquote() << line.text;
    else if (line.level == LogLevel::Notice)
        qCInfo(engineLog).noquote() << line.text;
    else
        qCDebug(engineLog).noquote() << line.text;
    Q_EMIT this->fact(fact);
}

std::vector<std::string> Engine::reload(Configuration configuration)
{
    Parts& parts = *m_parts;
    const Configuration& old = parts.configuration;
    std::vector<std::string> needRestart;
    const auto keep = [&](const char* key, auto member) {
        if (configuration.*member != old.*member)
            needRestart.emplace_back(key);
        configuration.*member = old.*member;
    };
    keep("engine.name", &Configuration::name);
    keep("engine.state", &Configuration::stateDirectory);
    keep("dns.listen", &Configuration::dnsListen);
    keep("dns.nsid", &Configuration::nsid);
    keep("dns.cookie-secret", &Configuration::cookieSecret);
    keep("dns.transfer-threads", &Configuration::transferThreads);
    keep("dns.connections", &Configuration::connections);
    keep("dns.connections-per-address", &Configuration::connectionsPerAddress);
    keep("dns.connections-per-secondary", &Configuration::connectionsPerSecondary);
    keep("dns.transfers", &Configuration::transfers);
    keep("dns.transfers-per-secondary", &Configuration::transfersPerSecondary);
    keep("dns.questions-per-second", &Configuration::questionsPerSecond);
    keep("tls.listen", &Configuration::tlsListen);
    keep("console.listen", &Configuration::consoleListen);
    keep("zones.directory", &Configuration::zoneDirectory);
    keep("zones.serial", &Configuration::serialPolicy);
    keep("zones.retire-after", &Configuration::retireAfter);
    keep("store.postgres", &Configuration::postgres);
    keep("history", &Configuration::history);
    parts.configuration = std::move(configuration);
    parts.query->run([&] {
        parts.server->setRules(accessRules(parts.configuration));
        parts.server->setTls(parts.configuration.tls);
        parts.notifier->setSecondaries(parts.configuration.secondaries, parts.configuration.keys);
        parts.prober->setSecondaries(parts.configuration.secondaries);
    });
    parts.board.setSecondaries(watched(parts.configuration.secondaries));
    if (parts.databaseSide)
        parts.databaseSide->setSecondaries(parts.configuration.secondaries);
    return needRestart;
}

void Engine::stop(Milliseconds grace)
{
    Parts& parts = *m_parts;
    parts.counterTimer.stop();
    if (parts.http) {
        std::error_code ignored; // nobody misses a file that is gone already
        std::filesystem::remove(parts.consoleUrlFile(), ignored);
    }
    parts.http.reset();
    // No new version after this, so that what is sent last is what is stored last.
    parts.databaseSide.reset();
    if (parts.updater)
        parts.updater->run([&] { parts.directory.reset(); });
    if (parts.query && parts.running)
        drain(grace);
    if (parts.query)
        parts.query->run([&] {
            parts.prober.reset();
            parts.notifier.reset();
            parts.server.reset();
        });
    if (parts.updater)
        parts.updater->run([&] {
            parts.writer.reset();
            parts.publisher.reset();
            parts.store.reset();
        });
    parts.api.reset(); // what the updater had left to do may have told it
    parts.query.reset();
    parts.updater.reset();
    parts.store.reset();
    parts.running = false;
    setInvariantHandler({});
}

void Engine::drain(Milliseconds grace)
{
    if (grace <= Milliseconds(0))
        return;
    QEventLoop loop;
    DnsServer* server = m_parts->server.get();
    connect(server, &DnsServer::drained, &loop, &QEventLoop::quit);
    QTimer::singleShot(grace + Milliseconds(500), &loop, &QEventLoop::quit);
    QMetaObject::invokeMethod(
        server, [server, grace] { server->finish(grace); }, Qt::QueuedConnection);
    loop.exec();
}

const Configuration& Engine::configuration() const
{
    return m_parts->configuration;
}

std::vector<Endpoint> Engine::dnsAddresses() const
{
    Parts& parts = *m_parts;
    if (!parts.server)
        return {};
    return parts.query->run([&] { return parts.server->addresses(); });
}

std::optional<Endpoint> Engine::consoleAddress() const
{
    if (!m_parts->http)
        return std::nullopt;
    return m_parts->http->endpoint();
}

std::size_t Engine::zoneCount() const
{
    return m_parts->zones->size();
}

StatusBoard& Engine::board()
{
    return m_parts->board;
}

Feed& Engine::feed()
{
    return m_parts->feed;
}

} // namespace headwater
