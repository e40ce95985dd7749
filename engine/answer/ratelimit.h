#pragma once

#include <array>
#include <chrono>
#include <map>
#include <mutex>

#include "base/address.h"

namespace headwater {

/// How often something may happen for one address: `burst` times at once and `perSecond` after
/// that. At most 1024 addresses are remembered; beyond that the new ones share one allowance. Any
/// thread.
class RateLimit
{
public:
    using Time = std::chrono::steady_clock::time_point;

    RateLimit(double burst, double perSecond);
    [[nodiscard]] bool allows(const IpAddress& address, Time now);

private:
    using Key = std::array<std::uint8_t, 17>; // family and octets of an address
    struct Allowance
    {
        double left = 0;
        Time at;
    };
    static constexpr std::size_t LargestTable = 1024;

    static Key keyOf(const IpAddress& address);
    Allowance& allowanceOf(const IpAddress& address, Time now);

    const double m_burst;
    const double m_perSecond;
    std::mutex m_mutex;
    std::map<Key, Allowance> m_byAddress;
    Allowance m_others;
};

} // namespace headwater
