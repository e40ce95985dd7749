#include "store/snapshotpages.h"

#include <unordered_map>

#include "dns/sha256.h"

namespace headwater {

namespace {

constexpr std::size_t IdSize = 8;

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

} // namespace

SnapshotPages::Stored SnapshotPages::Stored::fromIds(OctetView ids)
{
    Stored stored;
    stored.pages.reserve(ids.size() / IdSize);
    for (std::size_t at = 0; at + IdSize <= ids.size(); at += IdSize)
        stored.pages.push_back({idAt(ids, at), {}});
    return stored;
}

std::array<std::uint8_t, 32> SnapshotPages::Stored::digest(const ContentDigest& contents,
                                                           OctetView soa,
                                                           std::uint32_t soaTtl) const
{
    Octets all = contents.octets();
    append(all, soa);
    appendUint32(all, soaTtl);
    for (const Page& page : pages)
        append(all, page.digest);
    return sha256(all);
}

std::string SnapshotPages::doing(std::string_view what) const
{
    return std::string(what) + " the snapshot of zone " + m_zone.display();
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
    row.with(stored.digest(version.digest(), soa, version.soaTtl()));
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

} // namespace headwater
