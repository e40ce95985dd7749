#include "status/causebook.h"

#include <algorithm>

namespace headwater {

namespace {
constexpr std::chrono::minutes Returns{10};
constexpr std::size_t EndedKept = 256;
} // namespace

void CauseBook::join(const CauseKey& key, Instant since, ZoneId zone, const OpenPair& pair,
                     Instant now)
{
    const auto [place, begun] = m_groups.try_emplace(key);
    Group& group = place->second;
    if (begun) {
        group.since = since;
        const auto before = std::find_if(m_ended.rbegin(), m_ended.rend(), [&](const Ended& ended) {
            return ended.key == key && now - ended.endedAt < Returns;
        });
        if (before != m_ended.rend()) {
            group.since = before->since;
            group.times = before->times + 1;
        }
    }
    group.members.emplace(since, zone);
    group.since = std::min(group.since, since);
    group.error = pair.error.value_or(PairError{});
    group.reached = pair.reached;
}

void CauseBook::leave(const CauseKey& key, Instant since, ZoneId zone, Instant now)
{
    const auto place = m_groups.find(key);
    if (place == m_groups.end())
        return;
    place->second.members.erase({since, zone});
    if (!place->second.members.empty())
        return;
    m_ended.push_back({key, place->second.since, now, place->second.times});
    if (m_ended.size() > EndedKept)
        m_ended.pop_front();
    m_groups.erase(place);
}

const std::pair<const CauseKey, CauseBook::Group>* CauseBook::worstOf(SecondaryId secondary) const
{
    const std::pair<const CauseKey, Group>* found = nullptr;
    for (const auto& each : m_groups) { // in order of state
        if (each.first.secondary != secondary)
            continue;
        if (found != nullptr && each.first.state != found->first.state)
            break;
        if (found == nullptr || each.second.members.size() > found->second.members.size())
            found = &each;
    }
    return found;
}

void CauseBook::clear()
{
    m_groups.clear();
    m_ended.clear();
}

} // namespace headwater
