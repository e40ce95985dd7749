#pragma once

#include <map>

#include "store/statement.h"
#include "zone/difference.h"

namespace headwater {

/// The whole contents of one zone at the oldest version that can be rebuilt, in wire form. It moves
/// forward with the history: a difference that is over the limits is worked into it, which costs
/// what that difference costs, because only the pages its names fall into are written again. Runs
/// inside the caller's transaction.
class SnapshotPages
{
public:
    SnapshotPages(Database& database, std::int64_t zoneId, Name zone)
        : m_database(database)
        , m_zoneId(zoneId)
        , m_zone(std::move(zone))
    {
    }

    struct Header
    {
        std::int64_t number = 0; ///< of the version it holds
        Soa soa;
        std::uint32_t soaTtl = 0;
        std::size_t octets = 0; ///< of the differences from there to the present version
    };

    /// None: there is no snapshot, because nothing was ever published.
    [[nodiscard]] Result<std::optional<Header>> header();
    [[nodiscard]] Result<void> saveHeader(const Header& header);
    /// Everything anew.
    [[nodiscard]] Result<void> write(const ZoneVersion& version);
    /// From the contents at difference.from() to those at difference.to(). Every removed record
    /// must be there and every added one absent (invariant 5).
    [[nodiscard]] Result<void> advance(const Difference& difference);
    [[nodiscard]] Result<std::shared_ptr<const ZoneVersion>> read(const Header& header);

private:
    struct Page;
    struct OwnerChange;
    using Owners = std::map<Octets, std::vector<Record>>;
    using OwnerChanges = std::map<Octets, OwnerChange>;

    [[nodiscard]] Result<Page> pageFor(const Octets& key);
    [[nodiscard]] Result<void> applyTo(Owners& owners, const Octets& key,
                                       const OwnerChange& change) const;
    /// Writes the owners of a page back, as several pages when they have become many.
    [[nodiscard]] Result<void> writeBack(const Page& page, const Owners& owners);
    [[nodiscard]] Result<void> insert(OctetView firstKey, const Octets& records);
    [[nodiscard]] Result<std::vector<Record>> parse(OctetView records) const;
    [[nodiscard]] std::string doing(std::string_view what) const;

    Database& m_database;
    std::int64_t m_zoneId;
    Name m_zone;
};

} // namespace headwater
