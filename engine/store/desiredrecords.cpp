#include "store/desiredrecords.h"

#include <algorithm>

#include "store/rrsetreader.h"

namespace headwater {

namespace {

constexpr std::size_t ManyChanges = 1000;

std::string place(const ZoneRows::Row& zone)
{
    return "records of zone " + zone.settings.zone.display();
}

RRset normalised(const RRset& set)
{
    RRset copy = set;
    if (copy.rdata.size() > 1)
        copy.normalise();
    return copy;
}

/// Only what the tables rely on: whether the zone is right is the checks' business.
std::string faultOf(const Name& zone, const RRset& set)
{
    if (!set.owner.isWithin(zone))
        return "is outside the zone";
    if (set.type == RecordType::SOA)
        return "an SOA is no ordinary record: its fields belong to the zone";
    if (static_cast<std::uint16_t>(set.type) == 0)
        return "type 0 is no record type";
    if (set.ttl > MaximumTtl)
        return "the TTL " + std::to_string(set.ttl) + " is over 2147483647";
    for (const Rdata& rdata : set.rdata) {
        if (rdata.size() > 65535)
            return "RDATA of " + std::to_string(rdata.size()) + " octets is over 65535";
    }
    return {};
}

} // namespace

struct DesiredRecords::KeyedSet
{
    Octets key;
    const RRset* set = nullptr;

    [[nodiscard]] bool sameAs(const Octets& otherKey, RecordType type) const
    {
        return set->type == type && key == otherKey;
    }
    friend bool operator<(const KeyedSet& a, const KeyedSet& b)
    {
        return a.key != b.key ? a.key < b.key : a.set->type < b.set->type;
    }
};

/// Points into the change that is being applied, so that a first load is not copied once more.
struct DesiredRecords::SetChange
{
    Octets key;
    RRset before;                 ///< empty: there was none
    const RRset* after = nullptr; ///< none: there shall be none
};

Result<bool> DesiredRecords::isEmpty(const ZoneRows::Row& zone)
{
    Statement row(m_database, "SELECT 1 FROM record WHERE zone = ? LIMIT 1");
    row.with(zone.id);
    const bool found = row.next();
    if (auto done = row.check("reading " + place(zone)); !done)
        return passOn(done);
    return !found;
}

Result<DesiredRecords::KeyedSets> DesiredRecords::keyed(const DesiredChange& change) const
{
    KeyedSets sets;
    sets.reserve(change.sets.size());
    for (const RRset& set : change.sets) {
        if (const std::string fault = faultOf(change.zone, set); !fault.empty())
            return m_database.failure("zone " + change.zone.display(),
                                      set.owner.text() + " " + text(set.type) + ": " + fault);
        sets.push_back({set.owner.canonicalKey(), &set});
    }
    if (!std::is_sorted(sets.begin(), sets.end()))
        std::sort(sets.begin(), sets.end());
    for (std::size_t i = 1; i < sets.size(); ++i) {
        if (sets[i].sameAs(sets[i - 1].key, sets[i - 1].set->type))
            return m_database.failure("zone " + change.zone.display(),
                                      sets[i].set->owner.text() + " " + text(sets[i].set->type) +
                                          ": the RRset is given twice in one change");
    }
    return sets;
}

Result<std::vector<RRset>> DesiredRecords::all(const ZoneRows::Row& zone)
{
    Statement rows(m_database, "SELECT owner, type, ttl, rdata, owner_key FROM record"
                               " WHERE zone = ? ORDER BY owner_key, type");
    rows.with(zone.id);
    return RRsetReader(rows).all("reading " + place(zone));
}

Result<std::vector<RRset>> DesiredRecords::at(const ZoneRows::Row& zone, const Name& owner)
{
    Statement rows(m_database, "SELECT owner, type, ttl, rdata, owner_key FROM record"
                               " WHERE zone = ? AND owner_key = ? ORDER BY type");
    rows.with(zone.id).with(owner.canonicalKey());
    return RRsetReader(rows).all("reading " + place(zone));
}

Result<std::vector<RRset>> DesiredRecords::below(const ZoneRows::Row& zone, const Name& owner,
                                                 std::size_t limit)
{
    // Names below an owner follow it at once in canonical order.
    Statement rows(m_database, "SELECT owner, type, ttl, rdata, owner_key FROM record"
                               " WHERE zone = ? AND owner_key > ? ORDER BY owner_key, type");
    rows.with(zone.id).with(owner.canonicalKey());
    RRsetReader reader(rows);
    std::vector<RRset> sets;
    RRset set;
    Octets key;
    while (sets.size() < limit && reader.next(&set, &key) && set.owner.isWithin(owner))
        sets.push_back(std::move(set));
    if (auto done = rows.check("reading " + place(zone)); !done)
        return passOn(done);
    return sets;
}

Result<std::size_t> DesiredRecords::apply(const ZoneRows::Row& zone, const DesiredChange& change)
{
    auto wanted = keyed(change);
    if (!wanted)
        return passOn(wanted);
    auto changes = compareGiven(zone, *wanted);
    if (!changes)
        return passOn(changes);
    return write(zone, change, *changes);
}

Result<std::size_t> DesiredRecords::replaceAll(const ZoneRows::Row& zone,
                                               const DesiredChange& change)
{
    auto wanted = keyed(change);
    if (!wanted)
        return passOn(wanted);
    auto changes = compareAll(zone, *wanted);
    if (!changes)
        return passOn(changes);
    return write(zone, change, *changes);
}

Result<DesiredRecords::SetChanges> DesiredRecords::compareGiven(const ZoneRows::Row& zone,
                                                                const KeyedSets& wanted)
{
    SetChanges changes;
    for (const KeyedSet& given : wanted) {
        Statement rows(m_database, "SELECT owner, type, ttl, rdata, owner_key FROM record"
                                   " WHERE zone = ? AND owner_key = ? AND type = ?");
        rows.with(zone.id).with(given.key).with(static_cast<std::uint16_t>(given.set->type));
        auto found = RRsetReader(rows).all("reading " + place(zone));
        if (!found)
            return passOn(found);
        RRset before = found->empty() ? RRset() : std::move(found->front());
        if (given.set->rdata.empty() ? before.rdata.empty() : before == normalised(*given.set))
            continue;
        changes.push_back(
            {given.key, std::move(before), given.set->rdata.empty() ? nullptr : given.set});
    }
    return changes;
}

/// Both sides in canonical order, side by side: one pass over the zone, and only what differs is
/// held. Nothing is written before the reading has ended.
Result<DesiredRecords::SetChanges> DesiredRecords::compareAll(const ZoneRows::Row& zone,
                                                              const KeyedSets& wanted)
{
    SetChanges changes;
    auto next = wanted.begin();
    const auto add = [&changes](const KeyedSet& given) {
        if (!given.set->rdata.empty())
            changes.push_back({given.key, RRset(), given.set});
    };
    Statement rows(m_database, "SELECT owner, type, ttl, rdata, owner_key FROM record"
                               " WHERE zone = ? ORDER BY owner_key, type");
    rows.with(zone.id);
    RRsetReader reader(rows);
    RRset present;
    Octets key;
    while (reader.next(&present, &key)) {
        for (; next != wanted.end() && *next < KeyedSet{key, &present}; ++next)
            add(*next);
        if (next == wanted.end() || !next->sameAs(key, present.type)) {
            changes.push_back({key, std::move(present), nullptr});
            continue;
        }
        const RRset* after = next->set->rdata.empty() ? nullptr : next->set;
        ++next;
        if (after == nullptr || !(present == normalised(*after)))
            changes.push_back({key, std::move(present), after});
    }
    if (auto done = rows.check("reading " + place(zone)); !done)
        return passOn(done);
    for (; next != wanted.end(); ++next)
        add(*next);
    return changes;
}

Result<std::size_t> DesiredRecords::write(const ZoneRows::Row& zone, const DesiredChange& change,
                                          const SetChanges& changes)
{
    const DirtyNames::Cause cause{change.committedAt, change.author};
    const Octets apex = change.zone.canonicalKey();
    auto soaDiffers = writeSoa(zone, change);
    if (!soaDiffers)
        return passOn(soaDiffers);
    // A mark a name would cost a first load as much again as its records.
    bool markEach = true;
    if (changes.size() >= ManyChanges) {
        const auto first = isEmpty(zone);
        if (!first)
            return passOn(first);
        markEach = !*first;
    }
    if (!markEach) {
        if (auto marked = m_dirty.markEverything(zone.id, cause); !marked)
            return passOn(marked);
    }
    bool apexMarked = !markEach;
    std::size_t owners = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (auto written = writeSet(zone.id, changes[i]); !written)
            return passOn(written);
        if (i > 0 && changes[i].key == changes[i - 1].key)
            continue;
        const RRset& set = changes[i].after != nullptr ? *changes[i].after : changes[i].before;
        ++owners;
        if (!markEach)
            continue;
        if (auto marked = m_dirty.mark(zone.id, set.owner, cause); !marked)
            return passOn(marked);
        apexMarked = apexMarked || changes[i].key == apex;
    }
    if (*soaDiffers && !apexMarked) {
        if (auto marked = m_dirty.mark(zone.id, zone.settings.zone, cause); !marked)
            return passOn(marked);
        ++owners;
    }
    return owners;
}

Result<void> DesiredRecords::writeSet(std::int64_t zone, const SetChange& change)
{
    const RRset after = change.after != nullptr ? normalised(*change.after) : RRset();
    const RecordType type = change.after != nullptr ? after.type : change.before.type;
    const auto number = static_cast<std::uint16_t>(type);
    const bool sameTtl = !change.before.rdata.empty() && change.before.ttl == after.ttl;
    Statement remove(m_database, "DELETE FROM record WHERE zone = ? AND owner_key = ? AND type = ?"
                                 " AND rdata = ?");
    Statement insert(m_database, "INSERT INTO record (zone, owner_key, type, rdata, ttl, owner)"
                                 " VALUES (?,?,?,?,?,?)");
    // Both are in canonical order: what is in both with the same TTL is left alone.
    auto old = change.before.rdata.begin();
    auto fresh = after.rdata.begin();
    while (old != change.before.rdata.end() || fresh != after.rdata.end()) {
        const int order = old == change.before.rdata.end() ? 1
                          : fresh == after.rdata.end()     ? -1
                                                           : compareRdata(type, *old, *fresh);
        if (order == 0 && sameTtl) {
            ++old;
            ++fresh;
            continue;
        }
        if (order <= 0) {
            remove.with(zone).with(change.key).with(number).with(*old++);
            if (auto removed = remove.run("removing a record"); !removed)
                return removed;
        }
        if (order >= 0) {
            insert.with(zone).with(change.key).with(number).with(*fresh++);
            insert.with(after.ttl).with(after.owner.wire());
            if (auto inserted = insert.run("writing a record"); !inserted)
                return inserted;
        }
    }
    return {};
}

Result<bool> DesiredRecords::writeSoa(const ZoneRows::Row& zone, const DesiredChange& change)
{
    ZoneSettings settings = zone.settings;
    settings.soa = change.soa.value_or(settings.soa);
    settings.soaTtl = change.soaTtl.value_or(settings.soaTtl);
    if (settings.soaTtl > MaximumTtl)
        return m_database.failure("zone " + change.zone.display(), "the TTL of its SOA is over "
                                                                   "2147483647");
    const bool differs = settings.soaTtl != zone.settings.soaTtl ||
                         differsBesidesSerial(settings.soa, zone.settings.soa);
    if (!differs && settings.soa.serial == zone.settings.soa.serial)
        return false;
    if (auto saved = m_zones.save(settings); !saved)
        return passOn(saved);
    return differs;
}

} // namespace headwater
