#pragma once

#include "store/versionlog.h"

namespace headwater {

/// Rebuilds contents from the snapshot and the differences behind it, and checks every version on
/// the way against the digest that was stored with it (invariants 2 and 5).
class VersionReplay
{
public:
    VersionReplay(Database& database, VersionLog& log, std::int64_t zoneId, Name zone)
        : m_database(database)
        , m_log(log)
        , m_zoneId(zoneId)
        , m_zone(std::move(zone))
    {
    }

    struct Outcome
    {
        std::shared_ptr<const ZoneVersion> version; ///< none: nothing was ever published
        PublishedZone::History history;             ///< differences that lead to it
        VersionRow row;
    };

    /// The present version.
    [[nodiscard]] Result<Outcome> toNewest();
    /// Contents at a kept serial; an error when it is not kept.
    [[nodiscard]] Result<Outcome> to(Serial serial);

private:
    [[nodiscard]] Result<Outcome> run(const VersionLog::Entry& target);
    [[nodiscard]] Result<void> checkDigest(const ZoneVersion& version) const;

    Database& m_database;
    VersionLog& m_log;
    std::int64_t m_zoneId;
    Name m_zone;
};

} // namespace headwater
