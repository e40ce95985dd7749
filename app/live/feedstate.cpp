#include "feedstate.h"

#include <algorithm>

#include <QElapsedTimer>

#include "feedsource.h"
#include "field.h"

namespace headwater {

namespace {

constexpr int flushMs = 250; // tokens.json: refresh.eventsPerSecondToUi
constexpr int clockMs = 1000;
constexpr double slowAfterMs = 3000;
constexpr double staleAfterMs = 10000;
constexpr qsizetype mostPending = 2000;
constexpr qint64 askAgainMs = 5000;

FeedState::Steady monotonic()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return timer.elapsed(); };
}

template <typename Row> QList<Row> readRows(const QJsonObject& message, QLatin1String key)
{
    QList<Row> rows;
    for (const QJsonObject& object : field::objects(message, key)) {
        rows.append(Row::read(object));
    }
    return rows;
}

bool isPicture(const QJsonObject& message)
{
    return message.value(QLatin1String("type")) == QLatin1String("picture");
}

} // namespace

FeedState::FeedState(QObject* parent, Steady steady)
    : QObject(parent)
    , m_steady(steady ? std::move(steady) : monotonic())
{
    m_flushTimer.setSingleShot(true);
    connect(&m_flushTimer, &QTimer::timeout, this, &FeedState::flush);
    m_clockTimer.setInterval(clockMs);
    connect(&m_clockTimer, &QTimer::timeout, this, &FeedState::tick);
    m_clockTimer.start();
}

void FeedState::setSource(FeedSource* source)
{
    if (m_source != nullptr) {
        m_source->disconnect(this);
    }
    m_source = source;
    m_known = false;
    m_pending.clear();
    if (m_source == nullptr) {
        return;
    }
    connect(m_source, &FeedSource::message, this, &FeedState::take);
    connect(m_source, &FeedSource::connectionChanged, this,
            [this](bool connected, const QString& reason) {
                m_connected = connected;
                m_connectionError = connected ? QString() : reason;
                tick();
            });
}

void FeedState::take(const QJsonObject& message)
{
    const QString type = message.value(QLatin1String("type")).toString();
    const double seq = field::number(message, QLatin1String("seq")).value_or(-1.0);
    if (seq < 0) {
        return;
    }
    hear(message);
    if (type == QLatin1String("picture")) {
        m_pending = {message};
        m_run = field::text(message, QLatin1String("run"));
        m_seq = seq;
        m_known = true;
        m_lostWhilePaused = false;
        m_askedAt = -1;
        scheduleFlush();
    } else if (type == QLatin1String("change")) {
        takeChange(message, seq);
    } else if (type == QLatin1String("heartbeat")) {
        takeHeartbeat(seq);
    }
    if (m_lastStatus != status() || m_lastFresh != isFresh()) {
        tick();
    }
}

void FeedState::takeChange(const QJsonObject& message, double seq)
{
    if (!m_known) {
        askForPicture();
        return;
    }
    const QString run = field::text(message, QLatin1String("run"));
    if ((!run.isEmpty() && run != m_run) || seq != m_seq + 1) {
        Q_EMIT gap();
        m_known = false;
        m_pending.clear();
        askForPicture();
        return;
    }
    m_seq = seq;
    if (m_pending.size() >= mostPending) {
        // Too much for one step: a picture says the same in less room, once it is wanted.
        m_pending.clear();
        m_lostWhilePaused = true;
    }
    if (!m_lostWhilePaused) {
        m_pending.append(message);
    }
    scheduleFlush();
}

void FeedState::takeHeartbeat(double seq)
{
    if (!m_known) {
        askForPicture();
    } else if (seq != m_seq) {
        Q_EMIT gap();
        m_known = false;
        m_pending.clear();
        askForPicture();
    }
}

void FeedState::askForPicture()
{
    const qint64 steady = m_steady();
    if (m_source != nullptr && (m_askedAt < 0 || steady - m_askedAt >= askAgainMs)) {
        m_askedAt = steady;
        m_source->requestPicture();
    }
}

void FeedState::hear(const QJsonObject& message)
{
    m_heardAt = m_steady();
    m_heardMoment = field::number(message, QLatin1String("at")).value_or(m_heardMoment);
    m_connected = true;
    m_connectionError.clear();
}

void FeedState::scheduleFlush()
{
    if (m_paused || m_pending.isEmpty() || m_flushTimer.isActive()) {
        return;
    }
    const qint64 since = m_ready ? m_steady() - m_appliedAt : flushMs;
    m_flushTimer.start(static_cast<int>(std::clamp<qint64>(flushMs - since, 0, flushMs)));
}

void FeedState::flush()
{
    m_flushTimer.stop();
    if (m_pending.isEmpty()) {
        return;
    }
    const QList<QJsonObject> messages = std::exchange(m_pending, {});
    const bool whole = isPicture(messages.first());
    for (const QJsonObject& message : messages) {
        apply(message);
    }
    m_appliedAt = m_steady();
    m_appliedMoment = field::number(messages.last(), QLatin1String("at")).value_or(m_appliedMoment);
    findSlowest();
    m_ready = true;
    if (whole) {
        Q_EMIT pictureApplied();
    }
    Q_EMIT changeApplied();
    tick();
}

void FeedState::apply(const QJsonObject& message)
{
    applyRows(message, isPicture(message));
    const auto whole = [&message](QLatin1String key) { return message.value(key).toObject(); };
    if (message.contains(QLatin1String("engine"))) {
        m_instance.read(whole(QLatin1String("engine")));
    }
    if (message.contains(QLatin1String("totals"))) {
        m_totals.read(whole(QLatin1String("totals")));
    }
    if (message.contains(QLatin1String("flow"))) {
        m_flow.read(message.value(QLatin1String("flow")).toArray());
    }
    if (message.contains(QLatin1String("verdict"))) {
        m_verdict.read(whole(QLatin1String("verdict")));
    }
}

void FeedState::applyRows(const QJsonObject& message, bool whole)
{
    const auto secondaries = readRows<SecondaryRow>(message, QLatin1String("secondaries"));
    const auto zones = readRows<ZoneRow>(message, QLatin1String("zones"));
    auto publications = readRows<PublicationRow>(message, QLatin1String("publications"));
    if (whole) {
        m_secondaries.replace(secondaries);
        m_zones.replace(zones);
        m_publications.replace(publications);
        m_causes.replace(readRows<CauseRow>(message, QLatin1String("causes")));
        return;
    }
    m_secondaries.upsert(secondaries);
    m_zones.removeKeys(field::texts(message, QLatin1String("zonesGone")));
    m_zones.upsert(zones);
    // Newest first in the message; inserting the oldest first keeps equal moments in that order.
    std::reverse(publications.begin(), publications.end());
    m_publications.upsert(publications);
    if (message.contains(QLatin1String("causes"))) {
        m_causes.replace(readRows<CauseRow>(message, QLatin1String("causes")));
    }
}

void FeedState::findSlowest()
{
    m_slowestMs = -1;
    m_slowestPlace.clear();
    for (const ZoneRow& zone : m_zones.rows()) {
        for (const PairRow& pair : zone.pairs) {
            if (pair.state == Live::State::Moving && pair.ageMs && *pair.ageMs > m_slowestMs) {
                m_slowestMs = *pair.ageMs;
                m_slowestPlace = pair.secondary + QStringLiteral(", ") + zone.name;
            }
        }
    }
}

int FeedState::status() const
{
    if (m_paused) {
        return static_cast<int>(Live::Status::Held);
    }
    if (m_heardAt >= 0 && silentMs() >= staleAfterMs) {
        return static_cast<int>(Live::Status::Reconnecting);
    }
    if (!m_connected && !m_connectionError.isEmpty()) {
        return static_cast<int>(Live::Status::Reconnecting);
    }
    if (!m_ready) {
        return static_cast<int>(Live::Status::Waiting);
    }
    return static_cast<int>(silentMs() >= slowAfterMs ? Live::Status::Slow : Live::Status::Current);
}

bool FeedState::isFresh() const
{
    return m_ready && silentMs() < staleAfterMs;
}

double FeedState::silentMs() const
{
    return m_heardAt < 0 ? 0.0 : static_cast<double>(m_steady() - m_heardAt);
}

double FeedState::clock() const
{
    return m_heardAt < 0 ? 0.0 : m_heardMoment + silentMs();
}

double FeedState::now() const
{
    if (m_paused) {
        return m_heldNow;
    }
    return isFresh() ? clock() : m_heardMoment;
}

double FeedState::sinceApplied() const
{
    return std::max(0.0, now() - m_appliedMoment);
}

int FeedState::waiting() const
{
    return m_paused ? static_cast<int>(m_pending.size()) : 0;
}

bool FeedState::newProblem() const
{
    constexpr int announced = 3;
    if (!m_paused) {
        return false;
    }
    for (const QJsonObject& message : m_pending) {
        const QJsonObject verdict = message.value(QLatin1String("verdict")).toObject();
        const auto rank = field::number(verdict, QLatin1String("rank"));
        if (rank && *rank <= announced && m_verdict.rank() > announced) {
            return true;
        }
    }
    return false;
}

double FeedState::retryInMs() const
{
    return m_source != nullptr ? m_source->retryInMs() : -1;
}

double FeedState::slowestMs() const
{
    return m_slowestMs < 0 ? -1.0 : m_slowestMs + sinceApplied();
}

void FeedState::pause()
{
    if (!m_paused && m_ready) {
        m_heldNow = now();
        m_paused = true;
        m_flushTimer.stop();
        tick();
    }
}

void FeedState::resume()
{
    if (!m_paused) {
        return;
    }
    m_paused = false;
    if (m_lostWhilePaused) {
        m_known = false;
        m_lostWhilePaused = false;
        askForPicture();
    }
    flush();
    tick();
}

void FeedState::togglePaused()
{
    if (m_paused) {
        resume();
    } else {
        pause();
    }
}

void FeedState::retryNow()
{
    if (m_source != nullptr) {
        m_source->retryNow();
    }
}

void FeedState::tick()
{
    if (m_lastStatus != status() || m_lastFresh != isFresh()) {
        m_lastStatus = status();
        m_lastFresh = isFresh();
        Q_EMIT statusChanged();
    }
    Q_EMIT ticked();
}

} // namespace headwater
