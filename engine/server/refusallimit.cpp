#include "server/refusallimit.h"

#include <algorithm>

namespace headwater {

bool RefusalLimit::allows(const IpAddress& address, Time now)
{
    const std::lock_guard lock(m_mutex);
    Allowance& allowance = allowanceOf(address, now);
    const std::chrono::duration<double> passed = now - allowance.at;
    allowance.left = std::min(Burst, allowance.left + passed.count() * PerSecond);
    allowance.at = now;
    if (allowance.left < 1)
        return false;
    allowance.left -= 1;
    return true;
}

RefusalLimit::Allowance& RefusalLimit::allowanceOf(const IpAddress& address, Time now)
{
    const AddressKey key = keyOf(address);
    const auto found = m_byAddress.find(key);
    if (found != m_byAddress.end())
        return found->second;
    if (m_byAddress.size() >= LargestTable) {
        // Whoever has been quiet long enough has its whole allowance again and may be forgotten.
        constexpr auto Full = std::chrono::seconds(static_cast<int>(Burst / PerSecond));
        for (auto i = m_byAddress.begin(); i != m_byAddress.end();)
            i = now - i->second.at >= Full ? m_byAddress.erase(i) : std::next(i);
    }
    if (m_byAddress.size() >= LargestTable)
        return m_others;
    return m_byAddress.emplace(key, Allowance{Burst, now}).first->second;
}

} // namespace headwater
