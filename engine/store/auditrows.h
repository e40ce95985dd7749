#pragma once

#include "store/sqlitestore.h"
#include "store/statement.h"

namespace headwater {

/// Who did what, newest 100,000 entries.
class AuditRows
{
public:
    explicit AuditRows(Database& database)
        : m_database(database)
    {
    }

    [[nodiscard]] Result<void> write(const AuditRow& row);
    /// Newest first.
    [[nodiscard]] Result<std::vector<AuditRow>> list(std::size_t limit);

private:
    Database& m_database;
};

} // namespace headwater
