#pragma once

#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "status/causebook.h"
#include "status/ledgersecondary.h"
#include "status/ledgerzone.h"

namespace headwater {

/// What is known of every zone, every secondary and every pair, counted in every way that consoles
/// need, so that nothing has to be counted again. Changes are made to a pair and then judged; the
/// ledger keeps the sums, the causes and the times at which a state will change by itself. Value.
class Ledger
{
public:
    static constexpr std::size_t Stations = 7; ///< 0 publish ... 5 verify, 6 live

    // Structure
    void setSecondaries(std::vector<WatchedSecondary> secondaries, Instant now);
    ZoneId addZone(const Name& zone);
    void removeZone(ZoneId zone, Instant now);
    [[nodiscard]] std::optional<ZoneId> find(const Name& zone) const;
    [[nodiscard]] std::optional<SecondaryId> secondary(const std::string& name) const;

    // Changes
    /// The zone has a new newest version; every pair that lacks it is open.
    void publish(ZoneId zone, Serial serial, Instant committedAt, Instant now);
    /// Its first known version was loaded.
    void load(ZoneId zone, Serial serial, Instant publishedAt, Instant now);
    /// What is held while the pair is open; nullptr if it is live and at rest.
    [[nodiscard]] OpenPair* open(ZoneId zone, SecondaryId secondary);
    [[nodiscard]] PairCell& cell(ZoneId zone, SecondaryId secondary)
    {
        return m_zones[zone].pairs[secondary];
    }
    /// To be called after any change of a pair: its state, and all counts.
    void rejudge(ZoneId zone, SecondaryId secondary, Instant now);
    /// Judges what is due. True if a state changed.
    bool judgeDue(Instant now);
    [[nodiscard]] std::optional<Instant> nextDue() const;

    // Reading
    [[nodiscard]] LedgerZone& zone(ZoneId zone) { return m_zones[zone]; }
    [[nodiscard]] const LedgerZone& zone(ZoneId zone) const { return m_zones[zone]; }
    [[nodiscard]] const OpenPair* open(ZoneId zone, SecondaryId secondary) const;
    [[nodiscard]] std::size_t zoneSlots() const { return m_zones.size(); }
    [[nodiscard]] const std::map<Name, ZoneId>& zones() const { return m_names; }
    [[nodiscard]] std::vector<LedgerSecondary>& secondaries() { return m_secondaries; }
    [[nodiscard]] const std::vector<LedgerSecondary>& secondaries() const { return m_secondaries; }
    [[nodiscard]] const StateCounts& zoneCounts() const { return m_zoneCounts; }
    [[nodiscard]] StateCounts pairCounts() const;
    [[nodiscard]] const std::array<StateCounts, Stations>& stations() const { return m_stations; }
    [[nodiscard]] const CauseBook& causes() const { return m_causes; }
    [[nodiscard]] const std::set<ZoneId>& openZones() const { return m_openZones; }
    [[nodiscard]] std::size_t neverObserved() const { return m_neverObserved; }
    [[nodiscard]] std::size_t openPairs() const { return m_open.size(); }
    /// Commit of the oldest change that is not live on a pair that can be observed.
    [[nodiscard]] std::optional<Instant> oldestOpen() const;

    // What changed since it was last asked
    [[nodiscard]] std::set<ZoneId> takeChangedZones() { return std::exchange(m_changedZones, {}); }
    [[nodiscard]] std::set<SecondaryId> takeChangedSecondaries()
    {
        return std::exchange(m_changedSecondaries, {});
    }
    void touch(ZoneId zone) { m_changedZones.insert(zone); }
    void touchSecondary(SecondaryId secondary) { m_changedSecondaries.insert(secondary); }

private:
    /// Makes or ends what is held of an open pair; the pair's new state.
    [[nodiscard]] SyncState settle(ZoneId zone, SecondaryId secondary, Instant now);
    static void refresh(const LedgerZone& zone, const PairCell& cell, OpenPair& open, Instant now);
    void uncount(ZoneId zone, SecondaryId secondary, Instant now);
    void count(ZoneId zone, SecondaryId secondary, Instant now);
    void recount(ZoneId zone, Instant now);
    void noteZoneState(SyncState before, ZoneId zone);
    void forgetCounts();

    std::vector<LedgerZone> m_zones;
    std::vector<ZoneId> m_free;
    std::map<Name, ZoneId> m_names;
    std::unordered_map<Name, ZoneId> m_ids;
    std::vector<LedgerSecondary> m_secondaries;
    std::unordered_map<PairId, OpenPair> m_open;
    std::set<std::pair<Instant, PairId>> m_due;
    StateCounts m_zoneCounts{};
    std::array<StateCounts, Stations> m_stations{};
    CauseBook m_causes;
    std::set<ZoneId> m_openZones; ///< with a pair that is not live
    std::size_t m_neverObserved = 0;
    std::set<ZoneId> m_changedZones;
    std::set<SecondaryId> m_changedSecondaries;
};

} // namespace headwater
