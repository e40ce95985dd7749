#include "store/versionreplay.h"

#include "zone/zoneversion.h"

namespace headwater {

Result<VersionReplay::Outcome> VersionReplay::toNewest()
{
    auto newest = m_log.newest(m_zoneId);
    if (!newest)
        return passOn(newest);
    if (!*newest)
        return Outcome{};
    return run(**newest);
}

Result<VersionReplay::Outcome> VersionReplay::to(Serial serial)
{
    auto found = m_log.find(m_zoneId, serial);
    if (!found)
        return passOn(found);
    if (!*found)
        return m_database.failure("zone " + m_zone.display(),
                                  "serial " + serial.text() + " is not kept");
    return run(**found);
}

Result<VersionReplay::Outcome> VersionReplay::run(const VersionLog::Entry& target)
{
    SnapshotPages snapshot(m_database, m_zoneId, m_zone);
    auto header = snapshot.header();
    if (!header)
        return passOn(header);
    if (!*header || (*header)->number > target.number)
        return m_database.failure("zone " + m_zone.display(), "the contents at serial " +
                                                                  target.row.serial.text() +
                                                                  " are not kept any more");
    auto version = snapshot.read(**header);
    if (!version)
        return passOn(version);
    if (auto good = checkDigest(**version); !good)
        return passOn(good);
    Outcome outcome{std::move(*version), {}, target.row};
    for (std::int64_t number = (*header)->number + 1; number <= target.number; ++number) {
        auto difference = m_log.difference(m_zoneId, m_zone, number);
        if (!difference)
            return passOn(difference);
        auto next = (*difference)->applyTo(*outcome.version);
        if (!next)
            return m_database.failure("replaying zone " + m_zone.display(), next.error().text);
        if (auto good = checkDigest(**next); !good)
            return passOn(good);
        outcome.version = std::move(*next);
        outcome.history.push_back(std::move(*difference));
    }
    if (outcome.version->serial() != target.row.serial)
        return m_database.failure("replaying zone " + m_zone.display(),
                                  "it ends at serial " + outcome.version->serial().text() +
                                      " instead of " + target.row.serial.text());
    return outcome;
}

Result<void> VersionReplay::checkDigest(const ZoneVersion& version) const
{
    auto entry = m_log.find(m_zoneId, version.serial());
    if (!entry)
        return passOn(entry);
    if (!*entry || (*entry)->row.digest != version.digest().hex())
        return m_database.failure("zone " + m_zone.display(),
                                  "the contents at serial " + version.serial().text() +
                                      " do not have the digest they were published with");
    return {};
}

} // namespace headwater
