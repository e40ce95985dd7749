#pragma once

#include <set>
#include <unordered_set>
#include <vector>

#include "status/pair.h"
#include "status/samples.h"
#include "status/watchedsecondary.h"

namespace headwater {

/// The last NOTIFY to a secondary, whatever the zone.
struct LastNotify
{
    enum class State
    {
        None,
        Waiting,
        Acknowledged,
        Unanswered,
        Refused
    };
    State state = State::None;
    Microseconds roundTrip{};
    int attempt = 0;
    std::optional<Instant> nextRetry;
    std::string rcode;
};

struct LastTransfer
{
    QueryKind kind = QueryKind::Axfr;
    std::size_t octets = 0;
    Microseconds duration{};
    Instant at{};
    std::optional<Serial> from;
    Serial to;
};

struct LastProbe
{
    std::optional<Serial> serial;
    Microseconds roundTrip{};
    Instant at{};
};

struct LedgerSecondary
{
    explicit LedgerSecondary(WatchedSecondary watched)
        : config(std::move(watched))
    {
    }

    WatchedSecondary config;
    std::unordered_set<Name> zones; ///< empty: all
    StateCounts counts{};
    std::set<std::pair<Instant, ZoneId>> open; ///< commit of the oldest version not live
    Samples toLive{4096};
    LastNotify notify;
    std::vector<double> roundTrips; ///< ms, the last 30
    std::optional<LastTransfer> transfer;
    std::optional<LastProbe> probe;
    Microseconds budget{5'000'000};
    Instant budgetMadeAt{};

    [[nodiscard]] SyncState state() const { return worst(counts); }
    /// max(5 s, 3 × its p99 over 7 days), at most 60 s, unless it is fixed. Made again at most once
    /// a second.
    Microseconds budgetAt(Instant now);
};

} // namespace headwater
