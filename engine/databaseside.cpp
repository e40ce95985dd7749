#include "databaseside.h"

#include <algorithm>

#include <QSysInfo>

#include "publish/publisher.h"

namespace headwater {

namespace {

constexpr std::size_t VersionsCounted = 20'000;
constexpr std::size_t RecentKept = 20'000;
constexpr Seconds RecentFor{30}; // a leader that dies has told its secondaries of older ones

/// Two engines of one name on one machine are two by their state directories.
std::string engineName(const Configuration& configuration)
{
    const std::string host = QSysInfo::machineHostName().toStdString();
    const auto place = std::hash<std::string>{}(configuration.stateDirectory);
    return configuration.name + "@" + host + "#" + std::to_string(place % 1'000'000);
}

} // namespace

DatabaseSide::DatabaseSide(const Configuration& configuration, PostgresStore& store,
                           Publisher& publisher, Workplace& updater, std::atomic<bool>& notifies)
    : m_updater(updater)
    , m_watchPlace(QStringLiteral("database"))
    , m_notifies(notifies)
    , m_secondaries(configuration.secondaries)
{
    m_notifies = false;
    PostgresWatch::Settings settings;
    settings.url = configuration.postgres;
    settings.engine = engineName(configuration);
    settings.host = QSysInfo::machineHostName().toStdString();
    settings.version = HEADWATER_VERSION;
    m_watchPlace.run([&] { m_watch = std::make_unique<PostgresWatch>(settings); });
    m_updater.run([&] { m_feed = std::make_unique<DatabaseFeed>(store); });
    PostgresWatch* const watch = m_watch.get();
    DatabaseFeed* const feed = m_feed.get();
    connect(watch, &PostgresWatch::connected, feed, &DatabaseFeed::connected);
    connect(watch, &PostgresWatch::lost, feed, &DatabaseFeed::lost);
    connect(watch, &PostgresWatch::leading, feed, &DatabaseFeed::leading);
    connect(watch, &PostgresWatch::following, feed, &DatabaseFeed::following);
    connect(watch, &PostgresWatch::publishedElsewhere, feed, &DatabaseFeed::publishedElsewhere);
    connect(watch, &PostgresWatch::compare, feed, &DatabaseFeed::compare);
    connect(watch, &PostgresWatch::changed, feed, &DatabaseFeed::look);
    connect(feed, &DatabaseFeed::looked, watch, &PostgresWatch::looked);
    connect(feed, &DatabaseFeed::tidy, watch, &PostgresWatch::tidy);
    connect(feed, &DatabaseFeed::writer, watch, &PostgresWatch::setWriter);
    connect(feed, &DatabaseFeed::zoneChanged, &publisher, &Publisher::zoneChanged);
    connect(feed, &DatabaseFeed::fact, this, &DatabaseSide::fact);
    connect(feed, &DatabaseFeed::stateChanged, this, &DatabaseSide::stateChanged);
}

DatabaseSide::~DatabaseSide()
{
    m_watchPlace.run([this] { m_watch.reset(); });
    m_updater.run([this] { m_feed.reset(); });
}

void DatabaseSide::start()
{
    QMetaObject::invokeMethod(m_watch.get(), &PostgresWatch::start, Qt::QueuedConnection);
}

void DatabaseSide::setSecondaries(std::vector<Secondary> secondaries)
{
    m_secondaries = std::move(secondaries);
}

void DatabaseSide::stateChanged(const SourceState& state)
{
    const bool leads = state.role == SourceState::Role::Leader;
    if (leads && !m_notifies.exchange(true)) {
        const Instant since = Clock::now() - RecentFor;
        for (const auto& [at, zone] : m_recent) {
            if (at >= since)
                Q_EMIT notifyAgain(zone);
        }
    }
    m_notifies = leads;
    Q_EMIT sourceChanged(state);
}

void DatabaseSide::addFact(const Fact& fact)
{
    if (const auto* live = std::get_if<SecondaryLive>(&fact.body)) {
        addLive(*live);
    } else if (const auto* published = std::get_if<ZonePublished>(&fact.body)) {
        m_recent.emplace_back(fact.at, published->zone);
        if (m_recent.size() > RecentKept)
            m_recent.pop_front();
    }
}

void DatabaseSide::addLive(const SecondaryLive& live)
{
    const Version version(live.zone, live.serial.value());
    const auto [found, isNew] = m_live.try_emplace(version);
    found->second.insert(live.secondary);
    if (isNew) {
        m_liveOrder.push_back(version);
        if (m_liveOrder.size() > VersionsCounted) {
            m_live.erase(m_liveOrder.front());
            m_liveOrder.pop_front();
        }
    }
    const auto of = std::count_if(m_secondaries.begin(), m_secondaries.end(),
                                  [&](const Secondary& each) { return each.serves(live.zone); });
    DatabaseFeed* const feed = m_feed.get();
    QMetaObject::invokeMethod(
        feed,
        [feed, live, count = static_cast<int>(found->second.size()), of = static_cast<int>(of)] {
            feed->isLive(live.zone, live.serial, count, of, live.sinceCommitted);
        },
        Qt::QueuedConnection);
}

} // namespace headwater
