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

/// A write transaction: committed, or rolled back when it goes. Updater thread.
class Transaction
{
public:
    [[nodiscard]] static Result<Transaction> begin(Database& database, std::string_view doing,
                                                   Durability durability = Durability::Synced);
    ~Transaction();
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;

    [[nodiscard]] Result<void> commit(std::string_view doing);

private:
    Transaction(Database& database, Durability durability);
    void end();

    Database* m_database;
    Durability m_durability;
};

} // namespace headwater
