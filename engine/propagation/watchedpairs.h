#pragma once

#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/address.h"
#include "base/clock.h"
#include "dns/serial.h"
#include "propagation/askbudget.h"
#include "propagation/chases.h"
#include "zone/secondary.h"

namespace headwater {

/// One public address of a secondary.
struct ProbeTarget
{
    Endpoint address;
    std::string text;
    std::uint32_t number = 0; ///< never used again for another address
    std::size_t peer = 0;     ///< index
};

/// A secondary as the prober knows it.
struct ProbePeer
{
    std::string name;
    std::unordered_set<Name> zones;   ///< empty: all
    std::vector<std::size_t> targets; ///< indexes
    AskBudget budget;
    std::deque<ProbeKey> urgent;     ///< chases that are due
    std::deque<std::uint32_t> looks; ///< zones never looked at yet
    std::size_t sweepAt = 0;         ///< zone the slow round comes to next
    Instant nextSweep{};
    std::deque<Microseconds> timesToLive; ///< the last ones

    [[nodiscard]] bool serves(const Name& zone) const
    {
        return zones.empty() || zones.count(zone) != 0;
    }
    /// Median time from commit to live, in 10 ms ... 60 s.
    [[nodiscard]] Milliseconds usualTime(Milliseconds otherwise) const;
    void noteTimeToLive(Microseconds time);
};

/// What one address last showed of one zone; 8 octets, because there may be millions.
struct ProbeCell
{
    Serial serial;
    std::uint8_t misses = 0;  ///< questions in a row without an answer, up to 255
    bool answered = false;    ///< at least once
    bool hasSerial = false;   ///< the last answer had the SOA
    bool silenceTold = false; ///< ProbeUnanswered is out
};

struct WatchedZone
{
    Name name;
    Serial newest;
    Instant publishedAt{};
    bool present = false;
    std::vector<ProbeCell> cells; ///< by index of target
};

/// Zones, public addresses, and what they last showed. Value.
class WatchedPairs
{
public:
    void setSecondaries(const std::vector<Secondary>& secondaries, std::size_t perSecond);
    /// The number of the zone; it is made when it is new.
    std::uint32_t add(const Name& zone);
    void remove(std::uint32_t zone);

    [[nodiscard]] std::optional<std::uint32_t> find(const Name& zone) const;
    [[nodiscard]] WatchedZone& zone(std::uint32_t number) { return m_zones[number]; }
    [[nodiscard]] std::size_t zoneSlots() const { return m_zones.size(); }
    [[nodiscard]] std::size_t zoneCount() const { return m_numbers.size(); }
    [[nodiscard]] std::vector<ProbePeer>& peers() { return m_peers; }
    [[nodiscard]] ProbePeer* peer(const std::string& name);
    [[nodiscard]] const ProbeTarget* target(std::uint32_t number) const;
    [[nodiscard]] const ProbeTarget& targetAt(std::size_t index) const { return m_targets[index]; }
    [[nodiscard]] std::vector<std::uint32_t> targetNumbers() const;
    [[nodiscard]] std::vector<std::string> secondariesOf(const Name& zone) const;
    [[nodiscard]] ProbeCell& cell(std::uint32_t zone, const ProbeTarget& target);
    /// The oldest serial the secondary shows, once all its addresses have shown one and none of
    /// them is silent.
    [[nodiscard]] std::optional<Serial> shown(std::uint32_t zone, const ProbePeer& peer) const;

private:
    [[nodiscard]] std::size_t indexOf(const ProbeTarget& target) const;

    std::vector<ProbePeer> m_peers;
    std::vector<ProbeTarget> m_targets;
    std::unordered_map<std::uint32_t, std::size_t> m_indexes; ///< target number → index
    std::uint32_t m_targetsMade = 0;
    std::vector<WatchedZone> m_zones;
    std::vector<std::uint32_t> m_free;
    std::unordered_map<Name, std::uint32_t> m_numbers;
};

} // namespace headwater
