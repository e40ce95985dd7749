// Difference::applyTo and checkBetween: contents at one serial and the contents at the next.
#include <algorithm>
#include <iterator>
#include <map>

#include "zone/canonicalorder.h"
#include "zone/difference.h"
#include "zone/zoneeditor.h"

namespace headwater {

namespace {

struct OwnerDifference
{
    std::vector<Record> removed;
    std::vector<Record> added;
};

std::string named(const Record& record)
{
    return record.owner.display() + " " + text(record.type);
}

bool isSameRecord(const Record& a, const Record& b)
{
    return compareRecords(a, b) == 0 && a.ttl == b.ttl;
}

/// `present` without `removed`, all of which must be there with their TTL; both in order.
Result<std::vector<Record>> without(std::vector<Record> present, const std::vector<Record>& removed)
{
    std::vector<Record> rest;
    auto gone = removed.begin();
    for (Record& record : present) {
        if (gone != removed.end() && compareRecords(*gone, record) == 0) {
            if (gone->ttl != record.ttl)
                return failure("removes " + named(record) + " with TTL " +
                               std::to_string(gone->ttl) + ", but it has " +
                               std::to_string(record.ttl));
            ++gone;
        } else {
            rest.push_back(std::move(record));
        }
    }
    if (gone != removed.end())
        return failure("removes a record of " + named(*gone) + " that is not there");
    return rest;
}

/// `present` with `added`, none of which may be there; both in order.
Result<std::vector<Record>> with(std::vector<Record> present, const std::vector<Record>& added)
{
    std::vector<Record> all;
    std::merge(std::make_move_iterator(present.begin()), std::make_move_iterator(present.end()),
               added.begin(), added.end(), std::back_inserter(all),
               [](const Record& a, const Record& b) { return compareRecords(a, b) < 0; });
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (compareRecords(all[i - 1], all[i]) == 0)
            return failure("adds a record of " + named(all[i]) + " that is there already");
        if (all[i - 1].type == all[i].type && all[i - 1].ttl != all[i].ttl)
            return failure("leaves " + named(all[i]) + " with two TTLs");
    }
    return all;
}

} // namespace

Result<Difference::Results> Difference::resultsOn(const ZoneVersion& from) const
{
    if (from.zone() != m_zone || from.serial() != this->from())
        return failure(title() + ": cannot be applied to zone " + from.zone().display() +
                       " at serial " + from.serial().text());
    if (!(from.soa() == m_from.soa) || from.soaTtl() != m_from.ttl)
        return failure(title() + ": its first SOA is not that of the zone");

    std::map<Name, OwnerDifference> owners;
    for (Record& record : removed())
        owners[record.owner].removed.push_back(std::move(record));
    for (Record& record : added())
        owners[record.owner].added.push_back(std::move(record));

    Results results;
    for (const auto& [owner, change] : owners) {
        Result<std::vector<Record>> rest = without(from.recordsAt(owner), change.removed);
        if (!rest)
            return failure(rest, title());
        Result<std::vector<Record>> result = with(std::move(*rest), change.added);
        if (!result)
            return failure(result, title());
        results.emplace_hint(results.end(), owner, std::move(*result));
    }
    return results;
}

Result<std::shared_ptr<const ZoneVersion>> Difference::applyTo(const ZoneVersion& from) const
{
    Result<Results> results = resultsOn(from);
    if (!results)
        return tl::unexpected<Error>(results.error());
    // The editor only looks at the version; nobody else keeps this one alive through it.
    const std::shared_ptr<const ZoneVersion> base(&from, [](const ZoneVersion*) {});
    ZoneEditor editor(base);
    for (auto& [owner, records] : *results)
        editor.setOwner(owner, groupedByType(std::move(records)));
    editor.setSoa(m_to.soa, m_to.ttl);
    ZoneEditor::Outcome outcome = editor.finish(to());
    if (outcome.version == nullptr)
        return failure(title() + ": leads to contents that cannot be kept");
    return outcome.version;
}

Result<void> Difference::checkBetween(const ZoneVersion& from, const ZoneVersion& to) const
{
    const Result<Results> results = resultsOn(from);
    if (!results)
        return tl::unexpected<Error>(results.error());
    for (const auto& [owner, records] : *results) {
        const std::vector<Record> there = to.recordsAt(owner);
        if (!std::equal(records.begin(), records.end(), there.begin(), there.end(), isSameRecord))
            return failure(title() + ": does not lead to what " + owner.display() + " has");
    }
    if (!(to.soa() == m_to.soa) || to.soaTtl() != m_to.ttl)
        return failure(title() + ": its second SOA is not that of the zone");
    if (from.recordCount() + m_addedCount != to.recordCount() + m_removedCount ||
        digestBefore(to.digest()) != from.digest())
        return failure(title() + ": something changes that is not in it");
    return {};
}

ContentDigest Difference::digestBefore(ContentDigest digest) const
{
    digest.subtract(m_zone, RecordType::SOA, m_to.ttl, m_to.soa.rdata());
    digest.add(m_zone, RecordType::SOA, m_from.ttl, m_from.soa.rdata());
    for (const Record& record : added())
        digest.subtract(record.owner, record.type, record.ttl, record.rdata);
    for (const Record& record : removed())
        digest.add(record.owner, record.type, record.ttl, record.rdata);
    return digest;
}

} // namespace headwater
