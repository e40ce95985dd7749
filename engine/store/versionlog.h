#pragma once

#include <unordered_map>

#include "store/snapshotpages.h"
#include "store/zonerows.h"

namespace headwater {

/// What was published: versions, the differences between them, and a snapshot on their way. The
/// snapshot moves to the present version when a difference that it needs has fallen out of the
/// limits and so many lie behind it that a start would feel them.
///
///     version     4 ──▶ 5 ──▶ 6 ──▶ 7 ──▶ 8      (4 is kept as a row, 5 to 8 with differences)
///     snapshot                6                  start: 6, then 7 and 8; 5 and 6 for IXFR only
///
/// One chain a zone, brought back within the limits every few versions: what is kept longer makes a
/// change cheaper, and is dropped where it is read. Runs inside the caller's transaction.
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
    /// The zone is gone.
    void forget(std::int64_t zone)
    {
        m_snapshots.erase(zone);
        m_heads.erase(zone);
    }
    /// A transaction was undone: what was added or moved in it is not what is remembered.
    void forgetTouched()
    {
        for (const std::int64_t zone : m_touched)
            forget(zone);
        m_touched.clear();
    }
    void keepTouched() { m_touched.clear(); }

    [[nodiscard]] Result<std::optional<Entry>> newest(std::int64_t zone);
    [[nodiscard]] Result<std::optional<Entry>> find(std::int64_t zone, Serial serial);
    /// Newest first.
    [[nodiscard]] Result<std::vector<Entry>> list(std::int64_t zone, std::size_t limit);
    /// The difference that leads to version `number`; an error when it is not kept.
    [[nodiscard]] Result<std::shared_ptr<const Difference>>
    difference(std::int64_t zone, const Name& name, std::int64_t number);

private:
    /// Where a chain ends; number 0: nothing was ever published.
    struct Head
    {
        std::int64_t number = 0;
        Serial serial;
        std::int64_t snapshot = 0; ///< number of its version; 0: there is none
    };
    [[nodiscard]] Result<Head> head(std::int64_t zone, const Name& name);
    [[nodiscard]] Result<bool> beginsAnew(std::int64_t zone, const Head& present,
                                          const ZoneVersion& version, const Difference* difference);
    [[nodiscard]] Result<void> beginAnew(std::int64_t zone, const ZoneVersion& version,
                                         std::int64_t number);
    /// Is it time to bring the chain back within the limits?
    [[nodiscard]] bool isDue(std::int64_t number, const Difference& difference) const;
    /// Does it; `*snapshot` is the number of its version, before and after.
    [[nodiscard]] Result<void> tidy(std::int64_t zone, const ZoneVersion& version,
                                    std::int64_t number, std::int64_t* snapshot);
    [[nodiscard]] Result<bool> isFarBehind(std::int64_t zone, const ZoneVersion& version,
                                           std::int64_t number, std::int64_t snapshot);
    [[nodiscard]] Result<void> dropBefore(std::int64_t zone, std::int64_t difference,
                                          std::int64_t version);
    [[nodiscard]] Result<void> insert(std::int64_t zone, const Entry& entry, const Octets& digest);
    [[nodiscard]] Result<void> insertDifference(std::int64_t zone, std::int64_t number,
                                                const Difference& difference);
    /// Number of the oldest difference that the limits let stay.
    [[nodiscard]] Result<std::int64_t> oldestKept(std::int64_t zone, std::int64_t newest);
    [[nodiscard]] Result<void> moveSnapshot(std::int64_t zone, const ZoneVersion& version,
                                            std::int64_t number);
    /// Of zones that were loaded or published since the start: what the next move can leave as it
    /// is. Costs a few octets a page; the pages are mostly those that are served.
    std::unordered_map<std::int64_t, SnapshotPages::Stored> m_snapshots;
    std::unordered_map<std::int64_t, Head> m_heads; ///< of zones that changed since the start
    std::vector<std::int64_t> m_touched;            ///< since the last whole transaction ended
    Database& m_database;
    HistoryLimits m_limits;
};

} // namespace headwater
