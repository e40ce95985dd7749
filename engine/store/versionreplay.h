#pragma once

#include "store/versionlog.h"

namespace headwater {

/// Rebuilds contents from the snapshot and the differences around it, and checks every version on
/// the way against the digest that was stored with it (invariants 2 and 5). Differences that lead
/// to the snapshot are not replayed: what they add and remove must be what lies between two
/// digests.
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

    /// The present version with its history.
    [[nodiscard]] Result<Outcome> toNewest();
    /// Contents at a kept serial, without history; an error when it is not kept.
    [[nodiscard]] Result<std::shared_ptr<const ZoneVersion>> to(Serial serial);

private:
    using Entries = std::vector<VersionLog::Entry>;
    using VersionPointer = std::shared_ptr<const ZoneVersion>;

    [[nodiscard]] Result<std::int64_t> snapshotNumber();
    [[nodiscard]] tl::unexpected<Error> snapshotMissing() const;
    [[nodiscard]] Result<SnapshotPages::Contents> snapshot(std::int64_t number);
    /// One step forward, or back.
    [[nodiscard]] Result<VersionPointer> after(const VersionPointer& version,
                                               const Difference& difference);
    [[nodiscard]] Result<VersionPointer> before(const VersionPointer& version,
                                                const Difference& difference);
    /// The differences that lead to the snapshot, oldest first.
    [[nodiscard]] Result<PublishedZone::History> leadingTo(const VersionLog::Present& present);
    [[nodiscard]] Result<void> checkDigest(Serial serial, const ContentDigest& digest) const;

    Database& m_database;
    VersionLog& m_log;
    std::int64_t m_zoneId;
    Name m_zone;
};

} // namespace headwater
