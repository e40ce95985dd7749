#include "store/storedzones.h"

#include <algorithm>

#include "dns/sha256.h"

namespace headwater {

namespace {

std::string doing(std::string_view what, const Name& zone)
{
    return "reading " + std::string(what) + " of zone " + zone.display();
}

/// What stands in `all`, which is sorted by number, under `number`; null when nothing does.
template <typename Numbered>
const Numbered* find(const std::vector<Numbered>& all, std::int64_t number)
{
    const auto place = std::lower_bound(
        all.begin(), all.end(), number,
        [](const Numbered& each, std::int64_t wanted) { return each.number < wanted; });
    return place != all.end() && place->number == number ? &*place : nullptr;
}

} // namespace

const StoredZone::Version* StoredZone::version(std::int64_t number) const
{
    return find(versions, number);
}

const std::shared_ptr<const Difference>* StoredZone::change(std::int64_t number) const
{
    const Change* const found = find(changes, number);
    return found == nullptr ? nullptr : &found->difference;
}

StoredZones::Cursor::Cursor(Database& database, std::string_view sql, std::int64_t first)
    : m_row(database, sql)
    , m_more(m_row.with(first).next())
{
}

bool StoredZones::Cursor::isAt(std::int64_t zone)
{
    while (m_more && m_row.integer(0) < zone)
        next();
    return m_more && m_row.integer(0) == zone;
}

StoredZones::StoredZones(Database& database, std::int64_t first)
    : m_database(database)
    , m_versions(database,
                 "SELECT zone, number, serial, published_at, digest FROM version"
                 " WHERE zone >= ? ORDER BY zone, number",
                 first)
    , m_changes(database,
                "SELECT zone, number, body FROM difference WHERE zone >= ? ORDER BY zone, number",
                first)
    , m_snapshots(database,
                  "SELECT zone, number, soa, soa_ttl, pages, digest FROM snapshot"
                  " WHERE zone >= ? ORDER BY zone",
                  first)
    , m_pages(database, "SELECT zone, id, body FROM snapshot_page WHERE zone >= ? ORDER BY zone",
              first)
{
}

Result<StoredZone> StoredZones::read(std::int64_t id, const Name& zone)
{
    StoredZone stored;
    if (auto read = readVersions(id, &stored); !read)
        return passOn(read);
    if (auto read = readChanges(id, zone, &stored); !read)
        return passOn(read);
    if (auto read = readSnapshot(id, zone, &stored); !read)
        return passOn(read);
    return stored;
}

Result<void> StoredZones::readVersions(std::int64_t id, StoredZone* stored)
{
    const Statement& row = m_versions.row();
    for (; m_versions.isAt(id); m_versions.next()) {
        const auto digest = ContentDigest::fromOctets(row.blob(4));
        if (!digest)
            return m_database.failure("reading versions", digest.error().text);
        stored->versions.push_back({row.integer(1), row.serial(2), row.instant(3), *digest});
    }
    return row.check("reading versions");
}

Result<void> StoredZones::readChanges(std::int64_t id, const Name& zone, StoredZone* stored)
{
    const Statement& row = m_changes.row();
    for (; m_changes.isAt(id); m_changes.next()) {
        auto difference = Difference::fromStored(zone, row.blob(2));
        if (!difference)
            return m_database.failure(doing("a difference", zone), difference.error().text);
        stored->changes.push_back({row.integer(1), *std::move(difference)});
    }
    return row.check("reading differences");
}

/// After the versions, one of which it is of.
Result<void> StoredZones::readSnapshot(std::int64_t id, const Name& zone, StoredZone* stored)
{
    const Statement& row = m_snapshots.row();
    if (!m_snapshots.isAt(id))
        return row.check("reading snapshots");
    const std::int64_t number = row.integer(1);
    const StoredZone::Version* const version = stored->version(number);
    if (version == nullptr)
        return damaged(zone, "its version is missing");
    SnapshotPages::Stored places = SnapshotPages::Stored::fromIds(row.blob(4));
    auto pages = readPages(id, zone, &places);
    if (!pages)
        return passOn(pages);
    const OctetView expected = row.blob(5);
    const auto found = places.digest(version->digest, row.blob(2), row.uint32(3));
    if (!std::equal(found.begin(), found.end(), expected.begin(), expected.end()))
        return damaged(zone, "it does not have the digest it was written with");
    const auto soa = Soa::fromRdata(row.blob(2));
    if (!soa)
        return damaged(zone, soa.error().text);
    auto contents =
        ZoneVersion::restore(zone, *soa, row.uint32(3), *std::move(pages), version->digest);
    if (!contents)
        return damaged(zone, contents.error().text);
    places.table = (*contents)->pages();
    stored->snapshot = {number, *std::move(contents), std::move(places)};
    return {};
}

Result<std::vector<PageTable::PagePointer>>
StoredZones::readPages(std::int64_t id, const Name& zone, SnapshotPages::Stored* stored)
{
    std::vector<std::pair<std::int64_t, std::size_t>> places;
    places.reserve(stored->pages.size());
    for (const SnapshotPages::Stored::Page& page : stored->pages)
        places.emplace_back(page.id, places.size());
    std::sort(places.begin(), places.end());
    std::vector<PageTable::PagePointer> pages(places.size());
    std::size_t found = 0;
    const Statement& row = m_pages.row();
    for (; m_pages.isAt(id); m_pages.next()) {
        const auto place = std::lower_bound(places.begin(), places.end(),
                                            std::pair{row.integer(1), std::size_t{}});
        const OctetView octets = row.blob(2);
        if (place == places.end() || place->first != row.integer(1) || octets.size() < 2)
            return damaged(zone, "a page in it is damaged");
        auto page =
            Page::restore(zone, uint16At(octets, 0), Octets(octets.begin() + 2, octets.end()));
        if (!page)
            return damaged(zone, page.error().text);
        stored->pages[place->second].digest = sha256(octets);
        pages[place->second] = *std::move(page);
        ++found;
    }
    if (auto done = row.check(doing("the snapshot", zone)); !done)
        return passOn(done);
    if (found != pages.size())
        return damaged(zone, "a page of it is missing");
    return pages;
}

tl::unexpected<Error> StoredZones::damaged(const Name& zone, std::string_view what) const
{
    return m_database.failure(doing("the snapshot", zone), what);
}

} // namespace headwater
