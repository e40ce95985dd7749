#include "store/versionreplay.h"

#include <algorithm>

#include "zone/canonicalorder.h"

namespace headwater {

Result<VersionReplay::Outcome> VersionReplay::toNewest()
{
    auto present = m_log.present(m_zoneId);
    if (!present)
        return passOn(present);
    if (!*present)
        return Outcome{};
    const std::int64_t number = (*present)->snapshot;
    if (number == 0)
        return snapshotMissing();
    auto contents = SnapshotPages(m_database, m_zoneId, m_zone).read((*present)->snapshotDigest);
    if (!contents)
        return passOn(contents);
    auto history = leadingTo(**present);
    if (!history)
        return passOn(history);
    const VersionLog::Entry& newest = (*present)->newest;
    Outcome outcome{std::move(contents->version), std::move(*history), newest.row};
    for (std::int64_t next = number + 1; next <= newest.number; ++next) {
        auto difference = m_log.difference(m_zoneId, m_zone, next);
        if (!difference)
            return passOn(difference);
        auto version = after(outcome.version, **difference);
        if (!version)
            return passOn(version);
        outcome.version = std::move(*version);
        outcome.history.push_back(std::move(*difference));
    }
    if (outcome.version->serial() != outcome.row.serial)
        return m_database.failure("replaying zone " + m_zone.display(),
                                  "it ends at serial " + outcome.version->serial().text() +
                                      " instead of " + outcome.row.serial.text());
    m_log.remember(m_zoneId, std::move(contents->stored));
    return outcome;
}

Result<std::shared_ptr<const ZoneVersion>> VersionReplay::to(Serial serial)
{
    const auto target = m_log.find(m_zoneId, serial);
    if (!target)
        return passOn(target);
    if (!*target)
        return m_database.failure("zone " + m_zone.display(),
                                  "serial " + serial.text() + " is not kept");
    const std::int64_t wanted = (*target)->number;
    const auto number = snapshotNumber();
    if (!number)
        return passOn(number);
    auto contents = snapshot(*number);
    if (!contents)
        return passOn(contents);
    VersionPointer version = std::move(contents->version);
    for (std::int64_t at = *number; at != wanted; at += at < wanted ? 1 : -1) {
        const auto difference = m_log.difference(m_zoneId, m_zone, at < wanted ? at + 1 : at);
        if (!difference)
            return passOn(difference);
        auto next = at < wanted ? after(version, **difference) : before(version, **difference);
        if (!next)
            return passOn(next);
        version = std::move(*next);
    }
    return version;
}

Result<std::int64_t> VersionReplay::snapshotNumber()
{
    const auto number = SnapshotPages(m_database, m_zoneId, m_zone).number();
    if (!number)
        return passOn(number);
    if (!*number)
        return snapshotMissing();
    return **number;
}

tl::unexpected<Error> VersionReplay::snapshotMissing() const
{
    return m_database.failure("zone " + m_zone.display(), "its snapshot is missing");
}

Result<SnapshotPages::Contents> VersionReplay::snapshot(std::int64_t number)
{
    const auto digest = m_log.digest(m_zoneId, number);
    if (!digest)
        return passOn(digest);
    return SnapshotPages(m_database, m_zoneId, m_zone).read(*digest);
}

Result<VersionReplay::VersionPointer> VersionReplay::after(const VersionPointer& version,
                                                           const Difference& difference)
{
    auto next = difference.applyTo(*version);
    if (!next)
        return m_database.failure("replaying zone " + m_zone.display(), next.error().text);
    if (auto good = checkDigest((*next)->serial(), (*next)->digest()); !good)
        return passOn(good);
    return next;
}

Result<VersionReplay::VersionPointer> VersionReplay::before(const VersionPointer& version,
                                                            const Difference& difference)
{
    const auto isBefore = [](const Record& a, const Record& b) { return compareRecords(a, b) < 0; };
    std::vector<Record> records = version->records();
    std::vector<Record> added = difference.added();
    std::sort(added.begin(), added.end(), isBefore);
    records.erase(std::remove_if(records.begin(), records.end(),
                                 [&](const Record& record) {
                                     return std::binary_search(added.begin(), added.end(), record,
                                                               isBefore);
                                 }),
                  records.end());
    for (Record& record : difference.removed())
        records.push_back(std::move(record));
    const auto& soa = difference.fromSoa();
    auto earlier = ZoneVersion::build(m_zone, soa.soa, soa.ttl, std::move(records));
    if (auto good = checkDigest(earlier->serial(), earlier->digest()); !good)
        return passOn(good);
    return earlier;
}

Result<PublishedZone::History> VersionReplay::leadingTo(const VersionLog::Present& present)
{
    PublishedZone::History history;
    if (!present.oldestDifference)
        return history;
    ContentDigest digest = present.snapshotDigest;
    for (std::int64_t at = present.snapshot; at >= *present.oldestDifference; --at) {
        auto difference = m_log.difference(m_zoneId, m_zone, at);
        if (!difference)
            return passOn(difference);
        digest = (*difference)->digestBefore(digest);
        if (auto good = checkDigest((*difference)->from(), digest); !good)
            return passOn(good);
        history.push_back(std::move(*difference));
    }
    std::reverse(history.begin(), history.end());
    return history;
}

Result<void> VersionReplay::checkDigest(Serial serial, const ContentDigest& digest) const
{
    auto entry = m_log.find(m_zoneId, serial);
    if (!entry)
        return passOn(entry);
    if (!*entry || (*entry)->row.digest != digest.hex())
        return m_database.failure("zone " + m_zone.display(),
                                  "the contents at serial " + serial.text() +
                                      " do not have the digest they were published with");
    return {};
}

} // namespace headwater
