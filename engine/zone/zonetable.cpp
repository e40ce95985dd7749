#include "zone/zonetable.h"

#include <algorithm>
#include <mutex>

namespace headwater {

bool ZoneTable::publish(ZonePointer zone)
{
    if (zone == nullptr)
        return false;
    // The one that is replaced is let go outside of the lock: it may be the last to hold its pages.
    ZonePointer replaced;
    const std::unique_lock lock(m_mutex);
    ZonePointer& place = m_zones[zone->zone()];
    if (place != nullptr && !zone->serial().isNewerThan(place->serial()))
        return false;
    replaced = std::exchange(place, std::move(zone));
    if (m_awaited.erase(place->zone()) != 0)
        --m_awaitedCount;
    return true;
}

void ZoneTable::remove(const Name& zone)
{
    ZonePointer removed;
    const std::unique_lock lock(m_mutex);
    if (m_awaited.erase(zone) != 0)
        --m_awaitedCount;
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return;
    removed = std::move(found->second);
    m_zones.erase(found);
}

void ZoneTable::await(const Name& zone)
{
    const std::unique_lock lock(m_mutex);
    if (m_zones.count(zone) == 0 && m_awaited.insert(zone).second)
        ++m_awaitedCount;
}

bool ZoneTable::isAwaited(const Name& zone) const
{
    if (m_awaitedCount == 0)
        return false;
    const std::shared_lock lock(m_mutex);
    return m_awaited.count(zone) != 0;
}

std::optional<Name> ZoneTable::awaitedAbove(const Name& name) const
{
    if (m_awaitedCount == 0)
        return std::nullopt;
    const std::shared_lock lock(m_mutex);
    for (Name candidate = name;; candidate = candidate.parent()) {
        if (m_awaited.count(candidate) != 0)
            return candidate;
        if (candidate.isRoot())
            return std::nullopt;
    }
}

ZoneTable::ZonePointer ZoneTable::find(const Name& zone) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_zones.find(zone);
    return found == m_zones.end() ? nullptr : found->second;
}

ZoneTable::ZonePointer ZoneTable::closest(const Name& name) const
{
    const std::shared_lock lock(m_mutex);
    // Mostly it is the zone itself that is asked about.
    if (const auto found = m_zones.find(name); found != m_zones.end())
        return found->second;
    for (Name ancestor = name; !ancestor.isRoot();) {
        ancestor = ancestor.parent();
        const auto found = m_zones.find(ancestor);
        if (found != m_zones.end())
            return found->second;
    }
    return nullptr;
}

std::vector<ZoneTable::ZonePointer> ZoneTable::all() const
{
    std::vector<ZonePointer> zones;
    {
        const std::shared_lock lock(m_mutex);
        zones.reserve(m_zones.size());
        for (const auto& [name, zone] : m_zones)
            zones.push_back(zone);
    }
    std::sort(zones.begin(), zones.end(),
              [](const ZonePointer& a, const ZonePointer& b) { return a->zone() < b->zone(); });
    return zones;
}

std::size_t ZoneTable::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_zones.size();
}

} // namespace headwater
