#pragma once

#include "store/dirtynames.h"

namespace headwater {

/// What people want: the records of each zone. Writes only what differs from what is there and
/// marks exactly those owners dirty. Runs inside the caller's transaction.
class DesiredRecords
{
public:
    DesiredRecords(Database& database, ZoneRows& zones, DirtyNames& dirty)
        : m_database(database)
        , m_zones(zones)
        , m_dirty(dirty)
    {
    }

    [[nodiscard]] Result<std::vector<RRset>> all(const ZoneRows::Row& zone);
    [[nodiscard]] Result<std::vector<RRset>> at(const ZoneRows::Row& zone, const Name& owner);
    /// RRsets of names below `owner`, in canonical order, at most `limit` of them.
    [[nodiscard]] Result<std::vector<RRset>> below(const ZoneRows::Row& zone, const Name& owner,
                                                   std::size_t limit);

    /// Both return how many owners were marked dirty.
    [[nodiscard]] Result<std::size_t> apply(const ZoneRows::Row& zone, const DesiredChange& change);
    [[nodiscard]] Result<std::size_t> replaceAll(const ZoneRows::Row& zone,
                                                 const DesiredChange& change);

private:
    struct KeyedSet;
    struct SetChange;
    using KeyedSets = std::vector<KeyedSet>;
    using SetChanges = std::vector<SetChange>;

    [[nodiscard]] Result<bool> isEmpty(const ZoneRows::Row& zone);
    [[nodiscard]] Result<KeyedSets> keyed(const DesiredChange& change) const;
    [[nodiscard]] Result<SetChanges> compareGiven(const ZoneRows::Row& zone,
                                                  const KeyedSets& wanted);
    [[nodiscard]] Result<SetChanges> compareAll(const ZoneRows::Row& zone, const KeyedSets& wanted);
    [[nodiscard]] Result<std::size_t> write(const ZoneRows::Row& zone, const DesiredChange& change,
                                            const SetChanges& changes);
    [[nodiscard]] Result<void> writeSet(std::int64_t zone, const SetChange& change);
    /// True when the SOA differs in more than its serial, which alone is only remembered.
    [[nodiscard]] Result<bool> writeSoa(const ZoneRows::Row& zone, const DesiredChange& change);

    Database& m_database;
    ZoneRows& m_zones;
    DirtyNames& m_dirty;
};

} // namespace headwater
