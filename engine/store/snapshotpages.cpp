#include "store/snapshotpages.h"

#include <algorithm>

#include "zone/zoneversion.h"

namespace headwater {

namespace {

/// A page is cut after the first owner that brings it here.
constexpr std::size_t PageOctets = 16384;
/// ... and cut again only when it has grown to this, so that small changes do not move the cuts.
constexpr std::size_t LargestPage = 4 * PageOctets;

void appendRecord(Octets& to, const Record& record)
{
    append(to, record.owner.wire());
    appendUint16(to, static_cast<std::uint16_t>(record.type));
    appendUint32(to, record.ttl);
    appendUint16(to, static_cast<std::uint16_t>(record.rdata.size()));
    append(to, record.rdata);
}

} // namespace

struct SnapshotPages::Page
{
    std::int64_t id = 0;
    Octets firstKey;
    std::optional<Octets> end; ///< first key of the page behind it
    std::vector<Record> records;
};

struct SnapshotPages::OwnerChange
{
    std::vector<Record> removed;
    std::vector<Record> added;
};

std::string SnapshotPages::doing(std::string_view what) const
{
    return std::string(what) + " the snapshot of zone " + m_zone.display();
}

Result<std::optional<SnapshotPages::Header>> SnapshotPages::header()
{
    std::optional<Header> found;
    Statement row(m_database, "SELECT number, soa, soa_ttl, octets FROM snapshot WHERE zone = ?");
    row.with(m_zoneId);
    if (row.next()) {
        const auto soa = Soa::fromRdata(row.blob(1));
        if (!soa)
            return m_database.failure(doing("reading"), soa.error().text);
        found = Header{row.integer(0), *soa, row.uint32(2), row.size(3)};
    }
    if (auto done = row.check(doing("reading")); !done)
        return passOn(done);
    return found;
}

Result<void> SnapshotPages::saveHeader(const Header& header)
{
    Statement row(m_database, "INSERT INTO snapshot (zone, number, soa, soa_ttl, octets)"
                              " VALUES (?,?,?,?,?) ON CONFLICT (zone) DO UPDATE SET"
                              " number = excluded.number, soa = excluded.soa,"
                              " soa_ttl = excluded.soa_ttl, octets = excluded.octets");
    row.with(m_zoneId).with(header.number).with(header.soa.rdata()).with(header.soaTtl);
    return row.with(header.octets).run(doing("writing"));
}

Result<void> SnapshotPages::write(const ZoneVersion& version)
{
    Statement clear(m_database, "DELETE FROM snapshot_page WHERE zone = ?");
    if (auto cleared = clear.with(m_zoneId).run(doing("writing")); !cleared)
        return cleared;
    Octets body;
    Octets firstKey; // the first page's is empty, so that every name has a page
    const Name* owner = nullptr;
    const std::vector<Record> records = version.records();
    for (const Record& record : records) {
        if (record.type == RecordType::SOA)
            continue;
        if (body.size() >= PageOctets && !(*owner == record.owner)) {
            if (auto inserted = insert(firstKey, body); !inserted)
                return inserted;
            body.clear();
            firstKey = record.owner.canonicalKey();
        }
        appendRecord(body, record);
        owner = &record.owner;
    }
    return insert(firstKey, body);
}

Result<void> SnapshotPages::insert(OctetView firstKey, const Octets& records)
{
    Statement row(m_database,
                  "INSERT INTO snapshot_page (zone, first_key, records) VALUES (?,?,?)");
    return row.with(m_zoneId).with(firstKey).with(records).run(doing("writing"));
}

Result<std::vector<Record>> SnapshotPages::parse(OctetView octets) const
{
    std::vector<Record> records;
    std::size_t at = 0;
    while (at < octets.size()) {
        auto owner = Name::fromMessage(octets, &at);
        if (!owner || octets.size() - at < 8)
            return m_database.failure(doing("reading"), "a record in it is damaged");
        Record record{std::move(*owner),
                      static_cast<RecordType>(uint16At(octets, at)),
                      uint32At(octets, at + 2),
                      {}};
        const std::size_t length = uint16At(octets, at + 6);
        at += 8;
        if (octets.size() - at < length || !record.owner.isWithin(m_zone))
            return m_database.failure(doing("reading"), "a record in it is damaged");
        const OctetView rdata = octets.subspan(at, length);
        record.rdata.assign(rdata.begin(), rdata.end());
        at += length;
        records.push_back(std::move(record));
    }
    return records;
}

Result<std::shared_ptr<const ZoneVersion>> SnapshotPages::read(const Header& header)
{
    std::vector<Record> records;
    Statement row(m_database,
                  "SELECT records FROM snapshot_page WHERE zone = ? ORDER BY first_key");
    row.with(m_zoneId);
    while (row.next()) {
        auto page = parse(row.blob(0));
        if (!page)
            return passOn(page);
        records.insert(records.end(), std::make_move_iterator(page->begin()),
                       std::make_move_iterator(page->end()));
    }
    if (auto done = row.check(doing("reading")); !done)
        return passOn(done);
    return ZoneVersion::build(m_zone, header.soa, header.soaTtl, std::move(records));
}

Result<void> SnapshotPages::advance(const Difference& difference)
{
    OwnerChanges changes;
    for (Record& record : difference.removed())
        changes[record.owner.canonicalKey()].removed.push_back(std::move(record));
    for (Record& record : difference.added())
        changes[record.owner.canonicalKey()].added.push_back(std::move(record));
    for (auto change = changes.begin(); change != changes.end();) {
        auto page = pageFor(change->first);
        if (!page)
            return passOn(page);
        Owners owners;
        for (Record& record : page->records)
            owners[record.owner.canonicalKey()].push_back(std::move(record));
        for (; change != changes.end() && (!page->end || change->first < *page->end); ++change) {
            if (auto applied = applyTo(owners, change->first, change->second); !applied)
                return applied;
        }
        if (auto written = writeBack(*page, owners); !written)
            return written;
    }
    return {};
}

Result<SnapshotPages::Page> SnapshotPages::pageFor(const Octets& key)
{
    Page page;
    Statement row(m_database, "SELECT id, first_key, records FROM snapshot_page"
                              " WHERE zone = ? AND first_key <= ? ORDER BY first_key DESC LIMIT 1");
    row.with(m_zoneId).with(key);
    if (!row.next()) {
        if (auto done = row.check(doing("reading")); !done)
            return passOn(done);
        return m_database.failure(doing("reading"), "its first page is missing");
    }
    page.id = row.integer(0);
    const OctetView firstKey = row.blob(1);
    page.firstKey.assign(firstKey.begin(), firstKey.end());
    auto records = parse(row.blob(2));
    if (!records)
        return passOn(records);
    page.records = std::move(*records);
    Statement behind(m_database, "SELECT min(first_key) FROM snapshot_page"
                                 " WHERE zone = ? AND first_key > ?");
    behind.with(m_zoneId).with(page.firstKey);
    if (behind.next() && !behind.blob(0).empty()) {
        const OctetView end = behind.blob(0);
        page.end.emplace(end.begin(), end.end());
    }
    if (auto done = behind.check(doing("reading")); !done)
        return passOn(done);
    return page;
}

Result<void> SnapshotPages::applyTo(Owners& owners, const Octets& key,
                                    const OwnerChange& change) const
{
    std::vector<Record>& records = owners[key];
    const auto find = [&records](const Record& wanted) {
        return std::find_if(records.begin(), records.end(), [&wanted](const Record& record) {
            return record.type == wanted.type &&
                   compareRdata(record.type, record.rdata, wanted.rdata) == 0;
        });
    };
    for (const Record& record : change.removed) {
        const auto found = find(record);
        if (found == records.end() || found->ttl != record.ttl)
            return m_database.failure(doing("writing"), "a difference removes a record at " +
                                                            record.owner.text() +
                                                            " that is not there");
        records.erase(found);
    }
    for (const Record& record : change.added) {
        if (find(record) != records.end())
            return m_database.failure(doing("writing"), "a difference adds a record at " +
                                                            record.owner.text() +
                                                            " that is already there");
        records.push_back(record);
    }
    if (records.empty())
        owners.erase(key);
    return {};
}

Result<void> SnapshotPages::writeBack(const Page& page, const Owners& owners)
{
    std::vector<std::pair<Octets, Octets>> bodies{{page.firstKey, {}}};
    std::size_t octets = 0;
    for (const auto& [key, records] : owners) {
        if (bodies.back().second.size() >= PageOctets)
            bodies.emplace_back(key, Octets());
        for (const Record& record : records)
            appendRecord(bodies.back().second, record);
    }
    for (const auto& body : bodies)
        octets += body.second.size();
    if (octets <= LargestPage) {
        for (std::size_t i = 1; i < bodies.size(); ++i)
            append(bodies.front().second, bodies[i].second);
        bodies.resize(1);
    }
    const bool vanishes = octets == 0 && !page.firstKey.empty();
    Statement row(m_database, vanishes ? "DELETE FROM snapshot_page WHERE id = ?2"
                                       : "UPDATE snapshot_page SET records = ?1 WHERE id = ?2");
    if (auto written = row.with(bodies.front().second).with(page.id).run(doing("writing"));
        !written)
        return written;
    for (std::size_t i = 1; i < bodies.size(); ++i) {
        if (auto inserted = insert(bodies[i].first, bodies[i].second); !inserted)
            return inserted;
    }
    return {};
}

} // namespace headwater
