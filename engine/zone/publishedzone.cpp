#include "zone/publishedzone.h"

#include <algorithm>

#include "base/invariant.h"
#include "zone/condensed.h"

namespace headwater {

namespace {

/// Condensed differences kept for those who ask next: secondaries stand at a few serials.
constexpr std::size_t RememberedCondensed = 8;

/// Drops what does not lead to `version` without a gap, then what is over the limits, both from
/// the oldest end.
PublishedZone::History kept(const PublishedZone::History& history, const ZoneVersion& version,
                            HistoryLimits limits)
{
    std::size_t first = history.size();
    std::size_t octets = 0;
    const std::size_t mostOctets =
        std::min(limits.octets, std::max(version.transferSize(), PointerReach));
    Serial to = version.serial();
    while (first > 0 && history.size() - first < limits.versions) {
        const Difference* const difference = history[first - 1].get();
        if (difference == nullptr || difference->zone() != version.zone() || difference->to() != to)
            break;
        octets += difference->sequence().size();
        if (octets > mostOctets)
            break;
        to = difference->from();
        --first;
    }
    return {history.begin() + static_cast<std::ptrdiff_t>(first), history.end()};
}

} // namespace

std::shared_ptr<const PublishedZone>
PublishedZone::create(std::shared_ptr<const ZoneVersion> version, History history,
                      HistoryLimits limits, Instant publishedAt)
{
    const std::shared_ptr<PublishedZone> zone(new PublishedZone);
    zone->m_history = kept(history, *version, limits);
    zone->m_version = std::move(version);
    zone->m_publishedAt = publishedAt;
    return zone;
}

std::shared_ptr<const PublishedZone>
PublishedZone::advanced(std::shared_ptr<const ZoneVersion> version,
                        std::shared_ptr<const Difference> difference, HistoryLimits limits,
                        Instant publishedAt) const
{
    History history;
    const bool links = difference != nullptr && difference->from() == serial() &&
                       difference->to() == version->serial();
    if (invariant(6, links, "a difference does not lead from the published version to the next")) {
        history = m_history;
        history.push_back(std::move(difference));
    }
    return create(std::move(version), std::move(history), limits, publishedAt);
}

std::optional<PublishedZone::History> PublishedZone::since(Serial serial) const
{
    // The newest match: after 2^32 versions a serial could stand in the chain twice.
    for (std::size_t i = m_history.size(); i-- > 0;)
        if (m_history[i]->from() == serial)
            return History(m_history.begin() + static_cast<std::ptrdiff_t>(i), m_history.end());
    return std::nullopt;
}

std::shared_ptr<const Difference> PublishedZone::rememberedSince(Serial serial) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_condensed.begin(), m_condensed.end(),
                                    [serial](const auto& each) { return each->from() == serial; });
    return found == m_condensed.end() ? nullptr : *found;
}

std::shared_ptr<const Difference> PublishedZone::condensedSince(Serial serial) const
{
    if (auto remembered = rememberedSince(serial))
        return remembered;
    const std::optional<History> chain = since(serial);
    if (!chain)
        return nullptr;
    std::size_t octets = 0;
    for (const auto& difference : *chain)
        octets += difference->sequence().size();
    if (octets > CondensableOctets)
        return nullptr;
    // Outside of the lock: two who ask at once make the same octets twice.
    std::shared_ptr<const Difference> made =
        chain->size() == 1 ? chain->front() : condensed(*chain);
    if (made == nullptr)
        return nullptr;
    const std::lock_guard lock(m_mutex);
    if (m_condensed.size() == RememberedCondensed)
        m_condensed.erase(m_condensed.begin());
    m_condensed.push_back(made);
    return made;
}

} // namespace headwater
