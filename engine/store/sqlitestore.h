#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "zone/publishedzone.h"

namespace headwater {

/// Who writes a zone's records. A zone has one source; every other door refuses to write to it.
enum class ZoneSource
{
    Embedded,
    ZoneFile
};
enum class SerialPolicy
{
    Increment,
    UnixTime,
    Date
};

/// A zone as the store keeps it; survives its records.
struct ZoneSettings
{
    Name zone;
    ZoneSource source = ZoneSource::Embedded;
    std::string sourceName; ///< the file's name, for ZoneFile
    SerialPolicy policy = SerialPolicy::Increment;
    Soa soa; ///< desired SOA; its serial is the least that may be published next
    std::uint32_t soaTtl = 3600;
    std::optional<Instant> retiresAt; ///< source is gone; served until then
};

/// Records that people want at some owners of a zone, replacing what was wanted there.
struct DesiredChange
{
    Name zone;
    std::vector<RRset> sets; ///< an empty set removes that owner and type
    std::optional<Soa> soa;  ///< new SOA fields; the serial is a floor, not an order
    std::optional<std::uint32_t> soaTtl;
    std::string author;
    Instant committedAt;
};

/// What a publication takes from the store: the owners that changed since the last one, and the
/// RRsets wanted there now, read in one transaction.
struct DirtyBatch
{
    ZoneSettings settings;
    bool everything = false; ///< (zone, *): `owners` is empty, `sets` is the whole zone
    std::vector<Name> owners;
    std::vector<RRset> sets;
    Instant committedAt;    ///< of the oldest change in it
    std::string author;     ///< of the newest
    std::int64_t token = 0; ///< dirty rows up to here are removed by commit()
};

struct VersionRow
{
    Serial serial;
    Instant committedAt;
    Instant publishedAt;
    std::string author;
    std::size_t added = 0;
    std::size_t removed = 0;
    std::size_t records = 0;
    std::string digest; ///< hex
    std::size_t differenceOctets = 0;
};

/// Times of one version on one secondary, as far as they are known; durable form of a receipt.
struct ReceiptRow
{
    Name zone;
    Serial serial;
    std::string secondary;
    std::optional<Instant> notifySent, acknowledged, asked, transferred, live;
    std::string detail; ///< JSON: attempts, rcode, kind, octets, address; written by propagation
};

struct AuditRow
{
    Instant at;
    std::string who;
    std::string action;
    std::string object;
    std::string detail;
};

/// Everything durable, in one SQLite file. All calls on the updater thread; they may block on the
/// disk. Errors name the file and what was being done. Nothing here decides anything.
class SqliteStore
{
public:
    struct LoadedZone
    {
        ZoneSettings settings;
        std::shared_ptr<const PublishedZone> published; ///< none: nothing was ever published
    };

    /// Opens or creates `path`, takes the lock (a second process gets a clear error), migrates the
    /// schema in a transaction, refuses a newer one.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::string& path,
                                                                   HistoryLimits limits = {});
    ~SqliteStore();

    // Groups: what is done between the two calls is one durable commit. Each call stays one piece:
    // when it fails, it alone is undone. A group that goes unfinished is undone.
    [[nodiscard]] Result<void> beginGroup();
    /// Durable when it returns; on an error nothing of the group was done.
    [[nodiscard]] Result<void> endGroup();

    // Zones
    [[nodiscard]] Result<std::vector<ZoneSettings>> zones();
    [[nodiscard]] Result<std::optional<ZoneSettings>> zone(const Name& zone);
    /// New zone, or new settings of one. A zone that existed before keeps its serial floor. SOA
    /// fields that differ mark the apex of an existing zone dirty.
    [[nodiscard]] Result<void> saveZone(const ZoneSettings& settings);
    /// A new zone together with its first records, in one transaction; an error when it is there
    /// already. Returns the owners marked dirty.
    [[nodiscard]] Result<std::size_t> createZone(const ZoneSettings& settings,
                                                 const DesiredChange& contents);
    /// Records, versions and settings go, the serial floor stays for ever.
    [[nodiscard]] Result<void> removeZone(const Name& zone, const std::string& who);
    [[nodiscard]] Result<std::optional<Serial>> serialFloor(const Name& zone);

    // Desired records
    /// One transaction: only what really differs is written, and exactly those owners are marked
    /// dirty. Returns how many owners that was; 0 means there is nothing to publish. An SOA that
    /// differs in its serial only is remembered and marks nothing. Refused, with nothing written:
    /// owners outside the zone, SOA records among the sets, an RRset given twice.
    [[nodiscard]] Result<std::size_t> apply(const DesiredChange& change);
    /// The same for the whole contents of a zone: what is not in `sets` is removed. A first load of
    /// very many names marks (zone, *) instead of each.
    [[nodiscard]] Result<std::size_t> replaceAll(const DesiredChange& change);
    [[nodiscard]] Result<std::vector<RRset>> desired(const Name& zone);
    [[nodiscard]] Result<std::vector<RRset>> desiredAt(const Name& zone, const Name& owner);
    /// RRsets at names below `owner`, in canonical order, at most `limit` of them.
    [[nodiscard]] Result<std::vector<RRset>> desiredBelow(const Name& zone, const Name& owner,
                                                          std::size_t limit);

    // Publishing
    [[nodiscard]] Result<std::vector<Name>> dirtyZones();
    /// None: nothing is dirty, or the zone is gone.
    [[nodiscard]] Result<std::optional<DirtyBatch>> takeDirty(const Name& zone);
    /// Asks for a full reconcile of a zone: marks (zone, *).
    [[nodiscard]] Result<void> markEverything(const Name& zone);
    /// Version, difference (none for the first), serial floor, and the dirty rows up to `token`
    /// removed: one transaction, durable when it returns (invariants 4 and 7). Refused when the
    /// serial is not newer than the floor or the difference does not lead from the version before.
    /// History over the limits is worked into the snapshot, from its oldest end; without a
    /// difference it begins anew.
    [[nodiscard]] Result<void> commit(const ZoneVersion& version, const Difference* difference,
                                      const VersionRow& row, std::int64_t token);
    /// Dirty rows that changed nothing are removed without a version.
    [[nodiscard]] Result<void> discardDirty(const Name& zone, std::int64_t token);
    /// The moment a committed version became visible, for the list of versions. Written without
    /// waiting for the disk.
    [[nodiscard]] Result<void> notePublished(const Name& zone, Serial serial, Instant at);

    // Reading back
    /// Present version and kept history, from the snapshot and the differences since; every digest
    /// is checked (invariant 2), replay is checked (invariant 5).
    [[nodiscard]] Result<LoadedZone> load(const Name& zone);
    /// The same for every zone, in order of their names; what was read of them is not kept a
    /// second time.
    [[nodiscard]] Result<void>
    loadAll(const std::function<void(const ZoneSettings&, const Result<LoadedZone>&)>& use);
    /// Newest first.
    [[nodiscard]] Result<std::vector<VersionRow>> versions(const Name& zone, std::size_t limit);
    /// Contents at any kept serial; an error when it is not kept, as in differenceTo().
    [[nodiscard]] Result<std::shared_ptr<const ZoneVersion>> contentAt(const Name& zone,
                                                                       Serial serial);
    [[nodiscard]] Result<std::shared_ptr<const Difference>> differenceTo(const Name& zone,
                                                                         Serial serial);

    // Receipts and audit: they survive the process at once, a power failure with the next commit.
    /// A time that is not given leaves the stored one. Receipts are kept as long as their version;
    /// those of versions and zones that are gone are dropped.
    [[nodiscard]] Result<void> saveReceipts(const std::vector<ReceiptRow>& rows);
    /// Of the newest versions first.
    [[nodiscard]] Result<std::vector<ReceiptRow>> receipts(const Name& zone, std::size_t limit);
    [[nodiscard]] Result<void> writeAudit(const AuditRow& row);
    /// Newest first.
    [[nodiscard]] Result<std::vector<AuditRow>> audit(std::size_t limit);

private:
    struct State;
    explicit SqliteStore(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace headwater
