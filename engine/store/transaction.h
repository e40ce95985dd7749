#pragma once

#include <memory>

#include "store/database.h"

namespace headwater {

/// When a transaction survives a power failure. Both survive the end of the process.
enum class Durability
{
    Synced, ///< when commit() returns: records, versions, serials
    Soon    ///< with the next synced one: receipts, audit, moments
};

/// A write transaction, or a part of one: committed, or rolled back when it goes. Updater thread.
class Transaction
{
public:
    [[nodiscard]] static Result<Transaction> begin(Database& database, std::string_view doing,
                                                   Durability durability = Durability::Synced);
    /// Inside a transaction that is open. Parts do not nest.
    [[nodiscard]] static Result<Transaction> beginPart(Database& database, std::string_view doing);
    ~Transaction();
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;

    [[nodiscard]] Result<void> commit(std::string_view doing);

private:
    enum class Extent
    {
        Whole,
        Part
    };
    Transaction(Database& database, Durability durability, Extent extent);
    void end();
    void rollBack();

    Database* m_database;
    Durability m_durability;
    Extent m_extent;
};

} // namespace headwater
