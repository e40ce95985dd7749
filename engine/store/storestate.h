#pragma once

#include <optional>

#include "store/auditrows.h"
#include "store/desiredrecords.h"
#include "store/receiptrows.h"
#include "store/storedzones.h"
#include "store/storelock.h"
#include "store/transaction.h"
#include "store/versionlog.h"

namespace headwater {

/// The parts of a SqliteStore. The lock is first, so that it is let go last.
struct SqliteStore::State
{
    State(std::unique_ptr<StoreLock> storeLock, std::unique_ptr<Database> opened,
          HistoryLimits historyLimits)
        : lock(std::move(storeLock))
        , database(std::move(opened))
        , limits(historyLimits)
        , zones(*database)
        , dirty(*database)
        , records(*database, zones, dirty)
        , log(*database, limits)
        , receipts(*database)
        , audit(*database)
    {
    }

    /// Runs `work()`, which returns a Result, in one transaction that ends with its success. While
    /// a group is open it is a part of that: undone alone when it fails, durable with the group.
    template <typename Work>
    auto transact(const std::string& doing, Durability durability, const Work& work)
        -> decltype(work())
    {
        auto transaction = group ? Transaction::beginPart(*database, doing)
                                 : Transaction::begin(*database, doing, durability);
        if (!transaction)
            return passOn(transaction);
        auto outcome = work();
        if (outcome) {
            const auto committed = transaction->commit(doing);
            if (committed) {
                if (!group)
                    log.keepTouched();
                return outcome;
            }
            outcome = passOn(committed);
        }
        forget();
        return outcome;
    }

    /// The same for one zone that must exist: `work(row)`.
    template <typename Work>
    auto transact(const Name& zone, std::string_view doing, Durability durability, const Work& work)
        -> decltype(work(std::declval<const ZoneRows::Row&>()))
    {
        using Outcome = decltype(work(std::declval<const ZoneRows::Row&>()));
        return transact(std::string(doing) + " zone " + zone.display(), durability,
                        [&]() -> Outcome {
                            const auto row = zones.get(zone);
                            if (!row)
                                return passOn(row);
                            return work(*row);
                        });
    }

    /// A transaction, or a part of one, was undone: so is what the parts remember of it.
    void forget()
    {
        zones.forget();
        log.forgetTouched();
    }

    /// Of the row, out of `from`, which stands at it or before.
    [[nodiscard]] Result<LoadedZone> load(const ZoneRows::Row& row, StoredZones& from);

    std::unique_ptr<StoreLock> lock;
    std::unique_ptr<Database> database;
    std::optional<Transaction> group;
    HistoryLimits limits;
    ZoneRows zones;
    DirtyNames dirty;
    DesiredRecords records;
    VersionLog log;
    ReceiptRows receipts;
    AuditRows audit;
};

} // namespace headwater
