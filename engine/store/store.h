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
    std::uint32_t defaultTtl = 3600;  ///< of rows in a database that say none
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
    /// Sentences about all records of the zone that cannot be published as they are wanted: their
    /// RRsets are in `sets` as they were published before. Written by people past our checks.
    std::vector<std::string> rejected;
    bool historyEnds = false; ///< no difference may lead from what is served now
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

struct LoadedZone
{
    ZoneSettings settings;
    std::shared_ptr<const PublishedZone> published; ///< none: nothing was ever published
};

/// What became of a zone without us, where several engines share a database.
struct FollowedZone
{
    bool gone = false;
    std::shared_ptr<const PublishedZone> published; ///< newer than what is served; none: nothing is
    std::vector<VersionRow> steps;                  ///< that lead to it, oldest first
};

/// Everything durable: desired records, dirty names, published versions, receipts, audit. All calls
/// on the updater thread; they may block on the disk or the database. Errors name the place and
/// what was being done. Nothing here decides anything.
class Store
{
public:
    virtual ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // Groups: what is done between the two calls is one durable commit. Each call stays one piece:
    // when it fails, it alone is undone. A group that goes unfinished is undone.
    [[nodiscard]] virtual Result<void> beginGroup() = 0;
    /// Durable when it returns; on an error nothing of the group was done.
    [[nodiscard]] virtual Result<void> endGroup() = 0;

    // Zones
    [[nodiscard]] virtual Result<std::vector<ZoneSettings>> zones() = 0;
    [[nodiscard]] virtual Result<std::optional<ZoneSettings>> zone(const Name& zone) = 0;
    /// New zone, or new settings of one. A zone that existed before keeps its serial floor. SOA
    /// fields that differ mark the apex of an existing zone dirty.
    [[nodiscard]] virtual Result<void> saveZone(const ZoneSettings& settings) = 0;
    /// A new zone together with its first records, in one transaction; an error when it is there
    /// already. Returns the owners marked dirty.
    [[nodiscard]] virtual Result<std::size_t> createZone(const ZoneSettings& settings,
                                                         const DesiredChange& contents) = 0;
    /// Records, versions and settings go, the serial floor stays for ever.
    [[nodiscard]] virtual Result<void> removeZone(const Name& zone, const std::string& who) = 0;
    [[nodiscard]] virtual Result<std::optional<Serial>> serialFloor(const Name& zone) = 0;
    /// The next serial is newer than this one, and the apex is dirty, so that it comes soon.
    /// Nothing when the floor is there already.
    [[nodiscard]] virtual Result<void> raiseFloor(const Name& zone, Serial serial,
                                                  const std::string& author) = 0;

    // Desired records
    /// One transaction: only what really differs is written, and exactly those owners are marked
    /// dirty. Returns how many owners that was; 0 means there is nothing to publish. An SOA that
    /// differs in its serial only is remembered and marks nothing. Refused, with nothing written:
    /// owners outside the zone, SOA records among the sets, an RRset given twice.
    [[nodiscard]] virtual Result<std::size_t> apply(const DesiredChange& change) = 0;
    /// The same for the whole contents of a zone: what is not in `sets` is removed. A first load of
    /// very many names marks (zone, *) instead of each.
    [[nodiscard]] virtual Result<std::size_t> replaceAll(const DesiredChange& change) = 0;
    [[nodiscard]] virtual Result<std::vector<RRset>> desired(const Name& zone) = 0;
    [[nodiscard]] virtual Result<std::vector<RRset>> desiredAt(const Name& zone,
                                                               const Name& owner) = 0;
    /// RRsets at names below `owner`, in canonical order, at most `limit` of them.
    [[nodiscard]] virtual Result<std::vector<RRset>>
    desiredBelow(const Name& zone, const Name& owner, std::size_t limit) = 0;

    /// Why nothing can be written just now; empty: it can.
    [[nodiscard]] virtual std::string absence() const;

    // Publishing
    /// What other engines did to the zone since it was last asked, kept here with the open group. A
    /// store that is written by one engine only has nothing to follow.
    [[nodiscard]] virtual Result<FollowedZone> follow(const Name& zone);
    [[nodiscard]] virtual Result<std::vector<Name>> dirtyZones() = 0;
    /// None: nothing is dirty, or the zone is gone.
    [[nodiscard]] virtual Result<std::optional<DirtyBatch>> takeDirty(const Name& zone) = 0;
    /// Asks for a full reconcile of a zone: marks (zone, *).
    [[nodiscard]] virtual Result<void> markEverything(const Name& zone) = 0;
    /// Version, difference (none for the first), serial floor, and the dirty rows up to `token`
    /// removed: one transaction, durable when it returns (invariants 4 and 7). Refused when the
    /// serial is not newer than the floor or the difference does not lead from the version before.
    /// History over the limits is worked into the snapshot, from its oldest end; without a
    /// difference it begins anew.
    [[nodiscard]] virtual Result<void> commit(const ZoneVersion& version,
                                              const Difference* difference, const VersionRow& row,
                                              std::int64_t token) = 0;
    /// Dirty rows that changed nothing are removed without a version.
    [[nodiscard]] virtual Result<void> discardDirty(const Name& zone, std::int64_t token) = 0;
    /// The moment a committed version became visible, for the list of versions. Written without
    /// waiting for the disk.
    [[nodiscard]] virtual Result<void> notePublished(const Name& zone, Serial serial,
                                                     Instant at) = 0;

    // Reading back
    /// Present version and kept history, from the snapshot and the differences since; every digest
    /// is checked (invariant 2), replay is checked (invariant 5).
    [[nodiscard]] virtual Result<LoadedZone> load(const Name& zone) = 0;
    /// The same for every zone, in any order; what was read of them is not kept a
    /// second time.
    [[nodiscard]] virtual Result<void>
    loadAll(const std::function<void(const ZoneSettings&, const Result<LoadedZone>&)>& use) = 0;
    /// Newest first.
    [[nodiscard]] virtual Result<std::vector<VersionRow>> versions(const Name& zone,
                                                                   std::size_t limit) = 0;
    /// Contents at any kept serial; an error when it is not kept, as in differenceTo().
    [[nodiscard]] virtual Result<std::shared_ptr<const ZoneVersion>> contentAt(const Name& zone,
                                                                               Serial serial) = 0;
    [[nodiscard]] virtual Result<std::shared_ptr<const Difference>> differenceTo(const Name& zone,
                                                                                 Serial serial) = 0;

    // Receipts and audit: they survive the process at once, a power failure with the next commit.
    /// A time that is not given leaves the stored one. Receipts are kept as long as their version;
    /// those of versions and zones that are gone are dropped.
    [[nodiscard]] virtual Result<void> saveReceipts(const std::vector<ReceiptRow>& rows) = 0;
    /// Of the newest versions first.
    [[nodiscard]] virtual Result<std::vector<ReceiptRow>> receipts(const Name& zone,
                                                                   std::size_t limit) = 0;
    [[nodiscard]] virtual Result<void> writeAudit(const AuditRow& row) = 0;
    /// Newest first.
    [[nodiscard]] virtual Result<std::vector<AuditRow>> audit(std::size_t limit) = 0;

protected:
    Store();
};

} // namespace headwater
