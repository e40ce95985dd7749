#include "store/transaction.h"

#include <utility>

#include "store/statement.h"

namespace headwater {

namespace {

/// Prepared once: a change has several parts. `sql` is a literal, and no PRAGMA: those do their
/// work while they are prepared.
Result<void> run(Database& database, std::string_view sql, std::string_view doing)
{
    return Statement(database, sql).run(doing);
}

} // namespace

Result<Transaction> Transaction::begin(Database& database, std::string_view doing,
                                       Durability durability)
{
    Transaction transaction(database, durability, Extent::Whole);
    if (durability == Durability::Soon) {
        if (auto set = database.execute("PRAGMA synchronous = NORMAL", doing); !set)
            return passOn(set);
    }
    // IMMEDIATE, so that a foreign writer is met here and not half way through.
    if (auto begun = run(database, "BEGIN IMMEDIATE", doing); !begun)
        return passOn(begun);
    return transaction;
}

Result<Transaction> Transaction::beginPart(Database& database, std::string_view doing)
{
    Transaction transaction(database, Durability::Synced, Extent::Part);
    if (auto begun = run(database, "SAVEPOINT part", doing); !begun) {
        transaction.m_database = nullptr; // nothing to roll back to
        return passOn(begun);
    }
    return transaction;
}

Transaction::Transaction(Database& database, Durability durability, Extent extent)
    : m_database(&database)
    , m_durability(durability)
    , m_extent(extent)
{
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
    , m_durability(other.m_durability)
    , m_extent(other.m_extent)
{
}

Transaction::~Transaction()
{
    if (m_database != nullptr)
        rollBack();
    end();
}

Result<void> Transaction::commit(std::string_view doing)
{
    auto committed = run(*m_database, m_extent == Extent::Part ? "RELEASE part" : "COMMIT", doing);
    if (!committed)
        rollBack();
    end();
    return committed;
}

void Transaction::rollBack()
{
    // A failed COMMIT may leave the transaction open, and some failures end it by themselves.
    if (!m_database->inTransaction())
        return;
    static_cast<void>(m_database->execute(
        m_extent == Extent::Part ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK", "rolling back"));
}

void Transaction::end()
{
    if (m_database != nullptr && m_durability == Durability::Soon)
        static_cast<void>(m_database->execute("PRAGMA synchronous = FULL", "rolling back"));
    m_database = nullptr;
}

} // namespace headwater
