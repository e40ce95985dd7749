#include "propagation/chases.h"

#include <algorithm>

namespace headwater {

Chase* Chases::find(ProbeKey key)
{
    const auto found = m_chases.find(key);
    return found == m_chases.end() ? nullptr : &found->second;
}

void Chases::hurry(ProbeKey key, Chase::Reason reason, Instant due, Instant now)
{
    const auto [place, begun] = m_chases.try_emplace(key);
    Chase& chase = place->second;
    if (reason == Chase::Reason::Told)
        chase.reason = reason;
    chase.since = now;
    chase.wait = m_waits.first;
    if (chase.phase == Chase::Phase::InFlight)
        chase.hurried = true;
    else if (begun || (chase.phase == Chase::Phase::Waiting && due < chase.due))
        schedule(key, chase, due);
}

void Chases::again(ProbeKey key, Instant now)
{
    againAfter(key, Milliseconds{0}, now);
}

void Chases::againAfter(ProbeKey key, Milliseconds least, Instant now)
{
    Chase* chase = find(key);
    if (chase == nullptr)
        return;
    const Milliseconds wait = chase->hurried ? m_waits.first : std::max(chase->wait, least);
    chase->hurried = false;
    const bool fast = now - chase->since < m_waits.fastFor;
    // The wait that was in force is used up; the next one is twice as long.
    chase->wait = std::min(std::max(wait, Milliseconds{1}) * 2,
                           fast ? std::max(m_waits.longestFast, least) : m_waits.longest);
    schedule(key, *chase, now + wait);
}

void Chases::endZone(std::uint32_t zone, const std::vector<std::uint32_t>& targets)
{
    for (const std::uint32_t target : targets)
        m_chases.erase(probeKey(zone, target));
}

std::vector<ProbeKey> Chases::takeDue(Instant now)
{
    std::vector<ProbeKey> keys;
    while (!m_agenda.empty() && m_agenda.begin()->first <= now) {
        const Instant at = m_agenda.begin()->first;
        const ProbeKey key = m_agenda.begin()->second;
        m_agenda.erase(m_agenda.begin());
        Chase* chase = find(key);
        if (chase == nullptr || chase->phase != Chase::Phase::Waiting || chase->due != at)
            continue;
        chase->phase = Chase::Phase::Queued;
        keys.push_back(key);
    }
    return keys;
}

std::optional<Instant> Chases::nextDue() const
{
    if (m_agenda.empty())
        return {};
    return m_agenda.begin()->first;
}

void Chases::schedule(ProbeKey key, Chase& chase, Instant due)
{
    chase.phase = Chase::Phase::Waiting;
    chase.due = due;
    m_agenda.emplace(due, key);
}

} // namespace headwater
