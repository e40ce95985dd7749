#pragma once

#include <algorithm>

#include "base/clock.h"

namespace headwater {

/// So many questions a second, with a burst of a quarter of a second's. Value.
class AskBudget
{
public:
    AskBudget()
        : AskBudget(200)
    {
    }
    explicit AskBudget(std::size_t perSecond)
        : m_perSecond(static_cast<double>(std::max<std::size_t>(perSecond, 1)))
        , m_room(std::max(1.0, m_perSecond / 4))
        , m_tokens(m_room)
    {
    }

    /// True, and one fewer, if a question may go now.
    [[nodiscard]] bool take(Instant now)
    {
        const auto passed = static_cast<double>((now - m_filledAt).count()) / 1e6;
        m_tokens = std::min(m_room, m_tokens + std::max(0.0, passed) * m_perSecond);
        m_filledAt = now;
        if (m_tokens < 1)
            return false;
        m_tokens -= 1;
        return true;
    }
    /// Until one may go again, after take() said no.
    [[nodiscard]] Microseconds wait() const
    {
        return Microseconds(static_cast<Microseconds::rep>((1 - m_tokens) / m_perSecond * 1e6) + 1);
    }

private:
    double m_perSecond;
    double m_room;
    double m_tokens;
    Instant m_filledAt{};
};

} // namespace headwater
