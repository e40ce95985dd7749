#include "status/ledgersecondary.h"

#include <algorithm>

namespace headwater {

namespace {
constexpr Seconds BudgetsLast{1};
constexpr std::chrono::hours BudgetRange{24 * 7};
} // namespace

Microseconds LedgerSecondary::budgetAt(Instant now)
{
    if (config.budget)
        return budget = *config.budget;
    if (budgetMadeAt != Instant{} && now - budgetMadeAt < BudgetsLast)
        return budget;
    budgetMadeAt = now;
    const Percentiles own = percentiles(toLive.since(now - BudgetRange));
    const auto made = Microseconds(static_cast<Microseconds::rep>(own.p99.value_or(0) * 3000));
    return budget = std::clamp<Microseconds>(made, Seconds{5}, Seconds{60});
}

} // namespace headwater
