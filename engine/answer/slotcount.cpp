#include "answer/slotcount.h"

#include <utility>

namespace headwater {

SlotCount::Slot::Slot(std::shared_ptr<SlotCount> count, std::string owner)
    : m_count(std::move(count))
    , m_owner(std::move(owner))
{
}

SlotCount::Slot::~Slot()
{
    m_count->release(m_owner);
}

SlotCount::SlotCount(std::size_t total, std::size_t perOwner)
    : m_limit(total)
    , m_limitPerOwner(perOwner)
{
}

std::unique_ptr<SlotCount::Slot> SlotCount::take(const std::string& owner)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_byOwner.find(owner);
        const std::size_t held = found == m_byOwner.end() ? 0 : found->second;
        if (m_total >= m_limit || held >= m_limitPerOwner)
            return nullptr;
        ++m_total;
        ++m_byOwner[owner];
    }
    return std::make_unique<Slot>(shared_from_this(), owner);
}

std::size_t SlotCount::total() const
{
    const std::lock_guard lock(m_mutex);
    return m_total;
}

void SlotCount::release(const std::string& owner)
{
    const std::lock_guard lock(m_mutex);
    --m_total;
    const auto found = m_byOwner.find(owner);
    if (found != m_byOwner.end() && --found->second == 0)
        m_byOwner.erase(found);
}

} // namespace headwater
