#include "ingest/zonefilecontents.h"

#include <algorithm>

#include "dns/masterfile.h"

namespace headwater {
namespace {

constexpr std::size_t FaultsTold = 3;

std::string sentence(const std::vector<ZoneFault>& faults)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(faults.size(), FaultsTold); ++i)
        text += (i == 0 ? "" : "; ") + faults[i].text;
    if (faults.size() > FaultsTold)
        text += "; and " + std::to_string(faults.size() - FaultsTold) + " more";
    return text;
}

/// `records` in canonical order; each RRset has one TTL, which was checked.
std::vector<RRset> grouped(std::vector<Record> records)
{
    std::vector<RRset> sets;
    for (Record& record : records) {
        if (sets.empty() || sets.back().type != record.type || sets.back().owner != record.owner)
            sets.push_back({std::move(record.owner), record.type, record.ttl, {}});
        sets.back().rdata.push_back(std::move(record.rdata));
    }
    for (RRset& set : sets)
        set.normalise();
    return sets;
}

} // namespace

Result<ZoneFileContents> ZoneFileContents::read(std::string_view text, const Name& zone,
                                                const std::string& fileName, const Include& include)
{
    MasterFile::Options options;
    options.fileName = fileName;
    options.origin = zone;
    options.include = include;
    auto file = MasterFile::parse(text, options);
    if (!file)
        return tl::unexpected<Error>(file.error());
    std::vector<Record> records = std::move(file->records);
    if (const auto faults = checkZone(zone, records); !faults.empty())
        return failure(fileName + ": " + sentence(faults));

    const auto soaRecord = std::find_if(records.begin(), records.end(), [](const Record& record) {
        return record.type == RecordType::SOA;
    });
    if (soaRecord == records.end())
        return failure(fileName + ": there is no SOA record");
    const auto soa = Soa::fromRdata(soaRecord->rdata);
    if (!soa)
        return failure(soa, fileName);
    ZoneFileContents contents;
    contents.soa = *soa;
    contents.soaTtl = soaRecord->ttl;
    records.erase(
        std::remove_if(records.begin(), records.end(),
                       [](const Record& record) { return record.type == RecordType::SOA; }),
        records.end());
    std::stable_sort(records.begin(), records.end(), [](const Record& a, const Record& b) {
        const int order = a.owner.compare(b.owner);
        return order != 0 ? order < 0 : a.type < b.type;
    });
    contents.sets = grouped(std::move(records));
    return contents;
}

} // namespace headwater
