#include "server/connectioncount.h"

#include <algorithm>

namespace headwater {

AddressKey keyOf(const IpAddress& address)
{
    const bool four = address.family() == IpAddress::Family::V4;
    AddressKey key{};
    key[0] = four ? 4 : 6;
    std::copy_n(address.octets(), four ? 4 : 16, key.begin() + 1);
    return key;
}

ConnectionCount::Slot::Slot(std::shared_ptr<ConnectionCount> count, AddressKey key)
    : m_count(std::move(count))
    , m_key(key)
{
}

ConnectionCount::Slot::~Slot()
{
    m_count->release(m_key);
}

ConnectionCount::ConnectionCount(std::size_t total, std::size_t perAddress)
    : m_limit(total)
    , m_limitPerAddress(perAddress)
{
}

std::unique_ptr<ConnectionCount::Slot> ConnectionCount::take(const IpAddress& address)
{
    const AddressKey key = keyOf(address);
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_byAddress.find(key);
        const std::size_t held = found == m_byAddress.end() ? 0 : found->second;
        if (m_total >= m_limit || held >= m_limitPerAddress)
            return nullptr;
        ++m_total;
        ++m_byAddress[key];
    }
    return std::make_unique<Slot>(shared_from_this(), key);
}

std::size_t ConnectionCount::total() const
{
    const std::lock_guard lock(m_mutex);
    return m_total;
}

void ConnectionCount::release(const AddressKey& key)
{
    const std::lock_guard lock(m_mutex);
    --m_total;
    const auto found = m_byAddress.find(key);
    if (found != m_byAddress.end() && --found->second == 0)
        m_byAddress.erase(found);
}

} // namespace headwater
