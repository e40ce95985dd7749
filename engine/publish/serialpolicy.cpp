#include "publish/serialpolicy.h"

namespace headwater {

namespace {

Serial unixTime(std::chrono::sys_seconds now)
{
    // Serials wrap as this does, in 2106.
    return Serial(static_cast<std::uint32_t>(now.time_since_epoch().count()));
}

/// yyyymmdd00 in UTC; 0 outside the years that fit into 32 bits.
Serial date(std::chrono::sys_seconds now)
{
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(now));
    const int year = static_cast<int>(day.year());
    if (year < 1970 || year > 4293)
        return {};
    const auto months = static_cast<std::uint32_t>(year) * 100 + static_cast<unsigned>(day.month());
    return Serial((months * 100 + static_cast<unsigned>(day.day())) * 100);
}

/// What the policy itself would like; 0 when it has no wish.
Serial wished(SerialPolicy policy, std::chrono::sys_seconds now)
{
    switch (policy) {
    case SerialPolicy::UnixTime:
        return unixTime(now);
    case SerialPolicy::Date:
        return date(now);
    case SerialPolicy::Increment:
        break;
    }
    return {};
}

} // namespace

Serial nextSerial(SerialPolicy policy, std::optional<Serial> floor, std::optional<Serial> atLeast,
                  std::chrono::sys_seconds now)
{
    const Serial none;
    const Serial wish = wished(policy, now);
    const Serial least = atLeast.value_or(none);
    if (!floor) {
        if (least != none)
            return least;
        return wish != none ? wish : Serial(1);
    }
    Serial next = floor->next();
    if (wish != none && wish.isNewerThan(*floor))
        next = wish;
    // Newer than both: newer than `next` alone may lie more than half the circle from the floor.
    if (least != none && least.isNewerThan(next) && least.isNewerThan(*floor))
        next = least;
    return next;
}

} // namespace headwater
