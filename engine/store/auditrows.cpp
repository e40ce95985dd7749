#include "store/auditrows.h"

#include <algorithm>

namespace headwater {

namespace {
constexpr std::int64_t MostEntries = 100'000;
constexpr std::size_t MostDetail = 4096; ///< octets of each text
} // namespace

Result<void> AuditRows::write(const AuditRow& row)
{
    const auto bounded = [](const std::string& text) { return text.substr(0, MostDetail); };
    Statement insert(m_database,
                     "INSERT INTO audit (at, who, action, object, detail) VALUES (?,?,?,?,?)");
    insert.with(row.at).with(bounded(row.who)).with(bounded(row.action));
    insert.with(bounded(row.object)).with(bounded(row.detail));
    if (auto inserted = insert.run("writing the audit"); !inserted)
        return inserted;
    Statement prune(m_database, "DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ?");
    return prune.with(MostEntries).run("pruning the audit");
}

Result<std::vector<AuditRow>> AuditRows::list(std::size_t limit)
{
    std::vector<AuditRow> found;
    Statement row(m_database,
                  "SELECT at, who, action, object, detail FROM audit ORDER BY id DESC LIMIT ?");
    row.with(std::min<std::size_t>(limit, MostEntries));
    while (row.next())
        found.push_back({row.instant(0), row.text(1), row.text(2), row.text(3), row.text(4)});
    if (auto done = row.check("reading the audit"); !done)
        return passOn(done);
    return found;
}

} // namespace headwater
