#pragma once

#include <chrono>
#include <optional>

#include "server/dnsserver.h"

namespace headwater {

/// When a connection has waited long enough, and for what (invariant 17). Keeps moments only; the
/// session tells it what happens. One thread.
class SessionDeadlines
{
public:
    using Time = std::chrono::steady_clock::time_point;
    enum class Cause
    {
        FirstMessage,
        HalfMessage,
        Stall,
        Idle,
        Lifetime
    };
    struct Due
    {
        Time at;
        Cause cause = Cause::Idle;
    };

    SessionDeadlines(const DnsServer::Settings& settings, Time accepted);

    void requestTaken(Time now);
    /// Octets left for the peer, or it acknowledged some.
    void progressed(Time now) { m_progress = now; }
    /// Is a message half read? Since when is remembered.
    void setHalfRead(bool half, Time now);
    /// Are there octets that the peer has not taken?
    void setSending(bool sending, Time now);

    [[nodiscard]] Due due() const;
    /// For facts: "stalled for 30 s".
    [[nodiscard]] std::string reason(Cause cause) const;

private:
    const Seconds m_stall;
    const Seconds m_idle;
    const Seconds m_firstMessage;
    const Seconds m_lifetime;
    const Time m_accepted;
    Time m_progress;
    Time m_activity; // last request, or last answer that left
    std::optional<Time> m_halfSince;
    bool m_sending = false;
    bool m_hasAsked = false;
};

} // namespace headwater
