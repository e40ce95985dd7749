#pragma once

#include <unordered_map>
#include <unordered_set>

#include "store/postgresrecords.h"
#include "store/postgresrejections.h"
#include "store/postgresversions.h"
#include "store/sqlitestore.h"
#include "zone/zonetable.h"

namespace headwater {

/// The store where PostgreSQL is the source of truth. Desired records, dirty names and versions are
/// in the database; what was published is kept in a local SqliteStore, too, from which the engine
/// starts and serves while the database is away. One engine leads: it makes versions. The others
/// follow them. A version is in the database before it is kept here, and here before it is served.
///
///     database   desired, dirty ──take──▶ next version ──commit under the term──▶ version
///     local                                                     └──▶ kept ──▶ ZoneTable
class PostgresStore final : public Store
{
public:
    struct Settings
    {
        std::string url;
        std::string file; ///< of the local store
        HistoryLimits history;
    };
    [[nodiscard]] static Result<std::unique_ptr<PostgresStore>>
    open(const Settings& settings, std::shared_ptr<const ZoneTable> zones);
    ~PostgresStore() override;

    // The database comes and goes; said by whoever watches it.
    /// Reads what others did meanwhile. Returns the process id of the session's backend.
    [[nodiscard]] Result<int> connect();
    void disconnect(const std::string& why);
    [[nodiscard]] bool isConnected() const { return m_session.isConnected(); }
    /// This engine leads under `term`: it makes versions. Every zone is compared with what is
    /// wanted once.
    [[nodiscard]] Result<void> lead(std::int64_t term);
    void stepDown();
    [[nodiscard]] bool isLeading() const { return m_term.has_value(); }

    // What waits for takeDirty(), named by the database or not.
    /// Another engine published a version of this zone, or it is gone.
    void publishedElsewhere(const Name& zone);
    /// Zones that other engines changed, or whose names are dirty in the database.
    [[nodiscard]] Result<std::vector<Name>> dirtyZones() override;
    /// Everything wanted in every zone is compared with what is published, when we lead.
    [[nodiscard]] Result<void> compareAll();
    /// Takes up to `most` zones of which everything is to be compared; each once.
    [[nodiscard]] std::vector<Name> takeComparisons(std::size_t most);
    /// Rows in the database that say what is dirty.
    [[nodiscard]] Result<std::size_t> backlog();
    /// Dirty rows that were settled since the last call; they are in the way of later ones until
    /// the table is vacuumed.
    [[nodiscard]] std::size_t takeSettled() { return std::exchange(m_settled, 0); }
    /// From a row's trigger to its reading here, of the newest batch.
    [[nodiscard]] Microseconds pickUp() const { return m_pickUp; }
    /// So many secondaries answer the version, that many milliseconds after its commit.
    [[nodiscard]] Result<void> noteLive(const Name& zone, Serial serial, std::size_t live,
                                        std::size_t of, Milliseconds after);

    [[nodiscard]] std::string absence() const override;
    [[nodiscard]] Result<void> beginGroup() override;
    [[nodiscard]] Result<void> endGroup() override;
    [[nodiscard]] Result<std::vector<ZoneSettings>> zones() override;
    [[nodiscard]] Result<std::optional<ZoneSettings>> zone(const Name& zone) override;
    [[nodiscard]] Result<void> saveZone(const ZoneSettings& settings) override;
    [[nodiscard]] Result<std::size_t> createZone(const ZoneSettings& settings,
                                                 const DesiredChange& contents) override;
    [[nodiscard]] Result<void> removeZone(const Name& zone, const std::string& who) override;
    [[nodiscard]] Result<std::optional<Serial>> serialFloor(const Name& zone) override;
    [[nodiscard]] Result<void> raiseFloor(const Name& zone, Serial serial,
                                          const std::string& author) override;
    [[nodiscard]] Result<std::size_t> apply(const DesiredChange& change) override;
    [[nodiscard]] Result<std::size_t> replaceAll(const DesiredChange& change) override;
    [[nodiscard]] Result<std::vector<RRset>> desired(const Name& zone) override;
    [[nodiscard]] Result<std::vector<RRset>> desiredAt(const Name& zone,
                                                       const Name& owner) override;
    [[nodiscard]] Result<std::vector<RRset>> desiredBelow(const Name& zone, const Name& owner,
                                                          std::size_t limit) override;
    [[nodiscard]] Result<FollowedZone> follow(const Name& zone) override;
    [[nodiscard]] Result<std::optional<DirtyBatch>> takeDirty(const Name& zone) override;
    [[nodiscard]] Result<void> markEverything(const Name& zone) override;
    [[nodiscard]] Result<void> commit(const ZoneVersion& version, const Difference* difference,
                                      const VersionRow& row, std::int64_t token) override;
    [[nodiscard]] Result<void> discardDirty(const Name& zone, std::int64_t token) override;
    [[nodiscard]] Result<void> notePublished(const Name& zone, Serial serial, Instant at) override;
    [[nodiscard]] Result<LoadedZone> load(const Name& zone) override;
    [[nodiscard]] Result<void> loadAll(
        const std::function<void(const ZoneSettings&, const Result<LoadedZone>&)>& use) override;
    [[nodiscard]] Result<std::vector<VersionRow>> versions(const Name& zone,
                                                           std::size_t limit) override;
    [[nodiscard]] Result<std::shared_ptr<const ZoneVersion>> contentAt(const Name& zone,
                                                                       Serial serial) override;
    [[nodiscard]] Result<std::shared_ptr<const Difference>> differenceTo(const Name& zone,
                                                                         Serial serial) override;
    [[nodiscard]] Result<void> saveReceipts(const std::vector<ReceiptRow>& rows) override;
    [[nodiscard]] Result<std::vector<ReceiptRow>> receipts(const Name& zone,
                                                           std::size_t limit) override;
    [[nodiscard]] Result<void> writeAudit(const AuditRow& row) override;
    [[nodiscard]] Result<std::vector<AuditRow>> audit(std::size_t limit) override;

private:
    /// What take_dirty() gave, and what follows from it.
    struct Work
    {
        std::optional<ZoneSettings> settings; ///< none: the zone is gone
        std::vector<std::int64_t> marks;      ///< ids of dirty rows
        bool everything = false;
        std::vector<Name> owners;
        Instant committedAt;
        std::string author;
        std::vector<RejectedRow> rejected; ///< at these owners
        bool touchesRejections = false;    ///< rows of them come or go
    };
    PostgresStore(const Settings& settings, std::unique_ptr<SqliteStore> local,
                  std::shared_ptr<const ZoneTable> zones);
    [[nodiscard]] Result<void> compareVersions();
    [[nodiscard]] Result<std::optional<Work>> takeWork(const Name& zone);
    [[nodiscard]] Result<void> discard(const Name& zone, const Work& work);
    [[nodiscard]] Result<FollowedZone> retire(const Name& zone, const Work& work);
    [[nodiscard]] Result<void> reseed(const Name& zone);
    [[nodiscard]] Result<FollowedZone> catchUp(const Name& zone);
    [[nodiscard]] Result<void> mirror(const ZoneSettings& settings);
    [[nodiscard]] Result<FollowedZone> drop(const Name& zone);
    [[nodiscard]] Result<void> readWanted(Work& work, DirtyBatch* batch);
    [[nodiscard]] Result<void> save(const Name& zone, const Work& work);
    [[nodiscard]] ZoneTable::ZonePointer served(const Name& zone) const;

    std::shared_ptr<const ZoneTable> m_zones;
    std::unique_ptr<SqliteStore> m_local;
    PostgresSession m_session;
    PostgresRecords m_records;
    PostgresVersions m_versions;
    PostgresRejections m_rejections;
    std::optional<std::int64_t> m_term;    ///< none: another engine leads
    std::unordered_set<Name> m_behind;     ///< the database has versions that are not here
    std::unordered_set<Name> m_unknown;    ///< served here, but not in the database
    std::unordered_set<Name> m_anew;       ///< no difference can lead to the next version
    std::unordered_set<Name> m_touched;    ///< by the group that is open
    std::unordered_set<Name> m_comparable; ///< everything is to be compared, not handed out yet
    std::unordered_set<Name> m_compared;   ///< handed out; until what came of it is durable
    std::vector<Name> m_settledZones;      ///< by the group that is open
    std::unordered_map<Name, Work> m_work; ///< of the group, between follow() and commit()
    std::unordered_map<Name, Serial> m_floors;
    std::size_t m_settled = 0;
    Microseconds m_pickUp{};
};

} // namespace headwater
