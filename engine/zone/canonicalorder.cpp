#include "zone/canonicalorder.h"

#include <algorithm>

namespace headwater {

int compareRecords(const Record& a, const Record& b)
{
    if (const int order = a.owner.compare(b.owner); order != 0)
        return order;
    if (a.type != b.type)
        return a.type < b.type ? -1 : 1;
    return compareRdata(a.type, a.rdata, b.rdata);
}

namespace {

bool isInRRsetOf(const Record& record, const Record& other)
{
    return record.type == other.type && record.owner == other.owner;
}

/// One TTL and one spelling for the RRset that `records` ends with, from `begin` on.
void settleRRset(std::vector<Record>* records, std::size_t begin)
{
    std::uint32_t ttl = (*records)[begin].ttl;
    for (std::size_t i = begin; i < records->size(); ++i)
        ttl = std::min(ttl, (*records)[i].ttl);
    const bool goesOn = begin > 0 && (*records)[begin - 1].owner == (*records)[begin].owner;
    const Name& spelling = (*records)[goesOn ? begin - 1 : begin].owner;
    for (std::size_t i = begin; i < records->size(); ++i) {
        (*records)[i].ttl = ttl;
        if (!(*records)[i].owner.identical(spelling))
            (*records)[i].owner = spelling;
    }
}

} // namespace

void makeCanonical(std::vector<Record>* records)
{
    const auto before = [](const Record& a, const Record& b) { return compareRecords(a, b) < 0; };
    // What comes from a store or another server is in order already.
    if (!std::is_sorted(records->begin(), records->end(), before))
        std::stable_sort(records->begin(), records->end(), before);
    std::vector<Record> result;
    result.reserve(records->size());
    std::size_t begin = 0; // of the RRset being collected
    for (Record& record : *records) {
        if (result.empty() || !isInRRsetOf(record, result[begin])) {
            if (!result.empty())
                settleRRset(&result, begin);
            begin = result.size();
            result.push_back(std::move(record));
        } else if (compareRdata(record.type, record.rdata, result.back().rdata) == 0) {
            result.back().ttl = std::min(result.back().ttl, record.ttl);
        } else {
            result.push_back(std::move(record));
        }
    }
    if (!result.empty())
        settleRRset(&result, begin);
    *records = std::move(result);
}

std::vector<RRset> groupedByType(std::vector<Record> records)
{
    std::vector<RRset> sets;
    for (Record& record : records) {
        if (sets.empty() || sets.back().type != record.type || sets.back().owner != record.owner)
            sets.push_back(RRset{record.owner, record.type, record.ttl, {}});
        sets.back().rdata.push_back(std::move(record.rdata));
    }
    return sets;
}

bool isSameRRset(const RRset& a, const RRset& b)
{
    return a.type == b.type && a.ttl == b.ttl && a.owner == b.owner &&
           std::equal(
               a.rdata.begin(), a.rdata.end(), b.rdata.begin(), b.rdata.end(),
               [&a](const Rdata& x, const Rdata& y) { return compareRdata(a.type, x, y) == 0; });
}

} // namespace headwater
