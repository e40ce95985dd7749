#pragma once

#include <unordered_map>

#include "store/snapshotpages.h"
#include "store/zonerows.h"

namespace headwater {

/// What was published: versions, the differences between them, and a snapshot on their way. The
/// snapshot moves to the present version when a difference that it needs falls out of the limits.
///
///     version     4 ──▶ 5 ──▶ 6 ──▶ 7 ──▶ 8      (4 is kept as a row, 5 to 8 with differences)
///     snapshot                6                  start: 6, then 7 and 8; 5 and 6 for IXFR only
///
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

    /// What was read from the snapshot of a zone.
    void remember(std::int64_t zone, SnapshotPages::Stored stored)
    {
        m_snapshots[zone] = std::move(stored);
    }
    /// A transaction was undone: what moved in it lies elsewhere than is remembered.
    void forgetMoved()
    {
        for (const std::int64_t zone : m_moved)
            m_snapshots.erase(zone);
        m_moved.clear();
    }
    void keepMoved() { m_moved.clear(); }

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
    /// Number of the oldest difference that the limits let stay.
    [[nodiscard]] Result<std::int64_t> oldestKept(std::int64_t zone, std::int64_t newest);
    [[nodiscard]] Result<void> moveSnapshot(std::int64_t zone, const ZoneVersion& version,
                                            std::int64_t number);
    [[nodiscard]] Result<void> dropDifferences(std::int64_t zone, std::int64_t before);

    /// Of zones that were loaded or published since the start: what the next move can leave as it
    /// is. Costs a few octets a page; the pages are mostly those that are served.
    std::unordered_map<std::int64_t, SnapshotPages::Stored> m_snapshots;
    std::vector<std::int64_t> m_moved; ///< since the last whole transaction ended
    Database& m_database;
    HistoryLimits m_limits;
};

} // namespace headwater
