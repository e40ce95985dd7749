#pragma once

#include <chrono>

namespace headwater {

using Microseconds = std::chrono::microseconds;
using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;

/// A moment on the engine's one clock, microseconds since 1970-01-01 UTC.
using Instant = std::chrono::sys_time<Microseconds>;

/// The engine's clock: wall time at start, carried on by the steady clock, so that the steps of a
/// publication never run backwards when the system clock is set. Any thread.
class Clock
{
public:
    [[nodiscard]] static Instant now();
    /// True wall-clock time, for TSIG (RFC 8945 section 5.2.3) and for serials made from dates.
    [[nodiscard]] static std::chrono::sys_seconds wall();
};

[[nodiscard]] inline double milliseconds(Microseconds duration)
{
    return static_cast<double>(duration.count()) / 1000.0;
}

} // namespace headwater
