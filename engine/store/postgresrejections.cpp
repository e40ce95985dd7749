#include "store/postgresrejections.h"

#include "store/postgrestexts.h"

namespace headwater {

namespace {

std::string sentence(const RejectedRow& row)
{
    return row.name + " " + row.type + " \"" + row.content + "\": " + row.reason;
}

} // namespace

Result<void> PostgresRejections::read()
{
    m_zones.clear();
    const auto rows = m_session.run("SELECT zone, name, type, content, reason FROM"
                                    " headwater.rejected LIMIT 100000",
                                    {});
    if (!rows)
        return without(rows);
    for (int row = 0; row < rows->count(); ++row) {
        const auto zone = Name::parse(rows->text(row, 0));
        if (!zone)
            continue;
        const RejectedRow each{std::string(rows->text(row, 1)), std::string(rows->text(row, 2)),
                               std::string(rows->text(row, 3)), std::string(rows->text(row, 4))};
        m_zones[*zone][{each.name, each.type}] = sentence(each);
    }
    return {};
}

bool PostgresRejections::note(const Name& zone, const std::vector<Name>* owners,
                              const std::vector<RejectedRow>& rows)
{
    ByOwnerAndType& all = m_zones[zone];
    const bool touches = !all.empty() || !rows.empty();
    if (owners == nullptr)
        all.clear();
    else if (!all.empty())
        for (const Name& owner : *owners) {
            const std::string name = canonicalText(owner);
            all.erase(all.lower_bound({name, ""}), all.lower_bound({name + '\0', ""}));
        }
    for (const RejectedRow& row : rows) {
        if (all.size() < WantedRRsets::MostRejected)
            all[{row.name, row.type}] = sentence(row);
    }
    if (all.empty())
        m_zones.erase(zone);
    return touches;
}

std::vector<std::string> PostgresRejections::sentences(const Name& zone) const
{
    std::vector<std::string> sentences;
    if (const auto found = m_zones.find(zone); found != m_zones.end()) {
        for (const auto& [place, text] : found->second)
            sentences.push_back(text);
    }
    return sentences;
}

Result<void> PostgresRejections::save(const Name& zone, const std::vector<Name>* owners,
                                      const std::vector<RejectedRow>& rows)
{
    const std::string text = canonicalText(zone);
    const PostgresTexts names(owners == nullptr ? std::vector<Name>() : *owners);
    const auto views = names.views();
    PostgresParameters which;
    which.text(text);
    if (owners == nullptr)
        which.null();
    else
        which.texts(views);
    const auto cleared = m_session.run("DELETE FROM headwater.rejected WHERE zone = $1"
                                       " AND ($2::text[] IS NULL OR name = ANY ($2::text[]))",
                                       which);
    if (!cleared)
        return without(cleared);
    for (const RejectedRow& row : rows) {
        const auto saved =
            m_session.run("INSERT INTO headwater.rejected (zone, name, type, content, reason)"
                          " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                          PostgresParameters()
                              .text(text)
                              .text(row.name)
                              .text(row.type)
                              .text(row.content)
                              .text(row.reason));
        if (!saved)
            return without(saved);
    }
    return {};
}

} // namespace headwater
