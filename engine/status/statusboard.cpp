#include "status/statusboard.h"

#include <algorithm>

#include <QMetaMethod>
#include <QTimer>

#include "status/boardbooks.h"
#include "status/facttext.h"
#include "status/zonequery.h"

namespace headwater {

namespace {
constexpr Milliseconds Gathered{250};
constexpr Milliseconds TickEvery{1000};
constexpr Milliseconds SlowTickEvery{60000};
constexpr std::size_t ZonesAged = 50;       ///< rows sent again in a tick because they grew older
constexpr std::size_t ZonesLookedAt = 2000; ///< open zones considered for it
} // namespace

struct StatusBoard::State : BoardBooks
{
    State(StatusBoard* owner, Now clock)
        : now(std::move(clock))
        , gather(owner)
        , ticks(owner)
        , slowTicks(owner)
    {
    }

    [[nodiscard]] bool isWanted(const LedgerZone& zone) const;

    void takeChanges();
    void addZones(QJsonObject& change, Instant at);
    void addWholes(QJsonObject& change, Instant at, const std::vector<CauseView>& views);
    void addSecondaries(QJsonObject& change, Instant at, const std::vector<CauseView>& views);
    void addPublications(QJsonObject& change);
    void ageZones(Instant at);

    Now now;
    EngineCounters counters;
    std::optional<Instant> countedAt;

    QTimer gather;    ///< until what was gathered goes out
    QTimer ticks;     ///< only while something is open
    QTimer slowTicks; ///< percentiles of the last hour, expiring zones

    std::set<ZoneId> changedZones;
    QJsonArray zonesGone;
    QJsonArray secondariesGone;
    ZoneId agedUpTo = 0;
    QJsonObject sentWholes;
    std::vector<QJsonObject> sentSecondaries;
};

StatusBoard::StatusBoard(QObject* parent, Now now)
    : QObject(parent)
    , m_state(std::make_unique<State>(this, std::move(now)))
{
    m_state->gather.setSingleShot(true);
    m_state->ticks.setSingleShot(true);
    connect(&m_state->gather, &QTimer::timeout, this, [this] { flush(); });
    connect(&m_state->ticks, &QTimer::timeout, this, [this] { tick(); });
    connect(&m_state->slowTicks, &QTimer::timeout, this, [this] {
        m_state->expiring =
            findExpiring(m_state->books.ledger(), m_state->engine.startedAt, m_state->now());
        wake();
    });
    m_state->slowTicks.start(SlowTickEvery);
}

StatusBoard::~StatusBoard() = default;

void StatusBoard::setEngine(const EngineDescription& engine)
{
    m_state->engine = engine;
    wake();
}

void StatusBoard::setSource(const SourceState& source)
{
    m_state->engine.source = source;
    wake();
}

void StatusBoard::setSecondaries(std::vector<WatchedSecondary> secondaries)
{
    for (const LedgerSecondary& old : m_state->books.ledger().secondaries()) {
        const bool kept =
            std::any_of(secondaries.begin(), secondaries.end(),
                        [&](const WatchedSecondary& each) { return each.name == old.config.name; });
        if (!kept)
            m_state->secondariesGone.append(QString::fromStdString(old.config.name));
    }
    m_state->books.setSecondaries(std::move(secondaries), m_state->now());
    m_state->sentSecondaries.clear();
    wake();
}

void StatusBoard::setCounters(const EngineCounters& counters)
{
    const Instant at = m_state->now();
    if (m_state->countedAt && at > *m_state->countedAt &&
        counters.queries >= m_state->counters.queries) {
        const double seconds = milliseconds(at - *m_state->countedAt) / 1000;
        const auto more = static_cast<double>(counters.queries - m_state->counters.queries);
        m_state->rates.queriesPerSecond = more / seconds;
    }
    m_state->rates.transfersRunning = counters.transfersRunning;
    m_state->counters = counters;
    m_state->countedAt = at;
    wake();
}

void StatusBoard::addFact(const Fact& fact)
{
    m_state->books.add(fact);
    static const QMetaMethod Added = QMetaMethod::fromSignal(&StatusBoard::factAdded);
    if (isSignalConnected(Added))
        Q_EMIT factAdded({{QStringLiteral("facts"), QJsonArray{factRow(fact)}}});
    wake();
}

void StatusBoard::wake()
{
    if (!m_state->gather.isActive())
        m_state->gather.start(Gathered);
}

/// Only while something is open: states and ages depend on time then.
void StatusBoard::tick()
{
    m_state->ageZones(m_state->now());
    if (!m_state->gather.isActive())
        flush();
}

void StatusBoard::flush()
{
    const Instant at = m_state->now();
    Ledger& ledger = m_state->books.ledger();
    ledger.judgeDue(at);
    m_state->takeChanges();
    const std::vector<CauseView> views = m_state->causes(at);
    QJsonObject body;
    m_state->addZones(body, at);
    m_state->addSecondaries(body, at, views);
    m_state->addPublications(body);
    m_state->addWholes(body, at, views);
    if (!body.isEmpty())
        Q_EMIT change(body);
    if (!m_state->changedZones.empty())
        wake();
    if (ledger.openPairs() == 0)
        return m_state->ticks.stop();
    Milliseconds wait = TickEvery;
    if (const auto due = ledger.nextDue())
        wait = std::clamp(std::chrono::ceil<Milliseconds>(*due - at), Gathered, TickEvery);
    m_state->ticks.start(wait);
}

QJsonObject StatusBoard::picture()
{
    const Instant at = m_state->now();
    m_state->books.ledger().judgeDue(at);
    const std::vector<CauseView> views = m_state->causes(at);
    QJsonObject body = m_state->wholes(at, views);
    QJsonArray zones;
    for (const ZoneId id : m_state->worstZones()) {
        m_state->books.ledger().zone(id).shown = true;
        zones.append(zoneRow(m_state->books.ledger(), id, at));
    }
    body.insert(QStringLiteral("zones"), zones);
    body.insert(QStringLiteral("secondaries"), m_state->secondaryRows(at, views));
    body.insert(QStringLiteral("publications"),
                m_state->publicationRows(m_state->shownPublications()));
    return body;
}

QJsonObject StatusBoard::status() const
{
    const Instant at = m_state->now();
    m_state->books.ledger().judgeDue(at);
    const std::vector<CauseView> views = m_state->causes(at);
    QJsonObject body = m_state->wholes(at, views);
    body.remove(QStringLiteral("zonesTotal"));
    body.insert(QStringLiteral("secondaries"), m_state->secondaryRows(at, views));
    return body;
}

QJsonObject StatusBoard::zones(const QString& after, int limit, const QString& query) const
{
    const Instant at = m_state->now();
    m_state->books.ledger().judgeDue(at);
    const Ledger& ledger = m_state->books.ledger();
    const ZoneQuery filter(query);
    auto from = ledger.zones().begin();
    if (!after.isEmpty()) {
        if (const auto name = Name::parse(after.toStdString()))
            from = ledger.zones().upper_bound(*name);
    }
    QJsonArray rows;
    const qsizetype most = std::clamp(limit, 1, 1000);
    for (auto it = from; it != ledger.zones().end() && rows.size() < most; ++it) {
        if (filter.matches(ledger, it->second))
            rows.append(zoneRow(ledger, it->second, at));
    }
    auto total = static_cast<qint64>(ledger.zones().size());
    if (!filter.matchesAll())
        total = std::count_if(ledger.zones().begin(), ledger.zones().end(), [&](const auto& entry) {
            return filter.matches(ledger, entry.second);
        });
    return {{QStringLiteral("total"), total}, {QStringLiteral("zones"), rows}};
}

std::optional<QJsonObject> StatusBoard::zone(const Name& zone) const
{
    const Instant at = m_state->now();
    m_state->books.ledger().judgeDue(at);
    const auto id = m_state->books.ledger().find(zone);
    if (!id)
        return {};
    return zoneRow(m_state->books.ledger(), *id, at);
}

QJsonArray StatusBoard::publications(const Name& zone) const
{
    return m_state->publicationRows(m_state->books.publications().of(zone));
}

QJsonArray StatusBoard::publications() const
{
    return m_state->publicationRows(m_state->shownPublications());
}

QJsonArray StatusBoard::secondaries() const
{
    const Instant at = m_state->now();
    m_state->books.ledger().judgeDue(at);
    return m_state->secondaryRows(at, m_state->causes(at));
}

QByteArray StatusBoard::metricsText() const
{
    return metricsOf(m_state->books, m_state->counters, m_state->engine);
}

// What goes into messages

/// Whether consumers may hold the row, or should see it: among very many zones those that are live
/// and were never shown are not sent only because they were looked at.
bool StatusBoard::State::isWanted(const LedgerZone& zone) const
{
    return zone.shown || zone.publishedHere || !zone.problem.empty() ||
           books.ledger().zones().size() <= zonesInPicture() ||
           (zone.state() != SyncState::Ok && zone.state() != SyncState::Unknown);
}

void StatusBoard::State::takeChanges()
{
    for (const ZoneId id : books.ledger().takeChangedZones()) {
        const LedgerZone& zone = books.ledger().zone(id);
        books.publications().touchOpen(zone.name);
        if (zone.present && isWanted(zone))
            changedZones.insert(id);
    }
    for (const Name& name : books.takeGone())
        zonesGone.append(QString::fromStdString(name.display()));
}

void StatusBoard::State::addZones(QJsonObject& change, Instant at)
{
    if (!zonesGone.isEmpty())
        change.insert(QStringLiteral("zonesGone"), std::exchange(zonesGone, {}));
    const auto most = static_cast<qsizetype>(rowsFor(4000, 200));
    QJsonArray rows;
    while (!changedZones.empty() && rows.size() < most) {
        const ZoneId id = *changedZones.begin();
        changedZones.erase(changedZones.begin());
        LedgerZone& zone = books.ledger().zone(id);
        if (!zone.present)
            continue;
        zone.shown = true;
        zone.sentAt = at;
        rows.append(zoneRow(books.ledger(), id, at));
    }
    if (!rows.isEmpty())
        change.insert(QStringLiteral("zones"), rows);
}

void StatusBoard::State::addSecondaries(QJsonObject& change, Instant at,
                                        const std::vector<CauseView>& views)
{
    if (!secondariesGone.isEmpty())
        change.insert(QStringLiteral("secondariesGone"), std::exchange(secondariesGone, {}));
    (void)books.ledger().takeChangedSecondaries();
    const std::size_t count = books.ledger().secondaries().size();
    sentSecondaries.resize(count);
    QJsonArray rows;
    for (std::size_t i = 0; i < count; ++i) {
        QJsonObject row = secondaryRow(books.ledger(), static_cast<SecondaryId>(i), views, at);
        if (row == sentSecondaries[i])
            continue;
        rows.append(row);
        sentSecondaries[i] = std::move(row);
    }
    if (!rows.isEmpty())
        change.insert(QStringLiteral("secondaries"), rows);
}

void StatusBoard::State::addPublications(QJsonObject& change)
{
    const std::vector<Publications::Row> shown = shownPublications();
    const std::uint64_t oldest = shown.empty() ? 0 : shown.back()->number;
    QJsonArray rows;
    for (const Publications::Row& each : books.publications().takeChanged()) {
        if (each->number >= oldest)
            rows.append(publicationRow(books.ledger(), *each));
    }
    if (!rows.isEmpty())
        change.insert(QStringLiteral("publications"), rows);
}

void StatusBoard::State::addWholes(QJsonObject& change, Instant at,
                                   const std::vector<CauseView>& views)
{
    QJsonObject present = wholes(at, views);
    for (auto it = present.begin(); it != present.end(); ++it) {
        QJsonValue before = sentWholes.value(it.key());
        QJsonValue after = it.value();
        if (it.key() == QLatin1String("totals") && !books.ledger().oldestOpen()) {
            // With nothing open the watermark is simply now; that alone is no news.
            QJsonObject a = before.toObject();
            QJsonObject b = after.toObject();
            a.remove(QStringLiteral("liveUpTo"));
            b.remove(QStringLiteral("liveUpTo"));
            before = a;
            after = b;
        }
        if (before != after)
            change.insert(it.key(), it.value());
    }
    sentWholes = std::move(present);
}

/// Rows of zones that are open are sent again as they grow older: every second at first, later when
/// they are 2 % older, in turn when there are many.
void StatusBoard::State::ageZones(Instant at)
{
    const std::set<ZoneId>& zones = books.ledger().openZones();
    auto it = zones.upper_bound(agedUpTo);
    std::size_t aged = 0;
    for (std::size_t looked = 0; looked < std::min(ZonesLookedAt, zones.size()); ++looked, ++it) {
        if (it == zones.end())
            it = zones.begin();
        agedUpTo = *it;
        const LedgerZone& zone = books.ledger().zone(*it);
        const SyncState state = zone.state();
        const bool open = state == SyncState::Fail || state == SyncState::Lag ||
                          state == SyncState::Moving || zone.publishedHere;
        if (!zone.shown || !open)
            continue;
        const Microseconds due = std::max<Microseconds>(TickEvery, (at - zone.changedAt) / 50);
        if (at - zone.sentAt < due - Gathered)
            continue;
        changedZones.insert(*it);
        if (++aged == ZonesAged)
            break;
    }
}

} // namespace headwater
