#include "ingest/databasefeed.h"

#include <algorithm>

#include <QDateTime>

namespace headwater {

namespace {

constexpr const char* Place = "source";
constexpr std::size_t ZonesInAPortion = 32;
constexpr Milliseconds BetweenPortions{5};
constexpr Milliseconds MeasureEvery{1000};
constexpr std::size_t PickUpsKept = 1000;
constexpr std::size_t TidiedAfter = 2000; // dirty rows; autovacuum comes once a minute at most

std::optional<Microseconds> quantile(std::vector<Microseconds> sorted, double share)
{
    if (sorted.empty())
        return std::nullopt;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted[at];
}

/// "; zones are served as of 2026-11-21 17:22:49 UTC"
std::string ageText(const std::optional<Instant>& asOf)
{
    if (!asOf)
        return "; zones are served as they were when this engine last ran";
    const auto since = std::chrono::floor<Milliseconds>(asOf->time_since_epoch()).count();
    return "; zones are served as of " + QDateTime::fromMSecsSinceEpoch(since, Qt::UTC)
                                             .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"))
                                             .toStdString();
}

} // namespace

DatabaseFeed::DatabaseFeed(PostgresStore& store, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_portions(this)
    , m_measure(this)
{
    m_portions.setInterval(BetweenPortions);
    m_measure.setInterval(MeasureEvery);
    connect(&m_portions, &QTimer::timeout, this, &DatabaseFeed::comparePortion);
    connect(&m_measure, &QTimer::timeout, this, &DatabaseFeed::measure);
}

void DatabaseFeed::connected(const QString& place)
{
    m_reachable = true;
    m_term.reset();
    m_state.place = place.toStdString();
    connectStore();
}

void DatabaseFeed::connectStore()
{
    const auto backend = m_store.connect();
    if (!backend)
        return away(backend.error().text);
    Q_EMIT writer(*backend);
    m_state.role = SourceState::Role::Follower;
    m_state.asOf = Clock::now();
    if (std::exchange(m_problemTold, false))
        Q_EMIT fact(factNow(EngineProblemEnded{Place}));
    Q_EMIT stateChanged(m_state);
    m_measure.start();
    if (m_term)
        lead();
}

void DatabaseFeed::lost(const QString& why)
{
    m_reachable = false;
    m_term.reset();
    away(why.toStdString());
}

void DatabaseFeed::away(const std::string& why)
{
    m_store.disconnect(why);
    m_portions.stop();
    m_measure.stop();
    m_state.role = SourceState::Role::Away;
    const bool isNews = std::exchange(m_state.lastError, why) != why || !m_problemTold;
    m_problemTold = true;
    if (isNews)
        Q_EMIT fact(factNow(EngineProblem{Place, why + ageText(m_state.asOf)}));
    Q_EMIT stateChanged(m_state);
}

void DatabaseFeed::leading(qint64 term)
{
    m_term = term;
    if (m_store.isConnected())
        lead();
}

void DatabaseFeed::lead()
{
    if (auto leads = m_store.lead(*m_term); !leads)
        return away(leads.error().text);
    m_state.role = SourceState::Role::Leader;
    Q_EMIT stateChanged(m_state);
    m_portions.start();
}

void DatabaseFeed::following()
{
    m_store.stepDown();
}

void DatabaseFeed::publishedElsewhere(const QString& zone)
{
    if (const auto name = Name::parse(zone.toStdString()))
        m_store.publishedElsewhere(*name);
}

void DatabaseFeed::compare(const QString& zone)
{
    if (!m_store.isLeading())
        return;
    if (zone.isEmpty()) {
        if (auto all = m_store.compareAll(); !all)
            return away(all.error().text);
    } else if (const auto name = Name::parse(zone.toStdString())) {
        static_cast<void>(m_store.markEverything(*name));
    }
    m_portions.start();
}

void DatabaseFeed::comparePortion()
{
    const std::vector<Name> zones = m_store.takeComparisons(ZonesInAPortion);
    if (zones.empty())
        m_portions.stop();
    for (const Name& zone : zones)
        Q_EMIT zoneChanged(zone);
}

void DatabaseFeed::look()
{
    if (m_reachable && !m_store.isConnected())
        connectStore();
    const auto zones = m_store.dirtyZones();
    if (!zones) {
        Q_EMIT looked(false);
        return away(zones.error().text);
    }
    if (m_store.isConnected())
        m_state.asOf = Clock::now();
    for (const Name& zone : *zones)
        Q_EMIT zoneChanged(zone);
    if (m_store.isLeading() && !zones->empty() && m_store.pickUp() > Microseconds(0)) {
        m_pickUps.push_back(m_store.pickUp());
        if (m_pickUps.size() > PickUpsKept)
            m_pickUps.pop_front();
    }
    Q_EMIT looked(!zones->empty());
}

void DatabaseFeed::measure()
{
    if (m_store.isLeading()) {
        const auto backlog = m_store.backlog();
        if (!backlog)
            return away(backlog.error().text);
        m_state.backlog = *backlog;
        m_settled += m_store.takeSettled();
        if (m_settled >= TidiedAfter) {
            m_settled = 0;
            Q_EMIT tidy();
        }
    }
    std::vector<Microseconds> sorted(m_pickUps.begin(), m_pickUps.end());
    std::sort(sorted.begin(), sorted.end());
    m_state.pickUpMedian = quantile(sorted, 0.5);
    m_state.pickUp99 = quantile(sorted, 0.99);
    Q_EMIT stateChanged(m_state);
}

void DatabaseFeed::isLive(const Name& zone, Serial serial, int live, int of, Microseconds after)
{
    if (!m_store.isLeading())
        return;
    const auto noted =
        m_store.noteLive(zone, serial, static_cast<std::size_t>(live), static_cast<std::size_t>(of),
                         std::chrono::ceil<Milliseconds>(after));
    if (!noted)
        Q_EMIT fact(factNow(EngineProblem{"receipts", noted.error().text}));
}

} // namespace headwater
