#include "store/dirtynames.h"

#include <algorithm>

#include "store/rrsetreader.h"

namespace headwater {

Result<void> DirtyNames::begin()
{
    Statement row(m_database, "SELECT coalesce(max(token), 0) FROM dirty");
    if (row.next())
        m_lastToken = row.integer(0);
    return row.check("reading dirty names");
}

Result<void> DirtyNames::mark(std::int64_t zone, const Name& owner, const Cause& cause)
{
    return write(zone, "owner", owner.canonicalKey(), owner.wire(), cause);
}

Result<void> DirtyNames::markEverything(std::int64_t zone, const Cause& cause)
{
    return write(zone, "zone", {}, {}, cause);
}

Result<void> DirtyNames::write(std::int64_t zone, std::string_view scope, OctetView key,
                               OctetView owner, const Cause& cause)
{
    // An owner that is marked again keeps its oldest moment: that is how long it has waited.
    Statement row(m_database,
                  "INSERT INTO dirty (zone, scope, owner_key, owner, token, since, author)"
                  " VALUES (?,?,?,?,?,?,?) ON CONFLICT (zone, scope, owner_key) DO UPDATE SET"
                  " token = excluded.token, author = excluded.author,"
                  " since = min(since, excluded.since)");
    row.with(zone).with(scope).with(key).with(owner).with(++m_lastToken);
    row.with(cause.at).with(cause.author);
    return row.run("marking a dirty name");
}

Result<std::vector<Name>> DirtyNames::zones()
{
    std::vector<Name> names;
    Statement row(m_database, "SELECT name FROM zone WHERE EXISTS"
                              " (SELECT 1 FROM dirty WHERE dirty.zone = zone.id) ORDER BY key");
    while (row.next())
        names.push_back(row.name(0));
    if (auto done = row.check("reading dirty zones"); !done)
        return passOn(done);
    return names;
}

Result<std::optional<DirtyBatch>> DirtyNames::take(const ZoneRows::Row& zone)
{
    DirtyBatch batch;
    if (auto read = readMarks(zone, &batch); !read)
        return passOn(read);
    if (batch.token == 0)
        return std::optional<DirtyBatch>();
    batch.settings = zone.settings;
    if (auto read = readSets(zone, &batch); !read)
        return passOn(read);
    return std::optional<DirtyBatch>(std::move(batch));
}

Result<void> DirtyNames::readMarks(const ZoneRows::Row& zone, DirtyBatch* batch)
{
    Statement row(m_database, "SELECT scope, owner, token, since, author FROM dirty WHERE zone = ?"
                              " ORDER BY owner_key");
    row.with(zone.id);
    while (row.next()) {
        if (row.text(0) == "zone")
            batch->everything = true;
        else
            batch->owners.push_back(row.name(1));
        const Instant since = row.instant(3);
        batch->committedAt = batch->token == 0 ? since : std::min(batch->committedAt, since);
        if (row.integer(2) > batch->token) {
            batch->token = row.integer(2);
            batch->author = row.text(4);
        }
    }
    if (batch->everything)
        batch->owners.clear();
    return row.check("reading what is dirty in zone " + zone.settings.zone.display());
}

Result<void> DirtyNames::readSets(const ZoneRows::Row& zone, DirtyBatch* batch)
{
    Statement rows(m_database,
                   batch->everything
                       ? "SELECT owner, type, ttl, rdata, owner_key FROM record WHERE zone = ?"
                         " ORDER BY owner_key, type"
                       : "SELECT record.owner, type, ttl, rdata, record.owner_key"
                         " FROM dirty CROSS JOIN record ON record.zone = dirty.zone"
                         " AND record.owner_key = dirty.owner_key WHERE dirty.zone = ?"
                         " AND scope = 'owner' ORDER BY dirty.owner_key, type");
    rows.with(zone.id);
    auto sets = RRsetReader(rows).all("reading records of zone " + zone.settings.zone.display());
    if (!sets)
        return passOn(sets);
    batch->sets = std::move(*sets);
    return {};
}

Result<void> DirtyNames::discard(std::int64_t zone, std::int64_t token)
{
    Statement row(m_database, "DELETE FROM dirty WHERE zone = ? AND token <= ?");
    return row.with(zone).with(token).run("removing dirty names");
}

} // namespace headwater
