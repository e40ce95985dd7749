#pragma once

#include "store/snapshotpages.h"
#include "store/zonerows.h"

namespace headwater {

/// What was published: versions, the differences between them, and the snapshot they start from.
/// One chain a zone, kept within the limits. Runs inside the caller's transaction.
class VersionLog
{
public:
    VersionLog(Database& database, HistoryLimits limits)
        : m_database(database)
        , m_limits(limits)
    {
    }

    struct Entry
    {
        std::int64_t number = 0;
        VersionRow row;
    };

    /// Adds a version behind the present one. Without a difference, or with one that is over the
    /// limits by itself, history begins anew with this version.
    [[nodiscard]] Result<void> add(std::int64_t zone, const ZoneVersion& version,
                                   const Difference* difference, const VersionRow& row);
    [[nodiscard]] Result<void> setPublishedAt(std::int64_t zone, Serial serial, Instant at);

    [[nodiscard]] Result<std::optional<Entry>> newest(std::int64_t zone);
    [[nodiscard]] Result<std::optional<Entry>> find(std::int64_t zone, Serial serial);
    /// Newest first.
    [[nodiscard]] Result<std::vector<Entry>> list(std::int64_t zone, std::size_t limit);
    /// The difference that leads to version `number`; an error when it is not kept.
    [[nodiscard]] Result<std::shared_ptr<const Difference>>
    difference(std::int64_t zone, const Name& name, std::int64_t number);

private:
    [[nodiscard]] Result<bool> beginsAnew(std::int64_t zone, const std::optional<Entry>& present,
                                          const ZoneVersion& version, const Difference* difference);
    [[nodiscard]] Result<void> insert(std::int64_t zone, const Entry& entry, const Octets& digest);
    [[nodiscard]] Result<void> insertDifference(std::int64_t zone, std::int64_t number,
                                                const Difference& difference);
    [[nodiscard]] Result<void> restart(std::int64_t zone, const ZoneVersion& version,
                                       std::int64_t number);
    [[nodiscard]] Result<void> extend(std::int64_t zone, const Difference& difference,
                                      std::int64_t number);
    /// Works the oldest difference into the snapshot and drops it.
    [[nodiscard]] Result<void> dropOldest(SnapshotPages& snapshot, SnapshotPages::Header* header,
                                          std::int64_t zone, const Name& name);

    Database& m_database;
    HistoryLimits m_limits;
};

} // namespace headwater
