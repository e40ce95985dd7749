#pragma once

#include <vector>

#include "status/ledger.h"

namespace headwater {

/// Zones that a secondary will stop answering because it has not reached us for too long.
struct Expiring
{
    SecondaryId secondary = 0;
    std::vector<ZoneId> zones; ///< soonest first, the first 20
    std::size_t count = 0;
    Instant first{}; ///< when the first of them runs out
};

/// Pairs with less than 24 h - or half, when that is less - of the zone's SOA EXPIRE left since the
/// secondary last asked us. Pairs that never asked in this run count from `startedAt`. Looks at
/// every pair: to be called about once a minute.
[[nodiscard]] std::vector<Expiring> findExpiring(const Ledger& ledger, Instant startedAt,
                                                 Instant now);

} // namespace headwater
