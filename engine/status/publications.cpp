#include "status/publications.h"

#include <algorithm>

namespace headwater {

namespace {
constexpr std::size_t OfZone = 64;
constexpr std::size_t InAll = 2000;
constexpr std::size_t StepsInAll = 200000;
} // namespace

std::size_t Publication::liveCount() const
{
    return static_cast<std::size_t>(std::count_if(
        steps.begin(), steps.end(), [](const Step& step) { return step.milestones.live; }));
}

std::optional<Microseconds> Publication::everywhere() const
{
    std::optional<Microseconds> longest;
    for (const Step& step : steps) {
        if (!step.milestones.live)
            return {};
        const Microseconds time = *step.milestones.live - version.committedAt;
        longest = longest ? std::max(*longest, time) : time;
    }
    return longest;
}

void Publications::add(const ZonePublished& version, const std::vector<std::string>& secondaries)
{
    auto made = std::make_shared<Publication>();
    made->number = ++m_made;
    made->version = version;
    // A source clock ahead of ours would make a step of negative length.
    made->version.committedAt = std::min(version.committedAt, version.publishedAt);
    for (const std::string& secondary : secondaries)
        made->steps.push_back({secondary, {}, false});
    m_stepTimes[0].add(version.publishedAt, version.publishedAt - made->version.committedAt);
    m_steps += made->steps.size();
    m_all.push_back(made);
    Rows& ofZone = m_zones[version.zone];
    ofZone.push_back(made);
    m_changed[made->number] = made;
    bound(ofZone);
    while (m_all.size() > InAll || m_steps > StepsInAll)
        dropOldest();
}

void Publications::bound(Rows& ofZone)
{
    if (ofZone.size() <= OfZone)
        return;
    const auto gone = ofZone.front();
    ofZone.pop_front();
    m_steps -= gone->steps.size();
    const auto place = std::lower_bound(
        m_all.begin(), m_all.end(), gone->number,
        [](const auto& each, std::uint64_t number) { return each->number < number; });
    if (place != m_all.end() && *place == gone)
        m_all.erase(place);
    m_changed.erase(gone->number);
}

void Publications::dropOldest()
{
    const auto gone = m_all.front();
    m_all.pop_front();
    m_steps -= gone->steps.size();
    m_changed.erase(gone->number);
    const auto zone = m_zones.find(gone->version.zone);
    if (zone == m_zones.end())
        return;
    if (!zone->second.empty() && zone->second.front() == gone)
        zone->second.pop_front();
    if (zone->second.empty())
        m_zones.erase(zone);
}

void Publications::note(const Fact& fact)
{
    const FactPlace place = placeOf(fact);
    if (place.zone == nullptr || place.secondary == nullptr)
        return;
    const auto zone = m_zones.find(*place.zone);
    if (zone == m_zones.end())
        return;
    for (const auto& publication : zone->second) {
        if (!Milestones::concerns(fact, publication->version.serial))
            continue;
        for (Publication::Step& step : publication->steps) {
            if (step.secondary != *place.secondary || !step.milestones.note(fact))
                continue;
            sample(*publication, step);
            m_changed[publication->number] = publication;
        }
    }
}

std::vector<Instant> Publications::live(const Name& zone, const std::string& secondary,
                                        Serial serial, Instant at)
{
    std::vector<Instant> commits;
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return commits;
    for (const auto& publication : found->second) {
        if (!isAtLeast(serial, publication->version.serial))
            continue;
        for (Publication::Step& step : publication->steps) {
            if (step.secondary != secondary || step.milestones.live)
                continue;
            step.milestones.noteLive(at);
            sample(*publication, step);
            commits.push_back(publication->version.committedAt);
            m_changed[publication->number] = publication;
        }
    }
    return commits;
}

/// Once, when everything is known; the end of a transfer may be told after the version is live.
void Publications::sample(const Publication& publication, Publication::Step& step)
{
    const Milestones& m = step.milestones;
    if (step.sampled || !m.live || !m.transferred)
        return;
    step.sampled = true;
    const std::array<std::optional<Instant>, Steps> ends{
        publication.version.publishedAt, m.sent, m.acknowledged, m.asked, m.transferred, m.live};
    for (std::size_t i = 1; i < Steps; ++i) {
        if (ends[i - 1] && ends[i])
            m_stepTimes[i].add(*m.live, *ends[i] - *ends[i - 1]);
    }
}

std::vector<Publications::Row> Publications::of(const Name& zone) const
{
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return {};
    return {found->second.rbegin(), found->second.rend()};
}

void Publications::forget(const Name& zone)
{
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return;
    for (const auto& publication : found->second) {
        publication->over = true;
        m_changed[publication->number] = publication;
    }
    m_zones.erase(found);
}

void Publications::touchOpen(const Name& zone)
{
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return;
    for (const auto& publication : found->second) {
        if (publication->liveCount() < publication->steps.size())
            m_changed[publication->number] = publication;
    }
}

std::vector<Publications::Row> Publications::takeChanged()
{
    std::vector<Row> rows;
    for (const auto& each : m_changed)
        rows.push_back(each.second);
    m_changed.clear();
    return rows;
}

} // namespace headwater
