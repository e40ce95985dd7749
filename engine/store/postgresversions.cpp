#include "store/postgresversions.h"

#include "dns/sha256.h"
#include "store/postgrestexts.h"

// Writing and listing; postgresversionsread.cpp has the way back.

namespace headwater {

namespace {

constexpr std::size_t PagesAtOnce = 256; // 4 MiB

Octets storedBody(const Page& page)
{
    Octets body;
    body.reserve(page.body().size() + 2);
    appendUint16(body, static_cast<std::uint16_t>(page.base()));
    append(body, page.body());
    return body;
}

std::int64_t micros(Instant at)
{
    return at.time_since_epoch().count();
}

std::int64_t signedOf(std::size_t count)
{
    return static_cast<std::int64_t>(count);
}

} // namespace

Result<PostgresVersions::Place*> PostgresVersions::place(const Name& zone)
{
    const auto [found, isNew] = m_places.try_emplace(zone);
    if (!isNew)
        return &found->second;
    const auto rows = m_session.run(
        "SELECT coalesce((SELECT number FROM headwater.serial_floor WHERE zone = $1), 0),"
        " coalesce((SELECT number FROM headwater.snapshot WHERE zone = $1), 0)",
        PostgresParameters().text(canonicalText(zone)));
    if (!rows) {
        m_places.erase(found);
        return without(rows);
    }
    found->second.number = rows->integer(0, 0);
    found->second.snapshot = rows->integer(0, 1);
    return &found->second;
}

Result<void> PostgresVersions::commit(std::int64_t term, const Commit& commit)
{
    const ZoneVersion& version = commit.version;
    const std::string zone = canonicalText(version.zone());
    const bool anew = commit.difference == nullptr;
    if (anew && commit.previous) {
        if (auto forgotten = forget(term, version.zone()); !forgotten)
            return forgotten;
    }
    const auto known = place(version.zone());
    if (!known)
        return without(known);
    Place& place = **known;
    // Twice the history: a snapshot is moved once in as many versions as the history has.
    const auto kept = signedOf(m_limits.versions);
    const Octets difference = anew ? Octets() : commit.difference->stored();
    const Octets digest = version.digest().octets();
    PostgresParameters values;
    values.integer(term).text(zone).integer(version.serial().value());
    if (commit.previous && !anew)
        values.integer(commit.previous->value());
    else
        values.integer(std::nullopt);
    values.integer(micros(commit.row.committedAt)).integer(micros(commit.row.publishedAt));
    values.text(commit.row.author);
    values.integer(signedOf(anew ? version.recordCount() : commit.difference->addedCount()));
    values.integer(signedOf(anew ? 0 : commit.difference->removedCount()));
    values.integer(signedOf(version.recordCount())).octets(digest);
    if (anew)
        values.octets(std::nullopt);
    else
        values.octets(difference);
    values.integers(commit.marks).integer(place.number + 1 - 2 * kept);
    const auto committed = m_session.run("SELECT headwater.commit_version($1, $2, $3, $4, $5, $6,"
                                         " $7, $8, $9, $10, $11, $12, $13, $14)",
                                         values);
    if (!committed)
        return without(committed);
    place.number = committed->integer(0, 0);
    if (anew || place.snapshot == 0 || place.number - place.snapshot >= kept)
        return writeSnapshot(version, &place);
    return {};
}

Result<void> PostgresVersions::forget(std::int64_t term, const Name& zone)
{
    m_places.erase(zone);
    const auto forgotten =
        m_session.run("SELECT headwater.forget_versions($1, $2)",
                      PostgresParameters().integer(term).text(canonicalText(zone)));
    if (!forgotten)
        return without(forgotten);
    return {};
}

Result<void> PostgresVersions::writeSnapshot(const ZoneVersion& version, Place* place)
{
    const std::string zone = canonicalText(version.zone());
    std::vector<PageDigest> gone;
    auto digests = writePages(version, *place, &gone);
    if (!digests)
        return without(digests);
    std::vector<OctetView> views(digests->begin(), digests->end());
    const Octets soa = version.soa().rdata();
    const Octets digest = version.digest().octets();
    const auto written = m_session.run(
        "INSERT INTO headwater.snapshot AS s (zone, number, soa, soa_ttl, pages, digest)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (zone) DO UPDATE SET"
        " number = excluded.number, soa = excluded.soa, soa_ttl = excluded.soa_ttl,"
        " pages = excluded.pages, digest = excluded.digest",
        PostgresParameters()
            .text(zone)
            .integer(place->number)
            .octets(soa)
            .integer(version.soaTtl())
            .octetStrings(views)
            .octets(digest));
    if (!written)
        return without(written);
    if (place->table.empty()) {
        // What an engine before us wrote is not known here: whatever the snapshot does not name.
        const auto cleared = m_session.run("DELETE FROM headwater.snapshot_page AS p USING"
                                           " headwater.snapshot AS s WHERE p.zone = $1 AND"
                                           " s.zone = $1 AND NOT p.digest = ANY (s.pages)",
                                           PostgresParameters().text(zone));
        if (!cleared)
            return without(cleared);
    } else if (!gone.empty()) {
        const std::vector<OctetView> goneViews(gone.begin(), gone.end());
        const auto cleared = m_session.run("DELETE FROM headwater.snapshot_page WHERE zone = $1 AND"
                                           " digest = ANY ($2)",
                                           PostgresParameters().text(zone).octetStrings(goneViews));
        if (!cleared)
            return without(cleared);
    }
    place->snapshot = place->number;
    place->table = version.pages();
    place->digests = std::move(*digests);
    return {};
}

/// Only pages that the snapshot before has not. Equal pages of one zone are one row.
Result<std::vector<PostgresVersions::PageDigest>>
PostgresVersions::writePages(const ZoneVersion& version, const Place& before,
                             std::vector<PageDigest>* gone)
{
    std::unordered_map<const Page*, PageDigest> known;
    std::size_t index = 0;
    for (const auto& page : before.table)
        known.emplace(page.get(), before.digests[index++]);
    const std::string zone = canonicalText(version.zone());
    std::vector<PageDigest> digests;
    std::vector<Octets> bodies;
    std::vector<PageDigest> added;
    const auto flush = [&]() -> Result<void> {
        if (bodies.empty())
            return {};
        const std::vector<OctetView> keys(added.begin(), added.end());
        const std::vector<OctetView> values(bodies.begin(), bodies.end());
        const auto written =
            m_session.run("INSERT INTO headwater.snapshot_page (zone, digest, body)"
                          " SELECT $1, * FROM unnest($2, $3) ON CONFLICT DO NOTHING",
                          PostgresParameters().text(zone).octetStrings(keys).octetStrings(values));
        bodies.clear();
        added.clear();
        return written ? Result<void>() : Result<void>(without(written));
    };
    for (const auto& page : version.pages()) {
        if (const auto same = known.find(page.get()); same != known.end()) {
            digests.push_back(same->second);
            known.erase(same);
            continue;
        }
        bodies.push_back(storedBody(*page));
        digests.push_back(sha256(bodies.back()));
        added.push_back(digests.back());
        if (bodies.size() == PagesAtOnce) {
            if (auto done = flush(); !done)
                return without(done);
        }
    }
    if (auto done = flush(); !done)
        return without(done);
    for (const auto& [page, digest] : known)
        gone->push_back(digest);
    return digests;
}

Result<std::vector<PostgresVersions::Newest>> PostgresVersions::newest()
{
    const auto rows = m_session.run(
        "SELECT f.zone, f.serial, (SELECT v.serial FROM headwater.version AS v"
        " WHERE v.zone = f.zone ORDER BY v.number DESC LIMIT 1) FROM headwater.serial_floor AS f",
        {});
    if (!rows)
        return without(rows);
    std::vector<Newest> all;
    for (int row = 0; row < rows->count(); ++row) {
        auto zone = Name::parse(rows->text(row, 0));
        if (!zone)
            continue;
        Newest each{std::move(*zone), std::nullopt, std::nullopt};
        each.floor = Serial(static_cast<std::uint32_t>(rows->integer(row, 1)));
        if (!rows->isNull(row, 2))
            each.version = Serial(static_cast<std::uint32_t>(rows->integer(row, 2)));
        all.push_back(std::move(each));
    }
    return all;
}

Result<void> PostgresVersions::raiseFloor(const Name& zone, Serial serial)
{
    const auto raised =
        m_session.run("SELECT headwater.raise_floor($1, $2)",
                      PostgresParameters().text(canonicalText(zone)).integer(serial.value()));
    if (!raised)
        return without(raised);
    return {};
}

} // namespace headwater
