#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "base/clock.h"

namespace headwater {

/// The newest durations of one kind with the moments they were taken, at most `bound` of them.
/// Value.
class Samples
{
public:
    explicit Samples(std::size_t bound)
        : m_bound(bound)
    {
    }

    void add(Instant at, Microseconds duration);
    [[nodiscard]] bool isEmpty() const { return m_samples.empty(); }
    /// Those taken at `from` or later, in ms, oldest first.
    [[nodiscard]] std::vector<double> since(Instant from) const;
    /// The newest `count`, in ms, oldest first.
    [[nodiscard]] std::vector<double> last(std::size_t count) const;

private:
    struct Sample
    {
        Instant at;
        Microseconds duration;
    };
    std::size_t m_bound;
    std::deque<Sample> m_samples;
};

/// What is told of a set of durations.
struct Percentiles
{
    std::optional<double> p50; ///< ms
    /// Below 100 samples the greatest, which consoles label "max".
    std::optional<double> p99;
    std::size_t samples = 0;
};

/// Takes the values apart; give it a copy.
[[nodiscard]] Percentiles percentiles(std::vector<double> values);

} // namespace headwater
