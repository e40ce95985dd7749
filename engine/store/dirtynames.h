#pragma once

#include "store/statement.h"
#include "store/zonerows.h"

namespace headwater {

/// The owners that changed since they were last published. Tokens rise with every mark, so that
/// what was marked again while a version was being made stays. Runs inside the caller's
/// transaction.
class DirtyNames
{
public:
    explicit DirtyNames(Database& database)
        : m_database(database)
    {
    }

    /// Who changed something, and when.
    struct Cause
    {
        Instant at;
        std::string author;
    };

    /// Reads the highest token; call once, before anything else.
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> mark(std::int64_t zone, const Name& owner, const Cause& cause);
    [[nodiscard]] Result<void> markEverything(std::int64_t zone, const Cause& cause);
    [[nodiscard]] Result<std::vector<Name>> zones();
    /// What is dirty in a zone, and the records wanted there now.
    [[nodiscard]] Result<std::optional<DirtyBatch>> take(const ZoneRows::Row& zone);
    [[nodiscard]] Result<void> discard(std::int64_t zone, std::int64_t token);

private:
    [[nodiscard]] Result<void> write(std::int64_t zone, std::string_view scope, OctetView key,
                                     OctetView owner, const Cause& cause);
    [[nodiscard]] Result<void> readMarks(const ZoneRows::Row& zone, DirtyBatch* batch);
    [[nodiscard]] Result<void> readSets(const ZoneRows::Row& zone, DirtyBatch* batch);

    Database& m_database;
    std::int64_t m_lastToken = 0;
};

} // namespace headwater
