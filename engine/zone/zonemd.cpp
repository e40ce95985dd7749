#include "zone/zonemd.h"

#include <algorithm>

#include "zone/canonicalform.h"

namespace headwater {

namespace {

constexpr std::uint8_t SimpleScheme = 1;
constexpr std::uint8_t Sha384Algorithm = 1;
constexpr std::size_t DigestOffset = 6; // serial, scheme, algorithm

bool isDigested(const Name& zone, const Record& record)
{
    if (record.owner != zone)
        return true;
    const bool coversZonemd =
        record.type == RecordType::RRSIG && record.rdata.size() >= 2 &&
        uint16At(record.rdata, 0) == static_cast<std::uint16_t>(RecordType::ZONEMD);
    return record.type != RecordType::ZONEMD && !coversZonemd;
}

void add(Sha384& hash, const Record& record)
{
    thread_local Octets form;
    form.clear();
    appendCanonicalForm(form, record.owner, record.type, record.ttl, record.rdata);
    hash.add(form);
}

/// How many of these have scheme and algorithm of this one.
std::ptrdiff_t countAlike(const std::vector<Rdata>& all, const Rdata& one)
{
    return std::count_if(all.begin(), all.end(), [&one](const Rdata& each) {
        return each.size() >= DigestOffset && each[4] == one[4] && each[5] == one[5];
    });
}

} // namespace

Sha384::Digest zoneDigest(const ZoneVersion& version)
{
    Sha384 hash;
    const Record soa{version.zone(), RecordType::SOA, version.soaTtl(), version.soa().rdata()};
    bool soaPending = true; // in no page; it belongs among the types of the apex
    for (const auto& page : version.pages()) {
        for (const Record& record : page->records(version.zone())) {
            if (soaPending && (record.owner != soa.owner || soa.type < record.type)) {
                add(hash, soa);
                soaPending = false;
            }
            if (isDigested(version.zone(), record))
                add(hash, record);
        }
    }
    if (soaPending)
        add(hash, soa);
    return hash.finish();
}

Rdata zonemdRdata(const ZoneVersion& version)
{
    Rdata rdata;
    appendUint32(rdata, version.serial().value());
    rdata.push_back(SimpleScheme);
    rdata.push_back(Sha384Algorithm);
    append(rdata, zoneDigest(version));
    return rdata;
}

ZonemdVerdict checkZonemd(const ZoneVersion& version)
{
    const std::optional<RRset> set = version.find(version.zone(), RecordType::ZONEMD);
    if (!set)
        return ZonemdVerdict::Absent;
    ZonemdVerdict verdict = ZonemdVerdict::SerialDiffers;
    for (const Rdata& rdata : set->rdata) {
        if (rdata.size() < DigestOffset || uint32At(rdata, 0) != version.serial().value())
            continue;
        // Two of one kind: neither may be used (section 4, step 4).
        if (rdata[4] != SimpleScheme || rdata[5] != Sha384Algorithm ||
            countAlike(set->rdata, rdata) != 1) {
            verdict = ZonemdVerdict::NotSupported;
            continue;
        }
        return rdata == zonemdRdata(version) ? ZonemdVerdict::Good : ZonemdVerdict::DigestDiffers;
    }
    return verdict;
}

} // namespace headwater
