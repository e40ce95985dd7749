#include "store/snapshotpages.h"

#include <algorithm>
#include <unordered_map>

#include "dns/sha256.h"

namespace headwater {

namespace {

void appendId(Octets& to, std::int64_t id)
{
    const auto bits = static_cast<std::uint64_t>(id);
    appendUint32(to, static_cast<std::uint32_t>(bits >> 32));
    appendUint32(to, static_cast<std::uint32_t>(bits));
}

std::int64_t idAt(OctetView from, std::size_t at)
{
    return static_cast<std::int64_t>((std::uint64_t{uint32At(from, at)} << 32) |
                                     uint32At(from, at + 4));
}

std::array<std::uint8_t, 32> digestOf(const ContentDigest& contents, OctetView soa,
                                      std::uint32_t soaTtl,
                                      const std::vector<SnapshotPages::Stored::Page>& pages)
{
    Octets all = contents.octets();
    append(all, soa);
    appendUint32(all, soaTtl);
    for (const auto& page : pages)
        append(all, page.digest);
    return sha256(all);
}

} // namespace

std::string SnapshotPages::doing(std::string_view what) const
{
    return std::string(what) + " the snapshot of zone " + m_zone.display();
}

tl::unexpected<Error> SnapshotPages::damaged(std::string_view what) const
{
    return m_database.failure(doing("reading"), what);
}

Result<std::optional<std::int64_t>> SnapshotPages::number()
{
    std::optional<std::int64_t> found;
    Statement row(m_database, "SELECT number FROM snapshot WHERE zone = ?");
    row.with(m_zoneId);
    if (row.next())
        found = row.integer(0);
    if (auto done = row.check(doing("reading")); !done)
        return passOn(done);
    return found;
}

Result<SnapshotPages::Stored> SnapshotPages::write(std::int64_t number, const ZoneVersion& version,
                                                   const Stored* before)
{
    std::unordered_map<const Page*, Stored::Page> known;
    if (before != nullptr) {
        std::size_t index = 0;
        for (const auto& page : before->table)
            known.emplace(page.get(), before->pages[index++]);
    } else {
        Statement clear(m_database, "DELETE FROM snapshot_page WHERE zone = ?");
        if (auto cleared = clear.with(m_zoneId).run(doing("writing")); !cleared)
            return passOn(cleared);
    }
    Stored stored{version.pages(), {}};
    stored.pages.reserve(version.pages().size());
    Octets ids;
    for (const auto& page : version.pages()) {
        if (const auto same = known.find(page.get()); same != known.end()) {
            stored.pages.push_back(same->second);
            known.erase(same);
        } else {
            const auto inserted = insert(*page);
            if (!inserted)
                return passOn(inserted);
            stored.pages.push_back(*inserted);
        }
        appendId(ids, stored.pages.back().id);
    }
    for (const auto& [page, place] : known) {
        if (auto removed = remove(place.id); !removed)
            return passOn(removed);
    }
    const Rdata soa = version.soa().rdata();
    Statement row(m_database, "INSERT INTO snapshot (zone, number, soa, soa_ttl, pages, digest)"
                              " VALUES (?,?,?,?,?,?) ON CONFLICT (zone) DO UPDATE SET"
                              " number = excluded.number, soa = excluded.soa,"
                              " soa_ttl = excluded.soa_ttl, pages = excluded.pages,"
                              " digest = excluded.digest");
    row.with(m_zoneId).with(number).with(soa).with(version.soaTtl()).with(ids);
    row.with(digestOf(version.digest(), soa, version.soaTtl(), stored.pages));
    if (auto written = row.run(doing("writing")); !written)
        return passOn(written);
    return stored;
}

Result<SnapshotPages::Stored::Page> SnapshotPages::insert(const Page& page)
{
    Octets body;
    body.reserve(page.body().size() + 2);
    appendUint16(body, static_cast<std::uint16_t>(page.base()));
    append(body, page.body());
    Stored::Page stored{0, sha256(body)};
    Statement row(m_database,
                  "INSERT INTO snapshot_page (zone, digest, body) VALUES (?,?,?) RETURNING id");
    row.with(m_zoneId).with(stored.digest).with(body);
    if (row.next())
        stored.id = row.integer(0);
    if (auto inserted = row.run(doing("writing")); !inserted)
        return passOn(inserted);
    return stored;
}

Result<void> SnapshotPages::remove(std::int64_t id)
{
    Statement row(m_database, "DELETE FROM snapshot_page WHERE id = ?");
    return row.with(id).run(doing("writing"));
}

Result<SnapshotPages::Contents> SnapshotPages::read(const ContentDigest& digest)
{
    Statement row(m_database, "SELECT soa, soa_ttl, pages, digest FROM snapshot WHERE zone = ?");
    row.with(m_zoneId);
    if (!row.next()) {
        auto done = row.check(doing("reading"));
        return done ? damaged("it is missing") : passOn(done);
    }
    const OctetView ids = row.blob(2);
    Stored stored;
    for (std::size_t at = 0; at + 8 <= ids.size(); at += 8)
        stored.pages.push_back({idAt(ids, at), {}});
    PagePointers pages;
    if (auto read = readPages(&stored, &pages); !read)
        return passOn(read);
    const OctetView soaRdata = row.blob(0);
    const OctetView expected = row.blob(3);
    const auto found = digestOf(digest, soaRdata, row.uint32(1), stored.pages);
    if (!std::equal(found.begin(), found.end(), expected.begin(), expected.end()))
        return damaged("it does not have the digest it was written with");
    const auto soa = Soa::fromRdata(soaRdata);
    if (!soa)
        return damaged(soa.error().text);
    auto version = ZoneVersion::restore(m_zone, *soa, row.uint32(1), std::move(pages), digest);
    if (!version)
        return damaged(version.error().text);
    stored.table = (*version)->pages();
    return Contents{std::move(*version), std::move(stored)};
}

/// In whatever order they lie; `stored->pages` says where each belongs.
Result<void> SnapshotPages::readPages(Stored* stored, PagePointers* pages)
{
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t i = 0; i < stored->pages.size(); ++i)
        places.emplace(stored->pages[i].id, i);
    pages->resize(stored->pages.size());
    std::size_t found = 0;
    Statement row(m_database, "SELECT id, body FROM snapshot_page WHERE zone = ?");
    row.with(m_zoneId);
    while (row.next()) {
        const auto place = places.find(row.integer(0));
        const OctetView octets = row.blob(1);
        if (place == places.end() || octets.size() < 2)
            return damaged("a page in it is damaged");
        stored->pages[place->second].digest = sha256(octets);
        auto page =
            Page::restore(m_zone, uint16At(octets, 0), Octets(octets.begin() + 2, octets.end()));
        if (!page)
            return damaged(page.error().text);
        (*pages)[place->second] = std::move(*page);
        ++found;
    }
    if (auto done = row.check(doing("reading")); !done)
        return done;
    if (found != pages->size())
        return damaged("a page of it is missing");
    return {};
}

} // namespace headwater
