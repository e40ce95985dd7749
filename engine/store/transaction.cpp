#include "store/transaction.h"

#include <utility>

namespace headwater {

Result<Transaction> Transaction::begin(Database& database, std::string_view doing,
                                       Durability durability)
{
    Transaction transaction(database, durability);
    if (durability == Durability::Soon) {
        if (auto set = database.execute("PRAGMA synchronous = NORMAL", doing); !set)
            return passOn(set);
    }
    // IMMEDIATE, so that a foreign writer is met here and not half way through.
    if (auto begun = database.execute("BEGIN IMMEDIATE", doing); !begun)
        return passOn(begun);
    return transaction;
}

Transaction::Transaction(Database& database, Durability durability)
    : m_database(&database)
    , m_durability(durability)
{
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
    , m_durability(other.m_durability)
{
}

Transaction::~Transaction()
{
    end();
}

Result<void> Transaction::commit(std::string_view doing)
{
    auto committed = m_database->execute("COMMIT", doing);
    end();
    return committed;
}

void Transaction::end()
{
    if (m_database == nullptr)
        return;
    // A failed COMMIT may leave the transaction open, and some failures end it by themselves.
    if (m_database->inTransaction())
        static_cast<void>(m_database->execute("ROLLBACK", "rolling back"));
    if (m_durability == Durability::Soon)
        static_cast<void>(m_database->execute("PRAGMA synchronous = FULL", "rolling back"));
    m_database = nullptr;
}

} // namespace headwater
