#pragma once

#include "store/store.h"
#include "store/transaction.h"

namespace headwater {

/// The embedded store: everything in one SQLite file, and nothing else has to be installed.
class SqliteStore final : public Store
{
public:
    /// Opens or creates `path`, takes the lock (a second process gets a clear error), migrates the
    /// schema in a transaction, refuses a newer one.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::string& path,
                                                                   HistoryLimits limits = {});
    ~SqliteStore() override;

    /// The same as beginGroup(), for a group that is durable elsewhere.
    [[nodiscard]] Result<void> beginGroup(Durability durability);
    /// Nothing of the group was done.
    void undoGroup();

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
    [[nodiscard]] Result<std::vector<Name>> dirtyZones() override;
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
    struct State;
    explicit SqliteStore(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace headwater
