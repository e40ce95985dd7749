#include "zone/zonechecks.h"

#include <algorithm>
#include <optional>

#include "zone/canonicalorder.h"
#include "zone/ownerchecks.h"

namespace headwater {

namespace {

using RecordPointers = std::vector<const Record*>;

RecordPointers inOrder(const std::vector<Record>& records)
{
    RecordPointers order;
    order.reserve(records.size());
    for (const Record& record : records)
        order.push_back(&record);
    const auto before = [](const Record* a, const Record* b) { return compareRecords(*a, *b) < 0; };
    if (!std::is_sorted(order.begin(), order.end(), before))
        std::sort(order.begin(), order.end(), before);
    return order;
}

/// RRsets of one owner without duplicates (RFC 2181 section 5); mixed TTLs are a fault.
std::vector<RRset> setsOf(RecordPointers::const_iterator begin, RecordPointers::const_iterator end,
                          FaultList* faults)
{
    std::vector<RRset> sets;
    std::optional<RecordType> mixed;
    for (auto each = begin; each != end; ++each) {
        const Record& record = **each;
        if (sets.empty() || sets.back().type != record.type)
            sets.push_back(RRset{record.owner, record.type, record.ttl, {}});
        RRset& set = sets.back();
        if (set.ttl != record.ttl && mixed != record.type) {
            mixed = record.type;
            faults->add(record.owner, text(record.type) + " has the TTLs " +
                                          std::to_string(set.ttl) + " and " +
                                          std::to_string(record.ttl) +
                                          ", and may have only one (RFC 2181 section 5.2)");
        }
        if (set.rdata.empty() || compareRdata(set.type, set.rdata.back(), record.rdata) != 0)
            set.rdata.push_back(record.rdata);
    }
    return sets;
}

/// A name below `owner` that the edited zone holds, other than `owner`.
std::optional<Name> nameBelow(const ZoneEditor& editor, const std::vector<Name>& changed,
                              const Name& owner)
{
    for (auto each = std::upper_bound(changed.begin(), changed.end(), owner);
         each != changed.end() && each->isWithin(owner); ++each)
        if (!editor.resultAt(*each).empty())
            return *each;
    // Names that stay: those of the present version that the edit does not remove.
    std::optional<Name> next = editor.base().ownerAfter(owner);
    while (next && next->isWithin(owner)) {
        if (!std::binary_search(changed.begin(), changed.end(), *next))
            return next;
        next = editor.base().ownerAfter(*next);
    }
    return std::nullopt;
}

bool holdsDname(const std::vector<RRset>& sets)
{
    return std::any_of(sets.begin(), sets.end(),
                       [](const RRset& set) { return set.type == RecordType::DNAME; });
}

/// The closest names above others that will have a DNAME.
class DnamesAbove
{
public:
    explicit DnamesAbove(const ZoneEditor& editor)
        : m_editor(editor)
    {
    }

    /// None: there is none within the zone.
    [[nodiscard]] const std::optional<Name>& above(const Name& owner)
    {
        // Many owners that come together stand side by side.
        if (const Name parent = owner.parent(); !m_known || m_parent != parent) {
            m_parent = parent;
            m_dname = find(owner);
            m_known = true;
        }
        return m_dname;
    }

private:
    [[nodiscard]] std::optional<Name> find(const Name& owner) const
    {
        const Name& zone = m_editor.base().zone();
        for (Name above = owner; above != zone;) {
            above = above.parent();
            if (holdsDname(m_editor.resultAt(above)))
                return above;
        }
        return std::nullopt;
    }

    const ZoneEditor& m_editor;
    bool m_known = false;
    Name m_parent; ///< of the owner that was asked for last
    std::optional<Name> m_dname;
};

std::size_t recordCount(const std::vector<RRset>& sets)
{
    std::size_t count = 0;
    for (const RRset& set : sets)
        count += set.rdata.size();
    return count;
}

} // namespace

std::vector<ZoneFault> checkZone(const Name& zone, const std::vector<Record>& records,
                                 const ZoneLimits& limits, std::size_t maximumFaults)
{
    FaultList faults(maximumFaults);
    checkRecordCount(zone, records.size(), limits, &faults);
    const RecordPointers order = inOrder(records);
    const Name* dname = nullptr;
    bool sawApex = false;
    for (auto begin = order.begin(); begin != order.end() && !faults.isFull();) {
        const Name& owner = (*begin)->owner;
        const auto end = std::find_if(
            begin, order.end(), [&owner](const Record* each) { return each->owner != owner; });
        const std::vector<RRset> sets = setsOf(begin, end, &faults);
        if (!sawApex && !(owner < zone)) {
            sawApex = true;
            if (owner != zone)
                checkOwner(zone, zone, {}, limits, &faults);
        }
        checkOwner(zone, owner, sets, limits, &faults);
        // What is below a name follows it directly in canonical order.
        if (dname != nullptr && owner.isWithin(*dname))
            addBelowDname(owner, *dname, &faults);
        else
            dname = holdsDname(sets) ? &owner : nullptr;
        begin = end;
    }
    if (!sawApex)
        checkOwner(zone, zone, {}, limits, &faults);
    return faults.take();
}

std::vector<ZoneFault> checkEdit(const ZoneEditor& editor, const ZoneLimits& limits,
                                 std::size_t maximumFaults)
{
    FaultList faults(maximumFaults);
    const ZoneVersion& base = editor.base();
    const std::vector<Name> changed = editor.changedOwners();
    std::size_t count = base.recordCount();
    DnamesAbove dnames(editor);
    for (const Name& owner : changed) {
        const std::vector<RRset> before = editor.presentAt(owner);
        const std::vector<RRset> after = editor.resultAt(owner);
        count = count - recordCount(before) + recordCount(after);
        checkOwner(base.zone(), owner, after, limits, &faults);
        if (holdsDname(after) && !holdsDname(before)) {
            if (const std::optional<Name> below = nameBelow(editor, changed, owner))
                addBelowDname(*below, owner, &faults);
        }
        if (before.empty() && !after.empty() && owner.isWithin(base.zone())) {
            if (const std::optional<Name>& above = dnames.above(owner))
                addBelowDname(owner, *above, &faults);
        }
        if (faults.isFull())
            break;
    }
    if (!faults.isFull())
        checkRecordCount(base.zone(), count, limits, &faults);
    return faults.take();
}

} // namespace headwater
