#include "zone/zoneeditor.h"

#include <algorithm>

#include "base/invariant.h"
#include "zone/canonicalorder.h"

namespace headwater {

namespace {

bool isApexSoa(const ZoneVersion& version, const Name& owner, RecordType type)
{
    return type == RecordType::SOA && owner == version.zone();
}

/// RDATA that only differs in letter case of a name is the same record: what is published stays.
void keepPublishedOctets(const RRset& before, RRset* after)
{
    if (before.ttl != after->ttl)
        return;
    auto old = before.rdata.begin();
    for (Rdata& rdata : after->rdata) {
        while (old != before.rdata.end() && compareRdata(after->type, *old, rdata) < 0)
            ++old;
        if (old == before.rdata.end())
            return;
        if (compareRdata(after->type, *old, rdata) == 0)
            rdata = *old;
    }
}

void put(RRset set, const std::vector<RRset>& before, std::vector<RRset>* after)
{
    set.normalise();
    const auto byType = [](const RRset& each, RecordType type) { return each.type < type; };
    const auto old = std::lower_bound(before.begin(), before.end(), set.type, byType);
    if (old != before.end() && old->type == set.type)
        keepPublishedOctets(*old, &set);
    const auto place = std::lower_bound(after->begin(), after->end(), set.type, byType);
    const bool isThere = place != after->end() && place->type == set.type;
    if (isThere && set.rdata.empty())
        after->erase(place);
    else if (isThere)
        *place = std::move(set);
    else if (!set.rdata.empty())
        after->insert(place, std::move(set));
}

void appendRecords(const RRset& set, std::vector<Record>* to)
{
    for (const Rdata& rdata : set.rdata)
        to->push_back(Record{set.owner, set.type, set.ttl, rdata});
}

/// Records that only one of two RRsets with one TTL has.
void appendDifference(const RRset& before, const RRset& after, std::vector<Record>* removed,
                      std::vector<Record>* added)
{
    const auto append = [](const RRset& set, const Rdata& rdata, std::vector<Record>* to) {
        to->push_back(Record{set.owner, set.type, set.ttl, rdata});
    };
    auto old = before.rdata.begin();
    auto now = after.rdata.begin();
    while (old != before.rdata.end() || now != after.rdata.end()) {
        int order = 0;
        if (old == before.rdata.end())
            order = 1;
        else
            order = now == after.rdata.end() ? -1 : compareRdata(before.type, *old, *now);
        if (order < 0)
            append(before, *old, removed);
        else if (order > 0)
            append(after, *now, added);
        if (order <= 0)
            ++old;
        if (order >= 0)
            ++now;
    }
}

void appendDifference(const std::vector<RRset>& before, const std::vector<RRset>& after,
                      std::vector<Record>* removed, std::vector<Record>* added)
{
    auto old = before.begin();
    auto now = after.begin();
    while (old != before.end() || now != after.end()) {
        if (now == after.end() || (old != before.end() && old->type < now->type)) {
            appendRecords(*old++, removed);
        } else if (old == before.end() || now->type < old->type) {
            appendRecords(*now++, added);
        } else {
            // A new TTL is a new RRset: all of it goes and comes (RFC 2181 section 5.2).
            if (old->ttl == now->ttl) {
                appendDifference(*old, *now, removed, added);
            } else {
                appendRecords(*old, removed);
                appendRecords(*now, added);
            }
            ++old;
            ++now;
        }
    }
}

} // namespace

ZoneEditor::ZoneEditor(std::shared_ptr<const ZoneVersion> base)
    : m_base(std::move(base))
    , m_soa(m_base->soa())
    , m_soaTtl(m_base->soaTtl())
{
}

bool ZoneEditor::OwnerChange::isReal() const
{
    return !std::equal(before.begin(), before.end(), after.begin(), after.end(), isSameRRset);
}

ZoneEditor::OwnerChange& ZoneEditor::changeAt(const Name& owner)
{
    const auto [place, isNew] = m_changes.try_emplace(owner);
    OwnerChange& change = place->second;
    if (isNew) {
        for (RRset& set : m_base->at(owner))
            if (!isApexSoa(*m_base, owner, set.type))
                change.before.push_back(std::move(set));
        change.after = change.before;
    }
    return change;
}

void ZoneEditor::set(RRset set)
{
    if (isApexSoa(*m_base, set.owner, set.type))
        return;
    OwnerChange& change = changeAt(set.owner);
    // An owner keeps the spelling it was first published with.
    if (!change.before.empty())
        set.owner = change.before.front().owner;
    else if (!change.after.empty())
        set.owner = change.after.front().owner;
    put(std::move(set), change.before, &change.after);
}

void ZoneEditor::setOwner(const Name& owner, std::vector<RRset> sets)
{
    changeAt(owner).after.clear();
    for (RRset& each : sets) {
        each.owner = owner;
        set(std::move(each));
    }
}

void ZoneEditor::setSoa(const Soa& soa, std::uint32_t ttl)
{
    m_soa = soa;
    m_soa.serial = m_base->serial();
    m_soaTtl = ttl;
}

bool ZoneEditor::changesSoa() const
{
    return !(m_soa == m_base->soa()) || m_soaTtl != m_base->soaTtl();
}

bool ZoneEditor::changesAnything() const
{
    return changesSoa() || std::any_of(m_changes.begin(), m_changes.end(),
                                       [](const auto& each) { return each.second.isReal(); });
}

std::vector<Name> ZoneEditor::changedOwners() const
{
    std::vector<Name> owners;
    bool apexPending = changesSoa();
    for (const auto& [owner, change] : m_changes) {
        if (apexPending && !(owner < m_base->zone())) {
            apexPending = false;
            owners.push_back(m_base->zone());
            if (owner == m_base->zone())
                continue;
        }
        if (change.isReal())
            owners.push_back(owner);
    }
    if (apexPending)
        owners.push_back(m_base->zone());
    return owners;
}

std::vector<RRset> ZoneEditor::presentAt(const Name& owner) const
{
    // What is changed was looked up already; the apex has its SOA only there.
    const auto found = m_changes.find(owner);
    return found == m_changes.end() || owner == m_base->zone() ? m_base->at(owner)
                                                               : found->second.before;
}

std::vector<RRset> ZoneEditor::resultAt(const Name& owner) const
{
    const auto found = m_changes.find(owner);
    std::vector<RRset> sets = found == m_changes.end() ? m_base->at(owner) : found->second.after;
    if (owner != m_base->zone())
        return sets;
    const auto place = std::find_if(sets.begin(), sets.end(),
                                    [](const RRset& set) { return !(set.type < RecordType::SOA); });
    const bool isThere = place != sets.end() && place->type == RecordType::SOA;
    const RRset soa{owner, RecordType::SOA, m_soaTtl, {m_soa.rdata()}};
    if (isThere)
        *place = soa;
    else
        sets.insert(place, soa);
    return sets;
}

ZoneEditor::Outcome ZoneEditor::finish(Serial serial) const
{
    const bool forward = serial.isNewerThan(m_base->serial());
    if (!invariant(1, forward, "the next serial is not newer than the published one") ||
        !invariant(3, serial.value() != 0, "the next serial is 0"))
        return {};

    std::vector<Record> removed;
    std::vector<Record> added;
    PageEdit::Changes contents;
    for (const auto& [owner, change] : m_changes) {
        if (!change.isReal())
            continue;
        if (!invariant(8, owner.isWithin(m_base->zone()), "an owner is outside its zone"))
            return {};
        appendDifference(change.before, change.after, &removed, &added);
        std::vector<Record>& records = contents[owner];
        for (const RRset& set : change.after)
            appendRecords(set, &records);
    }
    return finish(serial, removed, added, contents);
}

ZoneEditor::Outcome ZoneEditor::finish(Serial serial, const std::vector<Record>& removed,
                                       const std::vector<Record>& added,
                                       const PageEdit::Changes& contents) const
{
    const ZoneVersion& base = *m_base;
    Soa soa = m_soa;
    soa.serial = serial;
    const std::shared_ptr<ZoneVersion> next(new ZoneVersion(base.m_zone, soa, m_soaTtl));

    PageEdit edit(next->m_zone, next->bases(), base.m_pages, contents);
    next->m_pages = edit.finish();
    const auto grown =
        static_cast<std::ptrdiff_t>(added.size()) - static_cast<std::ptrdiff_t>(removed.size());
    if (!invariant(5, edit.recordsGrown() == grown,
                   "old contents, less what was removed, with what was added, are not the new"))
        return {};
    next->m_recordCount =
        static_cast<std::size_t>(static_cast<std::ptrdiff_t>(base.m_recordCount) + grown);
    next->m_pageOctets = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(base.m_pageOctets) +
                                                  edit.octetsGrown());

    next->m_digest = base.m_digest;
    for (const Record& record : removed)
        next->m_digest.subtract(record.owner, record.type, record.ttl, record.rdata);
    for (const Record& record : added)
        next->m_digest.add(record.owner, record.type, record.ttl, record.rdata);
    next->m_digest.subtract(base.m_zone, RecordType::SOA, base.m_soaTtl, base.m_soa.rdata());
    next->m_digest.add(base.m_zone, RecordType::SOA, m_soaTtl, soa.rdata());

    auto difference = Difference::create(base.m_zone, {base.m_soa, base.m_soaTtl}, {soa, m_soaTtl},
                                         removed, added);
    if (difference == nullptr)
        return {};
    return Outcome{next, std::move(difference)};
}

} // namespace headwater
