#pragma once

#include <deque>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "base/clock.h"
#include "dns/tsig.h"
#include "zone/secondary.h"

namespace headwater {

/// A secondary as the notifier knows it.
struct NotifyPeer
{
    std::string name;
    std::optional<TsigKey> key;
    std::optional<IpAddress> source;
    std::unordered_set<Name> zones; ///< empty: all

    [[nodiscard]] bool serves(const Name& zone) const
    {
        return zones.empty() || zones.count(zone) != 0;
    }
};

/// What is under way for one zone at one NOTIFY address. Exists only while there is something to do
/// or the shortest gap since the last one has not passed.
struct NotifyLeg
{
    enum class Phase
    {
        Idle,     ///< nothing to do
        Waiting,  ///< for `due`
        Queued,   ///< for its turn
        InFlight, ///< for the answer
    };
    /// What to do when the one in flight has ended.
    enum class Afterwards
    {
        Retry,  ///< if it was not answered
        Again,  ///< something newer is to be told
        AtOnce, ///< the same, without the shortest gap
        Stop,   ///< the secondary has it
    };

    Phase phase = Phase::Idle;
    Afterwards afterwards = Afterwards::Retry;
    Serial telling; ///< in the message that is or was last in flight
    int attempt = 0;
    Milliseconds wait{}; ///< until the next attempt; never shrinks for one serial (invariant 22)
    Instant sentAt{};
    Instant due{};
};

/// One NOTIFY address of a secondary.
struct NotifyTarget
{
    std::shared_ptr<const NotifyPeer> peer;
    Endpoint address;
    std::string text; ///< of the address
    std::unordered_map<Name, NotifyLeg> legs;
    std::deque<Name> queue; ///< zones whose leg is Queued
};

} // namespace headwater
