#include "store/versionreplay.h"

#include <algorithm>

#include "zone/canonicalorder.h"

namespace headwater {

Result<VersionReplay::Outcome> VersionReplay::toNewest() const
{
    if (m_stored.versions.empty())
        return Outcome{};
    if (!m_stored.snapshot)
        return fault("its snapshot is missing");
    auto history = leadingToSnapshot();
    if (!history)
        return passOn(history);
    const StoredZone::Version& newest = m_stored.versions.back();
    Outcome outcome{m_stored.snapshot->contents, std::move(*history)};
    for (std::int64_t next = m_stored.snapshot->number + 1; next <= newest.number; ++next) {
        auto version = after(*outcome.version, next);
        if (!version)
            return passOn(version);
        outcome.version = std::move(*version);
        outcome.history.push_back(*m_stored.change(next));
    }
    if (outcome.version->serial() != newest.serial)
        return fault("it ends at serial " + outcome.version->serial().text() + " instead of " +
                     newest.serial.text());
    return outcome;
}

Result<std::shared_ptr<const ZoneVersion>> VersionReplay::to(Serial serial) const
{
    const auto target =
        std::find_if(m_stored.versions.rbegin(), m_stored.versions.rend(),
                     [serial](const auto& version) { return version.serial == serial; });
    if (target == m_stored.versions.rend())
        return fault("serial " + serial.text() + " is not kept");
    if (!m_stored.snapshot)
        return fault("its snapshot is missing");
    VersionPointer version = m_stored.snapshot->contents;
    for (std::int64_t at = m_stored.snapshot->number; at != target->number;) {
        const bool forward = at < target->number;
        at += forward ? 1 : -1;
        auto next = forward ? after(*version, at) : before(*version, at);
        if (!next)
            return passOn(next);
        version = std::move(*next);
    }
    return version;
}

tl::unexpected<Error> VersionReplay::fault(std::string_view what) const
{
    return m_database.failure("replaying zone " + m_zone.display(), what);
}

Result<VersionReplay::ChangePointer> VersionReplay::change(std::int64_t number) const
{
    const ChangePointer* const found = m_stored.change(number);
    if (found == nullptr)
        return fault("a difference that it needs is not kept any more");
    return *found;
}

Result<VersionReplay::VersionPointer> VersionReplay::after(const ZoneVersion& version,
                                                           std::int64_t number) const
{
    const auto difference = change(number);
    if (!difference)
        return passOn(difference);
    auto next = (*difference)->applyTo(version);
    if (!next)
        return fault(next.error().text);
    if (auto good = checkDigest(number, (*next)->digest()); !good)
        return passOn(good);
    return next;
}

Result<VersionReplay::VersionPointer> VersionReplay::before(const ZoneVersion& version,
                                                            std::int64_t number) const
{
    const auto difference = change(number + 1);
    if (!difference)
        return passOn(difference);
    const auto isBefore = [](const Record& a, const Record& b) { return compareRecords(a, b) < 0; };
    std::vector<Record> records = version.records();
    std::vector<Record> added = (*difference)->added();
    std::sort(added.begin(), added.end(), isBefore);
    records.erase(std::remove_if(records.begin(), records.end(),
                                 [&](const Record& record) {
                                     return std::binary_search(added.begin(), added.end(), record,
                                                               isBefore);
                                 }),
                  records.end());
    for (Record& record : (*difference)->removed())
        records.push_back(std::move(record));
    const auto& soa = (*difference)->fromSoa();
    auto earlier = ZoneVersion::build(m_zone, soa.soa, soa.ttl, std::move(records));
    if (auto good = checkDigest(number, earlier->digest()); !good)
        return passOn(good);
    return earlier;
}

Result<PublishedZone::History> VersionReplay::leadingToSnapshot() const
{
    PublishedZone::History history;
    if (m_stored.changes.empty())
        return history;
    ContentDigest digest = m_stored.snapshot->contents->digest();
    const std::int64_t oldest = m_stored.changes.front().number;
    for (std::int64_t at = m_stored.snapshot->number; at >= oldest; --at) {
        auto difference = change(at);
        if (!difference)
            return passOn(difference);
        digest = (*difference)->digestBefore(digest);
        if (auto good = checkDigest(at - 1, digest); !good)
            return passOn(good);
        history.push_back(*std::move(difference));
    }
    std::reverse(history.begin(), history.end());
    return history;
}

Result<void> VersionReplay::checkDigest(std::int64_t number, const ContentDigest& digest) const
{
    const StoredZone::Version* const version = m_stored.version(number);
    if (version == nullptr || version->digest != digest)
        return fault("the contents at serial " +
                     (version == nullptr ? "that is missing" : version->serial.text()) +
                     " do not have the digest they were published with");
    return {};
}

} // namespace headwater
