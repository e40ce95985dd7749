#include "status/pair.h"

#include <algorithm>

namespace headwater {

namespace {
/// A state that alarms is entered only after its condition held this long.
constexpr Seconds Hold{1};
constexpr int BudgetsWithoutStep = 10;
} // namespace

Judgement judge(const OpenPair& open, Microseconds budget, Instant now)
{
    std::optional<Instant> failAt;
    std::optional<Instant> lagAt;
    const auto fail = [&](Instant at) { failAt = failAt ? std::min(*failAt, at) : at; };
    if (open.aheadSince)
        fail(*open.aheadSince + Hold);
    if (open.openCommit) {
        if (open.error && open.error->definitive)
            fail(open.error->since + Hold);
        fail(open.advancedAt + BudgetsWithoutStep * budget + Hold);
        lagAt = std::max(open.openedAt, *open.openCommit + budget) + Hold;
    }
    if (failAt && now >= *failAt)
        return {SyncState::Fail, {}};
    if (lagAt && now >= *lagAt)
        return {SyncState::Lag, failAt};
    std::optional<Instant> next = failAt;
    if (lagAt && (!next || *lagAt < *next))
        next = lagAt;
    if (open.silentSince)
        return {SyncState::Unknown, next};
    return {open.openCommit ? SyncState::Moving : SyncState::Ok, next};
}

std::string causeCode(const OpenPair& open, SyncState state, bool polls)
{
    if (open.aheadSince && state == SyncState::Fail)
        return "serial-ahead";
    if (state == SyncState::Unknown)
        return "unobserved";
    if (open.error)
        return open.error->code;
    switch (open.reached) {
    case Milestone::Committed:
    case Milestone::Published:
        return polls ? "no-ask" : "notify-timeout";
    case Milestone::Sent:
        return "notify-timeout";
    case Milestone::Acknowledged:
        return "no-ask";
    case Milestone::Asked:
        return "xfr-slow";
    case Milestone::Transferred:
    case Milestone::Live:
        break;
    }
    return "old-answer";
}

} // namespace headwater
