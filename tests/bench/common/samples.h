#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace headwater {

using Steady = std::chrono::steady_clock;

[[nodiscard]] double millisecondsSince(Steady::time_point start);

/// Figures of one measure.
struct Samples
{
    std::vector<double> values;

    void add(double value) { values.push_back(value); }
    /// 0.5 is the median; 0 without values.
    [[nodiscard]] double quantile(double share) const;
    [[nodiscard]] double median() const { return quantile(0.5); }
};

/// append + fdatasync of 4 KiB in `folder`, ms: what one durable commit costs at least here.
[[nodiscard]] Samples durableFloor(const std::string& folder);

/// Ends the program: a benchmark that cannot measure must not print figures.
[[noreturn]] void giveUp(const std::string& why);

} // namespace headwater
