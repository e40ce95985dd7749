#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "status/facts.h"

namespace headwater {

/// Facts on their way to the main thread, in the order in which they were told, whichever thread
/// told them. Telling one and waking the main thread are apart, so that others can be woken in
/// between: what they tell is behind it all the same. Any thread.
class FactInbox
{
public:
    /// True when nobody has been asked to take what is in it yet: the caller wakes the taker.
    [[nodiscard]] bool isToBeTaken()
    {
        const std::lock_guard lock(m_mutex);
        return !m_facts.empty() && !std::exchange(m_asked, true);
    }
    void add(const Fact& fact)
    {
        const std::lock_guard lock(m_mutex);
        m_facts.push_back(fact);
    }
    [[nodiscard]] std::vector<Fact> take()
    {
        const std::lock_guard lock(m_mutex);
        m_asked = false;
        return std::exchange(m_facts, {});
    }

private:
    std::mutex m_mutex;
    std::vector<Fact> m_facts; ///< as many as come while the main thread does other things
    bool m_asked = false;
};

} // namespace headwater
