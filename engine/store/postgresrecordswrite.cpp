#include <algorithm>
#include <map>

#include "dns/presentation.h"
#include "store/postgresrecords.h"
#include "store/postgrestexts.h"

// Writing into the record table; postgresrecords.cpp has the rest.

namespace headwater {

/// A row of the record table.
struct PostgresRecords::Stored
{
    std::int64_t id = 0;
    Name owner;
    RecordType type{};
    std::uint32_t ttl = 0;
    std::optional<Rdata> rdata; ///< none: it is no record of its type
};

/// What has to be done to it.
struct PostgresRecords::Difference
{
    std::vector<std::int64_t> removed;
    std::vector<std::int64_t> changed; ///< other TTL
    std::vector<std::int64_t> changedTtls;
    PostgresTexts names; ///< added from here on
    PostgresTexts types;
    std::vector<std::int64_t> ttls;
    PostgresTexts contents;
};

namespace {

using Place = std::pair<Name, RecordType>;

std::vector<Name> ownersOf(const std::vector<RRset>& sets)
{
    std::vector<Name> owners;
    owners.reserve(sets.size());
    for (const RRset& set : sets)
        owners.push_back(set.owner);
    std::sort(owners.begin(), owners.end());
    owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
    return owners;
}

} // namespace

Result<std::vector<PostgresRecords::Stored>>
PostgresRecords::stored(const Name& zone, const std::vector<Name>* owners)
{
    std::vector<Stored> found;
    const auto take = [&](const PostgresRows& rows) -> Result<void> {
        for (int row = 0; row < rows.count(); ++row) {
            const auto owner = Name::parse(rows.text(row, 1));
            const auto type = parseRecordType(rows.text(row, 2));
            if (!owner || !type)
                continue; // no record at all, and none of ours
            Stored each{rows.integer(row, 0), *owner, *type,
                        static_cast<std::uint32_t>(rows.integer(row, 3)), std::nullopt};
            if (auto rdata = rdataFromText(*type, rows.text(row, 4), zone))
                each.rdata = std::move(*rdata);
            found.push_back(std::move(each));
        }
        return {};
    };
    const std::string zoneText = canonicalText(zone);
    if (owners == nullptr) {
        const auto read = m_session.readInPieces(
            "SELECT r.id, r.name, r.type, coalesce(r.ttl, z.default_ttl), r.content"
            " FROM headwater.record AS r JOIN headwater.zone AS z ON z.name = r.zone"
            " WHERE r.zone = $1 AND NOT r.disabled",
            PostgresParameters().text(zoneText), take);
        if (!read)
            return without(read);
        return found;
    }
    const PostgresTexts texts(*owners);
    const auto views = texts.views();
    const auto rows =
        m_session.run("SELECT r.id, r.name, r.type, coalesce(r.ttl, z.default_ttl), r.content"
                      " FROM headwater.record AS r JOIN headwater.zone AS z ON z.name = r.zone"
                      " WHERE r.zone = $1 AND r.name = ANY ($2) AND NOT r.disabled",
                      PostgresParameters().text(zoneText).texts(views));
    if (!rows)
        return without(rows);
    if (auto taken = take(*rows); !taken)
        return without(taken);
    return found;
}

Result<std::size_t> PostgresRecords::apply(const DesiredChange& change)
{
    const std::vector<Name> owners = ownersOf(change.sets);
    auto before = stored(change.zone, &owners);
    if (!before)
        return without(before);
    // Types that the change does not name stay as they are.
    std::map<Place, bool> named;
    for (const RRset& set : change.sets) {
        if (!named.emplace(Place(set.owner, set.type), true).second)
            return failure("zone " + change.zone.display() + ": " + set.owner.text() + " " +
                           text(set.type) + " is given twice");
    }
    before->erase(std::remove_if(before->begin(), before->end(),
                                 [&](const Stored& each) {
                                     return named.count({each.owner, each.type}) == 0;
                                 }),
                  before->end());
    return write(change, std::move(*before), change.sets);
}

Result<std::size_t> PostgresRecords::replaceAll(const DesiredChange& change)
{
    auto before = stored(change.zone, nullptr);
    if (!before)
        return without(before);
    return write(change, std::move(*before), change.sets);
}

Result<std::size_t> PostgresRecords::write(const DesiredChange& change, std::vector<Stored> before,
                                           const std::vector<RRset>& sets)
{
    std::map<Place, std::vector<Stored>> present;
    for (Stored& each : before)
        present[{each.owner, each.type}].push_back(std::move(each));
    Difference difference;
    std::map<Name, bool> owners;
    for (const RRset& set : sets) {
        std::vector<Stored>& rows = present[{set.owner, set.type}];
        for (const Rdata& rdata : set.rdata) {
            const auto same = std::find_if(rows.begin(), rows.end(), [&](const Stored& each) {
                return each.rdata && compareRdata(set.type, *each.rdata, rdata) == 0;
            });
            if (same != rows.end()) {
                if (same->ttl != set.ttl) {
                    difference.changed.push_back(same->id);
                    difference.changedTtls.push_back(set.ttl);
                    owners.emplace(set.owner, true);
                }
                rows.erase(same);
                continue;
            }
            difference.names.add(canonicalText(set.owner));
            difference.types.add(text(set.type));
            difference.ttls.push_back(set.ttl);
            difference.contents.add(rdataText(set.type, rdata));
            owners.emplace(set.owner, true);
        }
    }
    for (const auto& [place, rows] : present) {
        for (const Stored& row : rows) {
            difference.removed.push_back(row.id);
            owners.emplace(place.first, true);
        }
    }
    if (auto done = execute(canonicalText(change.zone), difference); !done)
        return without(done);
    const auto soa = setSoa(change);
    if (!soa)
        return without(soa);
    if (*soa)
        owners.emplace(change.zone, true);
    return owners.size();
}

Result<void> PostgresRecords::execute(const std::string& zone, const Difference& difference)
{
    if (!difference.removed.empty()) {
        const auto done = m_session.run("DELETE FROM headwater.record WHERE id = ANY ($1)",
                                        PostgresParameters().integers(difference.removed));
        if (!done)
            return without(done);
    }
    if (!difference.changed.empty()) {
        const auto done = m_session.run(
            "UPDATE headwater.record AS r SET ttl = n.ttl FROM unnest($1, $2) AS n (id, ttl)"
            " WHERE r.id = n.id",
            PostgresParameters().integers(difference.changed).integers(difference.changedTtls));
        if (!done)
            return without(done);
    }
    if (difference.ttls.empty())
        return {};
    const auto names = difference.names.views();
    const auto types = difference.types.views();
    const auto contents = difference.contents.views();
    const auto done = m_session.run("INSERT INTO headwater.record (zone, name, type, ttl, content)"
                                    " SELECT $1, * FROM unnest($2, $3, $4, $5)",
                                    PostgresParameters()
                                        .text(zone)
                                        .texts(names)
                                        .texts(types)
                                        .integers(difference.ttls)
                                        .texts(contents));
    if (!done)
        return without(done);
    return {};
}

/// True when the fields differ from before in more than the serial.
Result<bool> PostgresRecords::setSoa(const DesiredChange& change)
{
    if (!change.soa && !change.soaTtl)
        return false;
    auto settings = zone(change.zone);
    if (!settings)
        return without(settings);
    if (!*settings)
        return failure("zone " + change.zone.display() + ": there is no such zone");
    const ZoneSettings before = **settings;
    ZoneSettings& after = **settings;
    after.soa = change.soa.value_or(before.soa);
    after.soaTtl = change.soaTtl.value_or(before.soaTtl);
    if (after.soa == before.soa && after.soaTtl == before.soaTtl)
        return false;
    if (auto saved = saveZone(after); !saved)
        return without(saved);
    Soa withOldSerial = after.soa;
    withOldSerial.serial = before.soa.serial;
    return !(withOldSerial == before.soa) || after.soaTtl != before.soaTtl;
}

} // namespace headwater
