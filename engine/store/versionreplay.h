#pragma once

#include "store/storedzones.h"
#include "zone/publishedzone.h"

namespace headwater {

/// Rebuilds contents from the snapshot and the differences around it, and checks every version on
/// the way against the digest that was stored with it (invariants 2 and 5). Differences that lead
/// to the snapshot are not replayed: what they add and remove must be what lies between two
/// digests.
class VersionReplay
{
public:
    VersionReplay(const Database& database, const Name& zone, const StoredZone& stored)
        : m_database(database)
        , m_zone(zone)
        , m_stored(stored)
    {
    }

    struct Outcome
    {
        std::shared_ptr<const ZoneVersion> version; ///< none: nothing was ever published
        PublishedZone::History history;             ///< differences that lead to it
    };

    /// The present version with its history.
    [[nodiscard]] Result<Outcome> toNewest() const;
    /// Contents at a kept serial, without history; an error when it is not kept.
    [[nodiscard]] Result<std::shared_ptr<const ZoneVersion>> to(Serial serial) const;

private:
    using VersionPointer = std::shared_ptr<const ZoneVersion>;
    using ChangePointer = std::shared_ptr<const Difference>;

    /// The difference that leads to that version.
    [[nodiscard]] Result<ChangePointer> change(std::int64_t number) const;
    /// The version of that number out of the one before it, and out of the one after it.
    [[nodiscard]] Result<VersionPointer> after(const ZoneVersion& version,
                                               std::int64_t number) const;
    [[nodiscard]] Result<VersionPointer> before(const ZoneVersion& version,
                                                std::int64_t number) const;
    /// The differences that lead to the snapshot, oldest first.
    [[nodiscard]] Result<PublishedZone::History> leadingToSnapshot() const;
    [[nodiscard]] Result<void> checkDigest(std::int64_t number, const ContentDigest& digest) const;
    [[nodiscard]] tl::unexpected<Error> fault(std::string_view what) const;

    const Database& m_database;
    const Name& m_zone;
    const StoredZone& m_stored;
};

} // namespace headwater
