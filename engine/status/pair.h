#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "status/milestones.h"
#include "status/state.h"

namespace headwater {

using ZoneId = std::uint32_t;
using SecondaryId = std::uint16_t;
using PairId = std::uint64_t;

[[nodiscard]] constexpr PairId pairId(ZoneId zone, SecondaryId secondary)
{
    return (static_cast<PairId>(zone) << 16) | secondary;
}

/// One zone on one secondary, as long as nothing is open. There may be millions: 12 octets.
struct PairCell
{
    enum class Seen : std::uint8_t
    {
        Never, ///< not observed in this run
        NoSoa, ///< it answers, but not with the SOA of the zone
        Shown  ///< it shows `shown`
    };

    Serial shown;              ///< the oldest that its public addresses show
    std::uint32_t contact = 0; ///< seconds since 1970 of its last SOA question or transfer; 0: none
    SyncState state = SyncState::Unknown;
    Seen seen = Seen::Never;
    bool serves = false;
    bool silent = false; ///< three questions in a row had no answer
};
static_assert(sizeof(PairCell) == 12);

/// What went wrong last on a pair.
struct PairError
{
    std::string code;                         ///< of a cause, see remedies.h
    std::string text;                         ///< a sentence
    Milestone step = Milestone::Acknowledged; ///< that did not succeed
    bool definitive = false;                  ///< trying again will not help
    Instant since{};                          ///< the first of a row with this code
    std::string address;
    std::string key;
    std::string rcode;
    std::size_t octets = 0;
    int times = 1;
};

/// Pairs that share these are one cause.
struct CauseKey
{
    SyncState state = SyncState::Moving;
    std::string code;
    SecondaryId secondary = 0;

    friend bool operator<(const CauseKey& a, const CauseKey& b)
    {
        return std::tie(a.state, a.code, a.secondary) < std::tie(b.state, b.code, b.secondary);
    }
    friend bool operator==(const CauseKey& a, const CauseKey& b)
    {
        return a.state == b.state && a.code == b.code && a.secondary == b.secondary;
    }
};

/// What is held of a pair only while it is not live, or is silent.
struct OpenPair
{
    Instant openedAt{};                ///< when it was seen not to be live
    std::optional<Instant> openCommit; ///< of the oldest version that is not live; none: live
    Instant advancedAt{};              ///< last step that succeeded
    Milestone reached = Milestone::Published; ///< of the newest version
    std::optional<Instant> aheadSince;        ///< it shows a serial newer than anything published
    std::optional<Instant> silentSince;
    std::optional<PairError> error;
    int aborted = 0; ///< transfers in a row
    std::optional<Instant> nextRetry;

    // How the ledger has counted it; written by the ledger only.
    std::optional<Milestone> countedStation;
    std::optional<Instant> countedOpen;
    std::optional<std::pair<CauseKey, Instant>> countedCause;
    std::optional<Instant> judgedAgainAt;
};

/// The state of an open pair, and when it will be another if nothing happens.
struct Judgement
{
    SyncState state = SyncState::Moving;
    std::optional<Instant> changesAt;
};

/// The rules of the six states. Stuck: a definitive error with no success since, no step for ten
/// budgets, or a serial we never published. Late: older than the budget. Both only after the
/// condition held for a second. Not observed: silent. Otherwise in flight, or live if nothing is
/// open.
[[nodiscard]] Judgement judge(const OpenPair& open, Microseconds budget, Instant now);

/// Why it is in that state: the error's code, or what it waits for. `polls`: it is sent no NOTIFY.
[[nodiscard]] std::string causeCode(const OpenPair& open, SyncState state, bool polls);

} // namespace headwater
