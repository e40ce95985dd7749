#include <algorithm>
#include <unordered_map>

#include "dns/sha256.h"
#include "store/postgrestexts.h"
#include "store/postgresversions.h"

// Following what another engine wrote; postgresversions.cpp has the rest.

namespace headwater {

namespace {

constexpr std::size_t MostPages = 4'000'000; // 64 GiB: nothing that we wrote

Instant instant(const PostgresRows& rows, int row, int column)
{
    return Instant(Microseconds(rows.integer(row, column)));
}

std::size_t sizeOf(const PostgresRows& rows, int row, int column)
{
    return static_cast<std::size_t>(std::max<std::int64_t>(0, rows.integer(row, column)));
}

} // namespace

Result<std::vector<PostgresVersions::Step>> PostgresVersions::steps(const Name& zone,
                                                                    std::optional<Serial> after)
{
    std::optional<std::int64_t> serial;
    if (after)
        serial = after->value();
    const auto rows = m_session.run(
        "SELECT number, serial, headwater.microseconds(committed_at),"
        " headwater.microseconds(published_at), author, added, removed, records,"
        " encode(digest, 'hex'), difference FROM headwater.version WHERE zone = $1 AND number >"
        " coalesce((SELECT number FROM headwater.version WHERE zone = $1 AND serial = $2), 0)"
        " ORDER BY number",
        PostgresParameters().text(canonicalText(zone)).integer(serial));
    if (!rows)
        return without(rows);
    std::vector<Step> steps;
    for (int row = 0; row < rows->count(); ++row) {
        Step step;
        step.number = rows->integer(row, 0);
        step.row.serial = Serial(static_cast<std::uint32_t>(rows->integer(row, 1)));
        step.row.committedAt = instant(*rows, row, 2);
        step.row.publishedAt = instant(*rows, row, 3);
        step.row.author = rows->text(row, 4);
        step.row.added = sizeOf(*rows, row, 5);
        step.row.removed = sizeOf(*rows, row, 6);
        step.row.records = sizeOf(*rows, row, 7);
        step.row.digest = rows->text(row, 8);
        if (!rows->isNull(row, 9)) {
            auto difference = Difference::fromStored(zone, rows->octets(row, 9));
            if (!difference)
                return failure(difference, "version " + step.row.serial.text() + " of zone " +
                                               zone.display() + " in the database");
            step.difference = std::move(*difference);
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

Result<PostgresVersions::Followed>
PostgresVersions::since(const Name& zone, std::shared_ptr<const PublishedZone> current)
{
    if (!current)
        return whole(zone);
    const auto after = steps(zone, current->serial());
    if (!after)
        return without(after);
    if (after->empty() || !after->back().row.serial.isNewerThan(current->serial()))
        return Followed{};
    Followed followed;
    std::shared_ptr<const PublishedZone> at = std::move(current);
    for (const Step& step : *after) {
        // A gap: history began anew, or what we served is not in this database.
        if (!step.difference || step.difference->from() != at->serial())
            return whole(zone);
        auto version = step.difference->applyTo(*at->version());
        if (!version)
            return failure(version, "following zone " + zone.display());
        if (auto good = check(**version, step.row); !good)
            return without(good);
        followed.versions.push_back(*version);
        at = at->advanced(std::move(*version), step.difference, m_limits, step.row.publishedAt);
        followed.zone.steps.push_back(step.row);
    }
    followed.zone.published = std::move(at);
    return followed;
}

Result<PostgresVersions::Followed> PostgresVersions::whole(const Name& zone)
{
    const auto all = steps(zone, std::nullopt);
    if (!all)
        return without(all);
    if (all->empty())
        return Followed{};
    auto snapshot = readSnapshot(zone);
    if (!snapshot)
        return without(snapshot);
    std::shared_ptr<const ZoneVersion> version = std::move(snapshot->version);
    PublishedZone::History history;
    for (const Step& step : *all) {
        if (!step.difference) {
            history.clear();
        } else {
            history.push_back(step.difference);
            if (step.number > snapshot->number) {
                auto next = step.difference->applyTo(*version);
                if (!next)
                    return failure(next, "following zone " + zone.display());
                version = std::move(*next);
            }
        }
        if (step.number >= snapshot->number) {
            if (auto good = check(*version, step.row); !good)
                return without(good);
        }
    }
    Followed followed;
    followed.zone.steps.push_back(all->back().row);
    followed.versions.push_back(version);
    followed.zone.published = PublishedZone::create(std::move(version), std::move(history),
                                                    m_limits, all->back().row.publishedAt);
    return followed;
}

Result<PostgresVersions::Snapshot> PostgresVersions::readSnapshot(const Name& zone)
{
    const std::string place = "the snapshot of zone " + zone.display() + " in the database";
    const std::string zoneText = canonicalText(zone);
    const auto head =
        m_session.run("SELECT number, soa, soa_ttl, pages, digest FROM headwater.snapshot"
                      " WHERE zone = $1",
                      PostgresParameters().text(zoneText));
    if (!head)
        return without(head);
    if (head->isEmpty())
        return failure(place + " is missing");
    const auto soa = Soa::fromRdata(head->octets(0, 1));
    if (!soa)
        return failure(soa, place);
    const auto digest = ContentDigest::fromOctets(head->octets(0, 4));
    if (!digest)
        return failure(digest, place);
    const std::vector<OctetView> names = head->octetStrings(0, 3);
    if (names.size() > MostPages)
        return failure(place + " has too many pages");
    std::unordered_map<std::string, PageTable::PagePointer> bodies;
    const auto take = [&](const PostgresRows& rows) -> Result<void> {
        for (int row = 0; row < rows.count(); ++row) {
            const OctetView body = rows.octets(row, 1);
            const PageDigest found = sha256(body);
            const OctetView wanted = rows.octets(row, 0);
            if (body.size() < 2 ||
                !std::equal(found.begin(), found.end(), wanted.begin(), wanted.end()))
                return failure(place + " is damaged");
            auto page =
                Page::restore(zone, uint16At(body, 0), Octets(body.begin() + 2, body.end()));
            if (!page)
                return failure(page, place);
            bodies.emplace(std::string(wanted.begin(), wanted.end()), std::move(*page));
        }
        return {};
    };
    const auto read =
        m_session.readInPieces("SELECT digest, body FROM headwater.snapshot_page WHERE zone = $1",
                               PostgresParameters().text(zoneText), take);
    if (!read)
        return without(read);
    std::vector<PageTable::PagePointer> pages;
    pages.reserve(names.size());
    for (const OctetView name : names) {
        const auto body = bodies.find(std::string(name.begin(), name.end()));
        if (body == bodies.end())
            return failure(place + " misses a page");
        pages.push_back(body->second);
    }
    auto version = ZoneVersion::restore(zone, *soa, static_cast<std::uint32_t>(head->integer(0, 2)),
                                        std::move(pages), *digest);
    if (!version)
        return failure(version, place);
    return Snapshot{head->integer(0, 0), std::move(*version)};
}

Result<void> PostgresVersions::check(const ZoneVersion& version, const VersionRow& row) const
{
    if (version.serial() == row.serial && version.digest().hex() == row.digest)
        return {};
    return failure("zone " + version.zone().display() + ": the contents at serial " +
                   row.serial.text() + " do not have the digest they were published with");
}

} // namespace headwater
