#include "status/samples.h"

#include <algorithm>
#include <cmath>

namespace headwater {

namespace {

/// Nearest rank: the least value that is not below `share` of them.
double ranked(std::vector<double>& values, double share)
{
    const auto rank =
        static_cast<std::ptrdiff_t>(std::ceil(share * static_cast<double>(values.size())) - 1);
    const auto place = values.begin() + std::max<std::ptrdiff_t>(rank, 0);
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

} // namespace

void Samples::add(Instant at, Microseconds duration)
{
    m_samples.push_back({at, std::max(duration, Microseconds{0})});
    if (m_samples.size() > m_bound)
        m_samples.pop_front();
}

std::vector<double> Samples::since(Instant from) const
{
    std::vector<double> values;
    for (auto it = m_samples.rbegin(); it != m_samples.rend() && it->at >= from; ++it)
        values.push_back(milliseconds(it->duration));
    std::reverse(values.begin(), values.end());
    return values;
}

std::vector<double> Samples::last(std::size_t count) const
{
    std::vector<double> values;
    const std::size_t skipped = m_samples.size() - std::min(count, m_samples.size());
    for (std::size_t i = skipped; i < m_samples.size(); ++i)
        values.push_back(milliseconds(m_samples[i].duration));
    return values;
}

Percentiles percentiles(std::vector<double> values)
{
    Percentiles result;
    result.samples = values.size();
    if (values.empty())
        return result;
    result.p50 = ranked(values, 0.5);
    result.p99 = values.size() < 100 ? *std::max_element(values.begin(), values.end())
                                     : ranked(values, 0.99);
    return result;
}

} // namespace headwater
