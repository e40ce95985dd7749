#include "base/clock.h"

namespace headwater {

Instant Clock::now()
{
    static const auto wallAtStart =
        std::chrono::time_point_cast<Microseconds>(std::chrono::system_clock::now());
    static const auto steadyAtStart = std::chrono::steady_clock::now();
    return wallAtStart + std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() -
                                                                  steadyAtStart);
}

std::chrono::sys_seconds Clock::wall()
{
    return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

} // namespace headwater
