#include "server/recentquestions.h"

#include <functional>

namespace headwater {

namespace {

constexpr Milliseconds News{500}; // after which the same is told again

std::size_t place(RequestReport::Kind kind)
{
    switch (kind) {
    case RequestReport::Kind::Ixfr:
        return 1;
    case RequestReport::Kind::Axfr:
        return 2;
    default:
        return 0;
    }
}

} // namespace

RecentQuestions::Pair& RecentQuestions::pairOf(const RequestReport& report)
{
    const std::size_t hash = report.zone.hash() * 31 + std::hash<std::string>()(report.secondary);
    return m_pairs[hash % Pairs];
}

bool RecentQuestions::isNews(const RequestReport& report, const IpAddress& peer,
                             Transport transport, Time now)
{
    const std::lock_guard lock(m_mutex);
    Slot& slot = pairOf(report)[place(report.kind)];
    Told told{report.zone, report.secondary, report.key, report.kind,
              report.has,  report.given,     peer,       transport};
    if (slot.told == told && now - slot.at < News)
        return false;
    slot = {std::move(told), now};
    return true;
}

void RecentQuestions::forget(const RequestReport& report)
{
    const std::lock_guard lock(m_mutex);
    pairOf(report) = {};
}

} // namespace headwater
