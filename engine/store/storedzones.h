#pragma once

#include "store/snapshotpages.h"
#include "zone/difference.h"

namespace headwater {

/// What the store holds of the published versions of one zone. Pages and differences are checked
/// each for itself; that they belong together is VersionReplay's to find out.
struct StoredZone
{
    struct Version
    {
        std::int64_t number = 0;
        Serial serial;
        Instant publishedAt;
        ContentDigest digest;
    };
    struct Change
    {
        std::int64_t number = 0; ///< of the version it leads to
        std::shared_ptr<const Difference> difference;
    };
    struct Snapshot
    {
        std::int64_t number = 0;
        std::shared_ptr<const ZoneVersion> contents;
        SnapshotPages::Stored places;
    };

    std::vector<Version> versions; ///< oldest first; none: nothing was ever published
    std::vector<Change> changes;   ///< oldest first
    std::optional<Snapshot> snapshot;

    /// Null when it is not kept.
    [[nodiscard]] const Version* version(std::int64_t number) const;
    [[nodiscard]] const std::shared_ptr<const Difference>* change(std::int64_t number) const;
};

/// Reads zones in the order of their ids, side by side from every table: a start has a hundred
/// thousand of them, and a search in each table for each zone would take most of its time.
///
///     version         1 1 1 2 3 3 ...
///     difference      1 1     3   ...       a cursor in each, all at the same zone
///     snapshot        1     2 3   ...
///     snapshot_page   1 1 1 2 3 3 ...
///
/// Sees one moment of the store, as long as it lives.
class StoredZones
{
public:
    /// Begins at the zone with this id.
    StoredZones(Database& database, std::int64_t first);

    /// Ids rise from call to call; zones between them are left out.
    [[nodiscard]] Result<StoredZone> read(std::int64_t id, const Name& zone);

private:
    /// A statement whose rows are in the order of the zones in their first column.
    class Cursor
    {
    public:
        Cursor(Database& database, std::string_view sql, std::int64_t first);
        /// Stands at a row of that zone, which next() leaves behind?
        [[nodiscard]] bool isAt(std::int64_t zone);
        void next() { m_more = m_row.next(); }
        [[nodiscard]] const Statement& row() const { return m_row; }

    private:
        Statement m_row;
        bool m_more;
    };

    [[nodiscard]] Result<void> readVersions(std::int64_t id, StoredZone* stored);
    [[nodiscard]] Result<void> readChanges(std::int64_t id, const Name& zone, StoredZone* stored);
    [[nodiscard]] Result<void> readSnapshot(std::int64_t id, const Name& zone, StoredZone* stored);
    /// In whatever order they lie; `stored` says where each belongs.
    [[nodiscard]] Result<std::vector<PageTable::PagePointer>>
    readPages(std::int64_t id, const Name& zone, SnapshotPages::Stored* stored);
    [[nodiscard]] tl::unexpected<Error> damaged(const Name& zone, std::string_view what) const;

    Database& m_database;
    Cursor m_versions;
    Cursor m_changes;
    Cursor m_snapshots;
    Cursor m_pages;
};

} // namespace headwater
