#include "status/ledger.h"

#include <algorithm>

namespace headwater {

namespace {

void bump(std::uint32_t& count, bool up)
{
    if (up)
        ++count;
    else if (count != 0)
        --count;
}

} // namespace

void Ledger::setSecondaries(std::vector<WatchedSecondary> secondaries, Instant now)
{
    std::vector<std::optional<SecondaryId>> before; // of each new one among the old ones
    std::vector<LedgerSecondary> next;
    for (WatchedSecondary& watched : secondaries) {
        const auto known = secondary(watched.name);
        before.push_back(known);
        LedgerSecondary made(std::move(watched));
        if (known) {
            LedgerSecondary& old = m_secondaries[*known];
            const WatchedSecondary config = made.config;
            made = std::move(old);
            made.config = config;
            old.config.name = config.name; // still found by its name
        }
        made.zones = {made.config.zones.begin(), made.config.zones.end()};
        made.budgetMadeAt = {};
        next.push_back(std::move(made));
    }
    std::unordered_map<PairId, OpenPair> open;
    for (ZoneId id = 0; id < m_zones.size(); ++id) {
        LedgerZone& zone = m_zones[id];
        std::vector<PairCell> cells(next.size());
        for (std::size_t i = 0; i < next.size(); ++i) {
            const auto current = static_cast<SecondaryId>(i);
            if (before[i]) {
                cells[i] = zone.pairs.size() > *before[i] ? zone.pairs[*before[i]] : PairCell{};
                const auto kept = m_open.find(pairId(id, *before[i]));
                if (kept != m_open.end())
                    open.emplace(pairId(id, current), kept->second);
            }
            cells[i].serves = next[i].zones.empty() || next[i].zones.count(zone.name) != 0;
        }
        zone.pairs = std::move(cells);
        zone.slowest.reset();
    }
    m_secondaries = std::move(next);
    m_open = std::move(open);
    forgetCounts();
    for (ZoneId id = 0; id < m_zones.size(); ++id) {
        if (m_zones[id].counted)
            recount(id, now);
    }
}

void Ledger::forgetCounts()
{
    for (auto it = m_open.begin(); it != m_open.end(); ++it) {
        it->second.countedStation.reset();
        it->second.countedOpen.reset();
        it->second.countedCause.reset();
        it->second.judgedAgainAt.reset();
    }
    for (LedgerZone& zone : m_zones)
        zone.counts = {};
    for (LedgerSecondary& each : m_secondaries) {
        each.counts = {};
        each.open.clear();
    }
    m_due.clear();
    m_zoneCounts = {};
    m_stations = {};
    m_causes.clear();
    m_openZones.clear();
    m_neverObserved = 0;
}

/// Counts a zone none of whose pairs is counted.
void Ledger::recount(ZoneId id, Instant now)
{
    LedgerZone& zone = m_zones[id];
    zone.counted = true;
    for (std::size_t i = 0; i < zone.pairs.size(); ++i) {
        if (!zone.pairs[i].serves)
            continue;
        const auto secondary = static_cast<SecondaryId>(i);
        zone.pairs[i].state = settle(id, secondary, now);
        count(id, secondary, now);
        touchSecondary(secondary);
    }
    ++m_zoneCounts[index(zone.state())];
    noteZoneState(zone.state(), id);
    touch(id);
}

ZoneId Ledger::addZone(const Name& name)
{
    if (const auto known = find(name))
        return *known;
    ZoneId id = 0;
    if (m_free.empty()) {
        id = static_cast<ZoneId>(m_zones.size());
        m_zones.emplace_back();
    } else {
        id = m_free.back();
        m_free.pop_back();
    }
    LedgerZone& zone = m_zones[id];
    zone.name = name;
    zone.present = true;
    zone.pairs.resize(m_secondaries.size());
    for (std::size_t i = 0; i < m_secondaries.size(); ++i) {
        const LedgerSecondary& each = m_secondaries[i];
        zone.pairs[i].serves = each.zones.empty() || each.zones.count(name) != 0;
    }
    m_names.emplace(name, id);
    m_ids.emplace(name, id);
    touch(id);
    return id;
}

void Ledger::removeZone(ZoneId id, Instant now)
{
    LedgerZone& zone = m_zones[id];
    const SyncState before = zone.state();
    for (std::size_t i = 0; i < zone.pairs.size(); ++i) {
        const auto secondary = static_cast<SecondaryId>(i);
        if (!zone.pairs[i].serves || !zone.counted)
            continue;
        uncount(id, secondary, now);
        m_open.erase(pairId(id, secondary));
        touchSecondary(secondary);
    }
    if (zone.counted)
        bump(m_zoneCounts[index(before)], false);
    m_openZones.erase(id);
    m_changedZones.erase(id);
    m_names.erase(zone.name);
    m_ids.erase(zone.name);
    zone = LedgerZone{};
    m_free.push_back(id);
}

std::optional<ZoneId> Ledger::find(const Name& zone) const
{
    const auto found = m_ids.find(zone);
    if (found == m_ids.end())
        return {};
    return found->second;
}

std::optional<SecondaryId> Ledger::secondary(const std::string& name) const
{
    for (std::size_t i = 0; i < m_secondaries.size(); ++i) {
        if (m_secondaries[i].config.name == name)
            return static_cast<SecondaryId>(i);
    }
    return {};
}

void Ledger::publish(ZoneId id, Serial serial, Instant committedAt, Instant now)
{
    LedgerZone& zone = m_zones[id];
    zone.forgetVersions();
    const std::uint64_t number = zone.versions.empty() ? 1 : zone.versions.back().number + 1;
    zone.versions.push_back({serial, committedAt, number});
    zone.serial = serial;
    zone.publishedHere = true;
    zone.slowest.reset();
    zone.slowestMs = 0;
    if (!zone.counted)
        return recount(id, now);
    for (std::size_t i = 0; i < zone.pairs.size(); ++i) {
        const auto secondary = static_cast<SecondaryId>(i);
        if (OpenPair* pair = open(id, secondary))
            pair->reached = Milestone::Published;
        rejudge(id, secondary, now);
    }
    touch(id);
}

void Ledger::load(ZoneId id, Serial serial, Instant publishedAt, Instant now)
{
    LedgerZone& zone = m_zones[id];
    zone.versions = {{serial, publishedAt, 1}};
    zone.serial = serial;
    if (!zone.counted)
        return recount(id, now);
    for (std::size_t i = 0; i < zone.pairs.size(); ++i)
        rejudge(id, static_cast<SecondaryId>(i), now);
    touch(id);
}

OpenPair* Ledger::open(ZoneId zone, SecondaryId secondary)
{
    const auto found = m_open.find(pairId(zone, secondary));
    return found == m_open.end() ? nullptr : &found->second;
}

const OpenPair* Ledger::open(ZoneId zone, SecondaryId secondary) const
{
    const auto found = m_open.find(pairId(zone, secondary));
    return found == m_open.end() ? nullptr : &found->second;
}

void Ledger::rejudge(ZoneId id, SecondaryId secondary, Instant now)
{
    LedgerZone& zone = m_zones[id];
    PairCell& cell = zone.pairs[secondary];
    if (!cell.serves || !zone.counted)
        return;
    const SyncState before = zone.state();
    uncount(id, secondary, now);
    cell.state = settle(id, secondary, now);
    count(id, secondary, now);
    noteZoneState(before, id);
    touch(id);
    touchSecondary(secondary);
}

SyncState Ledger::settle(ZoneId id, SecondaryId secondary, Instant now)
{
    const LedgerZone& zone = m_zones[id];
    const PairCell& cell = zone.pairs[secondary];
    const bool never = cell.seen == PairCell::Seen::Never;
    const bool ahead = cell.seen == PairCell::Seen::Shown && !zone.versions.empty() &&
                       cell.shown.isNewerThan(zone.serial);
    const bool missing = never ? zone.publishedHere : !zone.isLive(cell);
    if (!missing && !ahead && !cell.silent) {
        m_open.erase(pairId(id, secondary));
        return never ? SyncState::Unknown : SyncState::Ok;
    }
    OpenPair& pair = m_open[pairId(id, secondary)];
    refresh(zone, cell, pair, now);
    if (!missing)
        pair.openCommit.reset();
    if (never && !missing)
        return SyncState::Unknown;
    const Judgement judgement = judge(pair, m_secondaries[secondary].budgetAt(now), now);
    pair.judgedAgainAt = judgement.changesAt;
    return judgement.state;
}

void Ledger::refresh(const LedgerZone& zone, const PairCell& cell, OpenPair& pair, Instant now)
{
    const auto missing = zone.oldestMissing(cell);
    if (missing && !pair.openCommit) {
        pair.openedAt = now;
        pair.advancedAt = now;
        pair.reached = Milestone::Published;
    } else if (missing && *missing > *pair.openCommit) {
        pair.advancedAt = now; // an older version has become live
    }
    if (!missing) {
        pair.reached = Milestone::Live;
        pair.error.reset();
        pair.nextRetry.reset();
    }
    pair.openCommit = missing;
    const bool ahead = cell.seen == PairCell::Seen::Shown && cell.shown.isNewerThan(zone.serial);
    if (!ahead)
        pair.aheadSince.reset();
    else if (!pair.aheadSince)
        pair.aheadSince = now;
    if (!cell.silent)
        pair.silentSince.reset();
    else if (!pair.silentSince)
        pair.silentSince = now;
}

/// Takes back what count() has counted. Uses only what count() left, because the rest of the pair
/// may have changed since.
void Ledger::uncount(ZoneId id, SecondaryId secondary, Instant now)
{
    LedgerZone& zone = m_zones[id];
    LedgerSecondary& peer = m_secondaries[secondary];
    const SyncState state = zone.pairs[secondary].state;
    bump(zone.counts[index(state)], false);
    bump(peer.counts[index(state)], false);
    OpenPair* pair = open(id, secondary);
    if (pair == nullptr) {
        if (state == SyncState::Ok)
            bump(m_stations[Stations - 1][index(state)], false);
        else if (m_neverObserved != 0)
            --m_neverObserved;
        return;
    }
    if (pair->countedStation)
        bump(m_stations[static_cast<std::size_t>(*pair->countedStation)][index(state)], false);
    if (pair->countedOpen)
        peer.open.erase({*pair->countedOpen, id});
    if (pair->countedCause)
        m_causes.leave(pair->countedCause->first, pair->countedCause->second, id, now);
    if (pair->judgedAgainAt)
        m_due.erase({*pair->judgedAgainAt, pairId(id, secondary)});
    pair->countedStation.reset();
    pair->countedOpen.reset();
    pair->countedCause.reset();
    pair->judgedAgainAt.reset();
}

void Ledger::count(ZoneId id, SecondaryId secondary, Instant now)
{
    LedgerZone& zone = m_zones[id];
    LedgerSecondary& peer = m_secondaries[secondary];
    const SyncState state = zone.pairs[secondary].state;
    bump(zone.counts[index(state)], true);
    bump(peer.counts[index(state)], true);
    OpenPair* pair = open(id, secondary);
    if (pair == nullptr) {
        if (state == SyncState::Ok)
            bump(m_stations[Stations - 1][index(state)], true);
        else
            ++m_neverObserved;
        return;
    }
    pair->countedStation = pair->openCommit ? pair->reached : Milestone::Live;
    bump(m_stations[static_cast<std::size_t>(*pair->countedStation)][index(state)], true);
    if (pair->openCommit && !pair->silentSince) {
        pair->countedOpen = pair->openCommit;
        peer.open.emplace(*pair->openCommit, id);
    }
    if (state == SyncState::Fail || state == SyncState::Lag || state == SyncState::Unknown) {
        const CauseKey key{state, causeCode(*pair, state, peer.config.polls), secondary};
        const Instant since = state == SyncState::Unknown
                                  ? pair->silentSince.value_or(now)
                                  : pair->openCommit.value_or(pair->aheadSince.value_or(now));
        pair->countedCause = {key, since};
        m_causes.join(key, since, id, *pair, now);
    }
    if (pair->judgedAgainAt)
        m_due.emplace(*pair->judgedAgainAt, pairId(id, secondary));
}

void Ledger::noteZoneState(SyncState before, ZoneId id)
{
    const SyncState after = m_zones[id].state();
    if (after != before) {
        bump(m_zoneCounts[index(before)], false);
        bump(m_zoneCounts[index(after)], true);
    }
    if (after == SyncState::Ok || after == SyncState::Paused)
        m_openZones.erase(id);
    else
        m_openZones.insert(id);
}

bool Ledger::judgeDue(Instant now)
{
    bool changed = false;
    while (!m_due.empty() && m_due.begin()->first <= now) {
        const PairId due = m_due.begin()->second;
        m_due.erase(m_due.begin());
        const auto id = static_cast<ZoneId>(due >> 16);
        const auto secondary = static_cast<SecondaryId>(due & 0xFFFF);
        rejudge(id, secondary, now);
        changed = true;
    }
    return changed;
}

std::optional<Instant> Ledger::nextDue() const
{
    if (m_due.empty())
        return {};
    return m_due.begin()->first;
}

StateCounts Ledger::pairCounts() const
{
    StateCounts sum{};
    for (const LedgerSecondary& each : m_secondaries) {
        for (std::size_t i = 0; i < SyncStates; ++i)
            sum[i] += each.counts[i];
    }
    return sum;
}

std::optional<Instant> Ledger::oldestOpen() const
{
    std::optional<Instant> oldest;
    for (const LedgerSecondary& each : m_secondaries) {
        if (!each.open.empty() && (!oldest || each.open.begin()->first < *oldest))
            oldest = each.open.begin()->first;
    }
    return oldest;
}

} // namespace headwater
