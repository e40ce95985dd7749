#include "zone/zonewarnings.h"

namespace headwater {

namespace {

void checkTimers(const ZoneVersion& version, std::vector<ZoneFault>* warnings)
{
    const Soa& soa = version.soa();
    const std::string place = version.zone().display() + ": SOA ";
    const auto warn = [&](const std::string& text) {
        warnings->push_back({version.zone(), place + text + " (RFC 1035 section 3.3.13)"});
    };
    const std::uint64_t untilRetried = std::uint64_t{soa.refresh} + soa.retry;
    if (soa.expire <= untilRetried)
        warn("expire " + std::to_string(soa.expire) + " is not longer than refresh and retry " +
             std::to_string(untilRetried) + ": one failed check and secondaries give the zone up");
    if (soa.retry > soa.refresh)
        warn("retry " + std::to_string(soa.retry) + " is longer than refresh " +
             std::to_string(soa.refresh));
}

std::string title(const Record& record)
{
    return record.owner.display() + ": " + text(record.type) + " ";
}

void checkTargets(const ZoneVersion& version, const Record& record,
                  std::vector<ZoneFault>* warnings)
{
    for (const Name& target : namesIn(record.type, record.rdata)) {
        if (!target.isWithin(version.zone()))
            continue;
        if (version.find(target, RecordType::CNAME)) {
            warnings->push_back({record.owner, title(record) + target.display() +
                                                   " is an alias (RFC 2181 section 10.3)"});
        } else if (record.type == RecordType::NS && !version.find(target, RecordType::A) &&
                   !version.find(target, RecordType::AAAA)) {
            warnings->push_back({record.owner, title(record) + target.display() +
                                                   " has no address (RFC 1034 section 4.2.1)"});
        }
    }
}

} // namespace

std::vector<ZoneFault> zoneWarnings(const ZoneVersion& version, std::size_t most)
{
    std::vector<ZoneFault> warnings;
    checkTimers(version, &warnings);
    for (const auto& page : version.pages()) {
        for (const Record& record : page->records(version.zone())) {
            if (record.type == RecordType::NS || record.type == RecordType::MX)
                checkTargets(version, record, &warnings);
        }
        if (warnings.size() >= most)
            break;
    }
    if (warnings.size() > most)
        warnings.resize(most);
    return warnings;
}

} // namespace headwater
