#pragma once

#include <array>
#include <optional>

#include "store/statement.h"
#include "zone/zoneversion.h"

namespace headwater {

/// The whole contents of one zone at one version, as the pages that are served: nothing is parsed,
/// sorted or rendered when it is read (StoredZones). Moved to a later version it writes the pages
/// that differ. Runs inside the caller's transaction.
class SnapshotPages
{
public:
    SnapshotPages(Database& database, std::int64_t zoneId, Name zone)
        : m_database(database)
        , m_zoneId(zoneId)
        , m_zone(std::move(zone))
    {
    }

    /// Where the pages of a version are in the store.
    struct Stored
    {
        struct Page
        {
            std::int64_t id = 0;
            std::array<std::uint8_t, 32> digest{};
        };
        PageTable table;
        std::vector<Page> pages; ///< in the order of the table

        /// Without table and digests. `ids` as write() wrote them.
        [[nodiscard]] static Stored fromIds(OctetView ids);
        /// Of the snapshot: contents, SOA and pages are those that were written.
        [[nodiscard]] std::array<std::uint8_t, 32>
        digest(const ContentDigest& contents, OctetView soa, std::uint32_t soaTtl) const;
    };

    /// Number of the version it holds; none: nothing was ever published.
    [[nodiscard]] Result<std::optional<std::int64_t>> number();
    /// Holds `version` from now on. Pages that `before` has too stay as they are; without it all
    /// are written anew.
    [[nodiscard]] Result<Stored> write(std::int64_t number, const ZoneVersion& version,
                                       const Stored* before);

private:
    [[nodiscard]] Result<Stored::Page> insert(const Page& page);
    [[nodiscard]] Result<void> remove(std::int64_t id);
    [[nodiscard]] std::string doing(std::string_view what) const;

    Database& m_database;
    std::int64_t m_zoneId;
    Name m_zone;
};

} // namespace headwater
