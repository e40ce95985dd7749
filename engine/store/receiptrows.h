#pragma once

#include "store/statement.h"
#include "store/zonerows.h"

namespace headwater {

/// Times of versions on secondaries, kept as long as their version.
class ReceiptRows
{
public:
    explicit ReceiptRows(Database& database)
        : m_database(database)
    {
    }

    /// Adds to what is known: a time that is not given leaves the stored one. Receipts of versions
    /// or zones that are gone are dropped.
    [[nodiscard]] Result<void> save(std::int64_t zone, const ReceiptRow& row);
    /// Of the newest versions first.
    [[nodiscard]] Result<std::vector<ReceiptRow>> list(const ZoneRows::Row& zone,
                                                       std::size_t limit);

private:
    Database& m_database;
};

} // namespace headwater
