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
    return true;
}

void ZoneTable::remove(const Name& zone)
{
    ZonePointer removed;
    const std::unique_lock lock(m_mutex);
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return;
    removed = std::move(found->second);
    m_zones.erase(found);
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
