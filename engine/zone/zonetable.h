#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "zone/publishedzone.h"

namespace headwater {

/// All zones that are served. One publish is one pointer and one instant; readers take a shared
/// pointer and keep what they started with. Any thread.
class ZoneTable
{
public:
    using ZonePointer = std::shared_ptr<const PublishedZone>;

    /// Serial may only move forward (invariant 1): false, and nothing is changed, if it does not.
    [[nodiscard]] bool publish(ZonePointer zone);
    void remove(const Name& zone);
    /// A zone of ours that has nothing to serve yet: it is being loaded, cannot be read, or was
    /// never published. Until publish() or remove().
    void await(const Name& zone);

    [[nodiscard]] ZonePointer find(const Name& zone) const;
    /// The zone that holds `name`: the one with the longest name that `name` is within.
    [[nodiscard]] ZonePointer closest(const Name& name) const;
    [[nodiscard]] bool isAwaited(const Name& zone) const;
    /// The awaited zone with the longest name that `name` is within. Costs nothing when none is.
    [[nodiscard]] std::optional<Name> awaitedAbove(const Name& name) const;
    [[nodiscard]] std::vector<ZonePointer> all() const;
    [[nodiscard]] std::size_t size() const;

private:
    mutable std::shared_mutex m_mutex;
    std::unordered_map<Name, ZonePointer> m_zones;
    std::unordered_set<Name> m_awaited;
    std::atomic<std::size_t> m_awaitedCount{0}; // read without the lock
};

} // namespace headwater
