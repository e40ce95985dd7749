#include "zone/ownerchecks.h"

#include <algorithm>

#include "zone/wirelimits.h"

namespace headwater {

namespace {

const RRset* setOfType(const std::vector<RRset>& sets, RecordType type)
{
    const auto found = std::find_if(sets.begin(), sets.end(),
                                    [type](const RRset& set) { return set.type == type; });
    return found == sets.end() ? nullptr : &*found;
}

void checkApex(const Name& zone, const std::vector<RRset>& sets, FaultList* faults)
{
    const RRset* const soa = setOfType(sets, RecordType::SOA);
    if (soa == nullptr)
        faults->add(zone, "the apex has no SOA record (RFC 1035 section 5.2)");
    else if (soa->rdata.size() > 1)
        faults->add(zone, "the apex has " + std::to_string(soa->rdata.size()) +
                              " SOA records, and needs exactly one (RFC 1035 section 5.2)");
    if (setOfType(sets, RecordType::NS) == nullptr)
        faults->add(zone, "the apex has no NS record (RFC 1034 section 4.2.1)");
}

/// CNAME and DNAME: alone, and one of them.
void checkAliases(const Name& zone, const Name& owner, const std::vector<RRset>& sets,
                  FaultList* faults)
{
    if (const RRset* const cname = setOfType(sets, RecordType::CNAME)) {
        if (cname->rdata.size() > 1)
            faults->add(owner, "there is more than one CNAME (RFC 2181 section 10.1)");
        for (const RRset& set : sets)
            if (set.type != RecordType::CNAME && set.type != RecordType::RRSIG &&
                set.type != RecordType::NSEC)
                faults->add(owner, "CNAME cannot stand beside " + text(set.type) +
                                       " (RFC 2181 section 10.1)");
    }
    if (const RRset* const dname = setOfType(sets, RecordType::DNAME)) {
        if (dname->rdata.size() > 1)
            faults->add(owner, "there is more than one DNAME (RFC 6672 section 2.4)");
        if (owner != zone && setOfType(sets, RecordType::NS) != nullptr)
            faults->add(owner, "DNAME cannot stand beside NS below the apex "
                               "(RFC 6672 section 2.3)");
    }
}

void checkRecords(const RRset& set, FaultList* faults)
{
    for (const Rdata& rdata : set.rdata) {
        const std::size_t size = set.owner.wire().size() + 10 + rdata.size();
        if (size > MaximumRecordSize) {
            faults->add(set.owner, "a " + text(set.type) + " record of " + std::to_string(size) +
                                       " octets does not fit a message; at most " +
                                       std::to_string(MaximumRecordSize) + " do");
        } else if (const Result<void> good = checkRdata(set.type, rdata); !good) {
            faults->add(set.owner, good.error().text);
        }
        if (faults->isFull())
            return;
    }
}

} // namespace

void FaultList::add(const Name& owner, const std::string& text)
{
    if (!isFull())
        m_faults.push_back(ZoneFault{owner, owner.display() + ": " + text});
}

std::vector<ZoneFault> FaultList::take()
{
    std::stable_sort(m_faults.begin(), m_faults.end(),
                     [](const ZoneFault& a, const ZoneFault& b) { return a.owner < b.owner; });
    return std::move(m_faults);
}

void checkOwner(const Name& zone, const Name& owner, const std::vector<RRset>& sets,
                const ZoneLimits& limits, FaultList* faults)
{
    if (sets.empty() && owner != zone)
        return;
    if (!owner.isWithin(zone)) {
        faults->add(owner, "this name is not in zone " + zone.display());
        return;
    }
    if (owner == zone)
        checkApex(zone, sets, faults);
    checkAliases(zone, owner, sets, faults);
    for (const RRset& set : sets) {
        if (isMetaType(set.type)) {
            faults->add(owner, text(set.type) + " is a type of questions and messages, not of "
                                                "zone contents (RFC 6895 section 3.1)");
            continue;
        }
        if (set.type == RecordType::SOA && owner != zone)
            faults->add(owner, "SOA can only stand at the apex " + zone.display() +
                                   " (RFC 1035 section 5.2)");
        if (set.ttl > MaximumTtl)
            faults->add(owner, "TTL " + std::to_string(set.ttl) + " of " + text(set.type) +
                                   " is above 2147483647 (RFC 2181 section 8)");
        if (set.rdata.size() > limits.recordsPerRRset)
            faults->add(owner, text(set.type) + " has " + std::to_string(set.rdata.size()) +
                                   " records; the limit is " +
                                   std::to_string(limits.recordsPerRRset) + " in an RRset");
        checkRecords(set, faults);
    }
}

void addBelowDname(const Name& owner, const Name& dname, FaultList* faults)
{
    faults->add(owner, "nothing can stand below the DNAME at " + dname.display() +
                           " (RFC 6672 section 2.4)");
}

void checkRecordCount(const Name& zone, std::size_t count, const ZoneLimits& limits,
                      FaultList* faults)
{
    if (count > limits.records)
        faults->add(zone, "the zone has " + std::to_string(count) + " records; the limit is " +
                              std::to_string(limits.records));
}

} // namespace headwater
