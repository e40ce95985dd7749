#include "store/postgreswatch.h"

#include <algorithm>
#include <random>

#include <QThread>

namespace headwater {

namespace {

constexpr Milliseconds FirstRetry{200};
constexpr Milliseconds SlowestRetry{5000};
constexpr Milliseconds SessionTime{3000}; // for one statement: it holds up nothing but itself
constexpr Milliseconds EchoTime{5000};
constexpr Milliseconds PollEvery{2};
constexpr Milliseconds SleepAfter{100}; // without anything found
constexpr int FastWakeUps = 100;        // a second: then polling is cheaper for the writers

constexpr const char* PoolerExplained =
    ": a pooler is in between that shares sessions, such as PgBouncer in transaction mode. "
    "Headwater "
    "needs sessions of its own, for LISTEN and locks: connect to PostgreSQL directly, or pool by "
    "session";

std::string nonce()
{
    std::random_device random;
    return std::to_string(random()) + "-" + std::to_string(random());
}

} // namespace

PostgresWatch::PostgresWatch(Settings settings, QObject* parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_backoff(FirstRetry)
    , m_retry(this)
    , m_beat(this)
    , m_lead(this)
    , m_look(this)
    , m_poll(this)
{
    m_retry.setSingleShot(true);
    m_beat.setInterval(BeatEvery);
    m_lead.setInterval(TryToLead);
    m_look.setInterval(LookAnyway);
    m_poll.setInterval(PollEvery);
    m_poll.setTimerType(Qt::PreciseTimer);
    connect(&m_retry, &QTimer::timeout, this, &PostgresWatch::connectNow);
    connect(&m_beat, &QTimer::timeout, this, &PostgresWatch::beat);
    connect(&m_lead, &QTimer::timeout, this, &PostgresWatch::tryToLead);
    connect(&m_look, &QTimer::timeout, this, &PostgresWatch::askToLook);
    connect(&m_poll, &QTimer::timeout, this, &PostgresWatch::askToLook);
}

PostgresWatch::~PostgresWatch() = default;

void PostgresWatch::start()
{
    connectNow();
}

void PostgresWatch::connectNow()
{
    if (auto opened = openSession(); !opened)
        return giveUp(opened.error());
    m_backoff = FirstRetry;
    m_role = Role::Following;
    m_socket = std::make_unique<QSocketNotifier>(m_session->descriptor(), QSocketNotifier::Read);
    connect(m_socket.get(), &QSocketNotifier::activated, this, &PostgresWatch::readNotifications);
    Q_EMIT connected(QString::fromStdString(m_session->place()));
    m_beat.start();
    m_lead.start();
    m_look.start();
    beat();
    tryToLead();
    if (m_role == Role::Following)
        Q_EMIT following();
    // Listening came first: what is committed from here on is told, what was before is read now.
    askToLook();
}

Result<void> PostgresWatch::openSession()
{
    auto session = PostgresConnection::open(m_settings.url, "watch", SessionTime);
    if (!session)
        return tl::unexpected<Error>(session.error());
    m_session = std::move(*session);
    if (sharesItsSession())
        return failure(m_session->place() + PoolerExplained);
    if (auto listening = m_session->execute("LISTEN headwater_dirty; LISTEN headwater_version;"
                                            "LISTEN headwater_echo; LISTEN dns_zone_changed");
        !listening)
        return listening;
    return hearOneself();
}

/// A pooler tells a process id of its own. In transaction mode it gives two clients one session
/// of the server, which nobody else does.
bool PostgresWatch::sharesItsSession()
{
    const char* const ask = "SELECT pg_backend_pid()";
    const auto own = m_session->run(ask);
    if (!own)
        return !m_session->isConnectionLost(); // it met what another client had prepared
    if (own->integer(0, 0) == m_session->backendPid())
        return false;
    const auto other = PostgresConnection::open(m_settings.url, "watch", SessionTime);
    if (!other)
        return false;
    const auto theirs = (*other)->run(ask);
    return !theirs || theirs->integer(0, 0) == own->integer(0, 0);
}

Result<void> PostgresWatch::hearOneself()
{
    const std::string word = nonce();
    const auto sent =
        m_session->run("SELECT pg_notify('headwater_echo', $1)", PostgresParameters().text(word));
    if (!sent)
        return tl::unexpected<Error>(sent.error());
    const Instant end = Clock::now() + EchoTime;
    while (Clock::now() < end) {
        const auto heard = m_session->notifications();
        if (!heard)
            return tl::unexpected<Error>(heard.error());
        if (std::any_of(heard->begin(), heard->end(),
                        [&](const PostgresNotification& each) { return each.payload == word; }))
            return {};
        QThread::msleep(2);
    }
    return failure(m_session->place() + PoolerExplained);
}

void PostgresWatch::giveUp(const Error& error)
{
    m_socket.reset();
    m_session.reset();
    for (QTimer* timer : {&m_beat, &m_lead, &m_look, &m_poll})
        timer->stop();
    m_role = Role::Lost;
    m_asleep = m_looking = m_lookAgain = false;
    Q_EMIT lost(QString::fromStdString(error.text));
    m_retry.start(m_backoff);
    m_backoff = std::min(2 * m_backoff, SlowestRetry);
}

template <typename Answer> bool PostgresWatch::stands(const Result<Answer>& answer)
{
    if (!answer && (!m_session || m_session->isConnectionLost())) {
        giveUp(answer.error());
        return false;
    }
    return true;
}

void PostgresWatch::readNotifications()
{
    if (!m_session)
        return;
    const auto heard = m_session->notifications();
    if (!heard)
        return giveUp(
            heard.error()); // any error on the listener means that something may be missed
    for (const PostgresNotification& each : *heard) {
        if (each.channel == "dns_zone_changed")
            Q_EMIT compare(QString::fromStdString(each.payload));
        else if (each.channel == "headwater_version" && m_role == Role::Following)
            Q_EMIT publishedElsewhere(QString::fromStdString(each.payload));
        else if (each.channel == "headwater_dirty")
            ++m_wakeUps;
        else
            continue;
        askToLook();
    }
}

void PostgresWatch::beat()
{
    if (!m_session)
        return;
    const std::int64_t backends[] = {m_session->backendPid(), m_writer};
    const char* const role = m_role == Role::Leading ? "leader" : "follower";
    const auto beaten =
        m_session->run("SELECT headwater.beat($1, $2, $3, $4, $5)",
                       PostgresParameters()
                           .text(m_settings.engine)
                           .text(m_settings.host)
                           .text(role)
                           .integers({backends, m_writer == 0 ? std::size_t{1} : std::size_t{2}})
                           .text(m_settings.version));
    if (!stands(beaten))
        return;
    if (m_role == Role::Following) {
        const auto deposed =
            m_session->run("SELECT headwater.depose_if_dead($1 * interval '1 millisecond')",
                           PostgresParameters().integer(DeadAfter.count()));
        if (!stands(deposed))
            return;
    }
    if (m_asleep && m_wakeUps > FastWakeUps)
        stayAwake();
    m_wakeUps = 0;
    readNotifications(); // they may have come with the answers
}

void PostgresWatch::tryToLead()
{
    if (!m_session)
        return;
    const auto term = m_session->run(
        "SELECT headwater.take_leadership($1, $2::int)",
        PostgresParameters().text(m_settings.engine).integer(m_session->backendPid()));
    if (!stands(term))
        return;
    if (!term || term->isEmpty() || term->isNull(0, 0))
        return;
    m_lead.stop();
    m_role = Role::Leading;
    Q_EMIT leading(term->integer(0, 0));
    fallAsleep();
    askToLook();
}

void PostgresWatch::tidy()
{
    if (m_session)
        static_cast<void>(stands(m_session->execute("VACUUM headwater.dirty")));
}

void PostgresWatch::setWriter(int backend)
{
    m_writer = backend;
    if (m_session)
        beat();
}

void PostgresWatch::askToLook()
{
    if (!m_session)
        return;
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    m_lookAgain = false;
    Q_EMIT changed();
}

void PostgresWatch::looked(bool found)
{
    m_looking = false;
    if (m_role == Role::Lost)
        return;
    const Instant now = Clock::now();
    if (found)
        m_lastFound = now;
    if (m_role == Role::Leading && !m_asleep && now - m_lastFound > SleepAfter)
        fallAsleep();
    if (m_lookAgain)
        askToLook();
}

/// With the key in hand nobody is on the way who believed us awake; what they left is looked for
/// once more.
void PostgresWatch::fallAsleep()
{
    if (!m_session)
        return;
    const auto taken = m_session->run("SELECT pg_try_advisory_lock(headwater.wake_key())");
    if (!stands(taken))
        return;
    m_asleep = taken && taken->boolean(0, 0);
    if (m_asleep) {
        m_poll.stop();
        m_lookAgain = true;
    } else if (!m_poll.isActive()) {
        m_poll.start();
    }
}

void PostgresWatch::stayAwake()
{
    if (!m_session)
        return;
    const auto released = m_session->run("SELECT pg_advisory_unlock(headwater.wake_key())");
    if (!stands(released))
        return;
    m_asleep = false;
    m_lastFound = Clock::now();
    m_poll.start();
    askToLook();
}

} // namespace headwater
