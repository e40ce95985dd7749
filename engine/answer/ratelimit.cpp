#include "answer/ratelimit.h"

#include <algorithm>

namespace headwater {

RateLimit::RateLimit(double burst, double perSecond)
    : m_burst(burst)
    , m_perSecond(perSecond)
    , m_others{burst, {}}
{
}

RateLimit::Key RateLimit::keyOf(const IpAddress& address)
{
    const bool four = address.family() == IpAddress::Family::V4;
    Key key{};
    key[0] = four ? 4 : 6;
    std::copy_n(address.octets(), four ? 4 : 16, key.begin() + 1);
    return key;
}

bool RateLimit::allows(const IpAddress& address, Time now)
{
    const std::lock_guard lock(m_mutex);
    Allowance& allowance = allowanceOf(address, now);
    const std::chrono::duration<double> passed = now - allowance.at;
    allowance.left = std::min(m_burst, allowance.left + passed.count() * m_perSecond);
    allowance.at = now;
    if (allowance.left < 1)
        return false;
    allowance.left -= 1;
    return true;
}

RateLimit::Allowance& RateLimit::allowanceOf(const IpAddress& address, Time now)
{
    const Key key = keyOf(address);
    const auto found = m_byAddress.find(key);
    if (found != m_byAddress.end())
        return found->second;
    if (m_byAddress.size() >= LargestTable) {
        // Whoever has been quiet long enough has its whole allowance again and may be forgotten.
        const std::chrono::duration<double> full(m_burst / m_perSecond);
        for (auto i = m_byAddress.begin(); i != m_byAddress.end();)
            i = now - i->second.at >= full ? m_byAddress.erase(i) : std::next(i);
    }
    if (m_byAddress.size() >= LargestTable)
        return m_others;
    return m_byAddress.emplace(key, Allowance{m_burst, now}).first->second;
}

} // namespace headwater
