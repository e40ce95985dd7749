#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace headwater {

/// Counts since the start of the engine. Value.
struct Counters
{
    std::uint64_t versions = 0;
    std::uint64_t rejections = 0;
    std::uint64_t notifySent = 0;
    std::uint64_t notifyRetried = 0;
    std::uint64_t notifyAcknowledged = 0; ///< NOERROR
    std::uint64_t notifyRefused = 0;      ///< any other rcode
    std::uint64_t notifyUnanswered = 0;
    std::uint64_t asked = 0;
    std::uint64_t ixfr = 0;
    std::uint64_t axfr = 0;
    std::uint64_t upToDate = 0;
    std::uint64_t broken = 0;
    std::uint64_t refused = 0;
    std::uint64_t octets = 0;
};

/// Commit-to-live times in the buckets of a Prometheus histogram. Value.
class LatencyHistogram
{
public:
    /// Upper bounds in seconds; above the last one is only in the total.
    static constexpr std::array<double, 12> Bounds{0.025, 0.05, 0.1, 0.25, 0.5, 1,
                                                   2.5,   5,    10,  30,   60,  300};

    void add(Microseconds time)
    {
        const double seconds = milliseconds(time) / 1000;
        for (std::size_t i = 0; i < Bounds.size(); ++i) {
            if (seconds <= Bounds[i])
                ++m_counts[i];
        }
        ++m_count;
        m_sum += seconds;
    }
    [[nodiscard]] std::uint64_t upTo(std::size_t bound) const { return m_counts[bound]; }
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] double sum() const { return m_sum; }

private:
    std::array<std::uint64_t, Bounds.size()> m_counts{};
    std::uint64_t m_count = 0;
    double m_sum = 0;
};

/// Something that does not work and belongs to no zone.
struct Problem
{
    std::string place;
    std::string text;
    Instant since{};
};

} // namespace headwater
