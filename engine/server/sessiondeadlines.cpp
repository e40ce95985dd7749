#include "server/sessiondeadlines.h"

namespace headwater {

SessionDeadlines::SessionDeadlines(const DnsServer::Settings& settings, Time accepted)
    : m_stall(settings.stall)
    , m_idle(settings.idle)
    , m_firstMessage(settings.firstMessage)
    , m_lifetime(settings.lifetime)
    , m_accepted(accepted)
    , m_progress(accepted)
    , m_activity(accepted)
{
}

void SessionDeadlines::requestTaken(Time now)
{
    m_hasAsked = true;
    m_activity = now;
}

void SessionDeadlines::setHalfRead(bool half, Time now)
{
    if (!half)
        m_halfSince.reset();
    else if (!m_halfSince)
        m_halfSince = now;
}

void SessionDeadlines::setSending(bool sending, Time now)
{
    if (sending == m_sending)
        return;
    m_sending = sending;
    m_progress = now;
    m_activity = now;
}

SessionDeadlines::Due SessionDeadlines::due() const
{
    Due due;
    if (m_sending)
        due = {m_progress + m_stall, Cause::Stall};
    else if (!m_hasAsked)
        due = {m_accepted + m_firstMessage, Cause::FirstMessage};
    else if (m_halfSince)
        due = {*m_halfSince + m_firstMessage, Cause::HalfMessage};
    else
        due = {m_activity + m_idle, Cause::Idle};
    if (m_accepted + m_lifetime < due.at)
        due = {m_accepted + m_lifetime, Cause::Lifetime};
    return due;
}

std::string SessionDeadlines::reason(Cause cause) const
{
    const auto seconds = [](Seconds duration) { return std::to_string(duration.count()) + " s"; };
    switch (cause) {
    case Cause::FirstMessage:
        return "nothing asked for " + seconds(m_firstMessage);
    case Cause::HalfMessage:
        return "half a request for " + seconds(m_firstMessage);
    case Cause::Stall:
        return "stalled for " + seconds(m_stall);
    case Cause::Idle:
        return "idle for " + seconds(m_idle);
    case Cause::Lifetime:
        return "not done within " + seconds(m_lifetime);
    }
    return {};
}

} // namespace headwater
