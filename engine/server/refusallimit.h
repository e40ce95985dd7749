#pragma once

#include <chrono>
#include <map>
#include <mutex>

#include "server/connectioncount.h"

namespace headwater {

/// How often refusals of one address become facts: 20 at once and 5 a second after that, so that a
/// flood of denied requests fills neither a log nor a board. At most 1024 addresses are remembered;
/// beyond that the new ones share one allowance. Any thread.
class RefusalLimit
{
public:
    using Time = std::chrono::steady_clock::time_point;

    [[nodiscard]] bool allows(const IpAddress& address, Time now);

private:
    struct Allowance
    {
        double left = Burst;
        Time at;
    };
    static constexpr double Burst = 20;
    static constexpr double PerSecond = 5;
    static constexpr std::size_t LargestTable = 1024;

    Allowance& allowanceOf(const IpAddress& address, Time now);

    std::mutex m_mutex;
    std::map<AddressKey, Allowance> m_byAddress;
    Allowance m_others;
};

} // namespace headwater
