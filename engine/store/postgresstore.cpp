#include "store/postgresstore.h"

#include <algorithm>

#include "store/postgrestexts.h"

// The database's coming and going, zones and desired records; postgresstorepublished.cpp has the
// way from dirty names to versions.

namespace headwater {

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(const Settings& settings,
                                                           std::shared_ptr<const ZoneTable> zones)
{
    auto local = SqliteStore::open(settings.file, settings.history);
    if (!local)
        return without(local);
    return std::unique_ptr<PostgresStore>(
        new PostgresStore(settings, std::move(*local), std::move(zones)));
}

PostgresStore::PostgresStore(const Settings& settings, std::unique_ptr<SqliteStore> local,
                             std::shared_ptr<const ZoneTable> zones)
    : m_zones(std::move(zones))
    , m_local(std::move(local))
    , m_session(settings.url)
    , m_records(m_session)
    , m_versions(m_session, settings.history)
    , m_rejections(m_session)
{
}

PostgresStore::~PostgresStore() = default;

Result<int> PostgresStore::connect()
{
    stepDown();
    const auto backend = m_session.connect();
    if (!backend)
        return backend;
    if (auto compared = compareVersions(); !compared) {
        disconnect(compared.error().text);
        return without(compared);
    }
    return backend;
}

void PostgresStore::disconnect(const std::string& why)
{
    stepDown();
    m_session.disconnect(why);
}

Result<void> PostgresStore::lead(std::int64_t term)
{
    // Read again: the engine that led before may have published since connect().
    if (auto compared = compareVersions(); !compared)
        return compared;
    if (auto read = m_rejections.read(); !read)
        return read;
    m_compared.clear();
    m_term = term;
    return compareAll();
}

Result<void> PostgresStore::compareAll()
{
    const auto zones = m_records.zones();
    if (!zones)
        return without(zones);
    m_comparable.clear();
    m_comparable.insert(zones->begin(), zones->end());
    return {};
}

void PostgresStore::stepDown()
{
    m_term.reset();
    m_comparable.clear();
    m_compared.clear();
    m_floors.clear();
    m_versions.forgetPlaces();
}

void PostgresStore::publishedElsewhere(const Name& zone)
{
    m_behind.insert(zone);
}

/// What is served here, beside what the database has: behind it, ahead of it (the database was
/// restored from an older state, or is new), or gone from it.
Result<void> PostgresStore::compareVersions()
{
    const auto newest = m_versions.newest();
    if (!newest)
        return without(newest);
    const auto wanted = m_records.zones();
    if (!wanted)
        return without(wanted);
    const auto local = m_local->zones();
    if (!local)
        return without(local);
    if (wanted->empty() && !local->empty())
        return failure("the database has no zones, but " + std::to_string(local->size()) +
                       " are served here: is it the right one? They are served on; insert a zone "
                       "to go on with it");
    m_behind.clear();
    m_unknown.clear();
    std::unordered_set<Name> there(wanted->begin(), wanted->end());
    for (const ZoneSettings& settings : *local) {
        if (there.count(settings.zone) == 0)
            m_behind.insert(settings.zone);
        else if (served(settings.zone))
            m_unknown.insert(settings.zone);
    }
    for (const PostgresVersions::Newest& each : *newest) {
        const auto floor = m_local->serialFloor(each.zone);
        if (!floor)
            return without(floor);
        if (*floor && each.floor && (*floor)->isNewerThan(*each.floor)) {
            if (auto raised = m_versions.raiseFloor(each.zone, **floor); !raised)
                return raised;
        }
        const auto published = served(each.zone);
        if (!each.version)
            continue;
        if (!published || each.version->isNewerThan(published->serial())) {
            m_unknown.erase(each.zone);
            m_behind.insert(each.zone);
        } else if (*each.version == published->serial()) {
            m_unknown.erase(each.zone);
        }
    }
    return {};
}

Result<std::vector<Name>> PostgresStore::dirtyZones()
{
    std::vector<Name> zones(m_behind.begin(), m_behind.end());
    if (!isConnected() || !m_term)
        return zones;
    const auto rows = m_session.run("SELECT * FROM headwater.dirty_zones()", {});
    if (!rows)
        return without(rows);
    for (int row = 0; row < rows->count(); ++row) {
        if (auto zone = Name::parse(rows->text(row, 0)))
            zones.push_back(std::move(*zone));
    }
    return zones;
}

std::vector<Name> PostgresStore::takeComparisons(std::size_t most)
{
    std::vector<Name> zones;
    while (!m_comparable.empty() && zones.size() < most) {
        auto node = m_comparable.extract(m_comparable.begin());
        zones.push_back(node.value());
        m_compared.insert(std::move(node));
    }
    return zones;
}

Result<std::size_t> PostgresStore::backlog()
{
    const auto rows = m_session.run("SELECT count(*) FROM headwater.dirty", {});
    if (!rows)
        return without(rows);
    return static_cast<std::size_t>(rows->integer(0, 0));
}

std::string PostgresStore::absence() const
{
    return m_session.isConnected() ? std::string() : "PostgreSQL is away: " + m_session.absence();
}

ZoneTable::ZonePointer PostgresStore::served(const Name& zone) const
{
    return m_zones->find(zone);
}

Result<std::vector<ZoneSettings>> PostgresStore::zones()
{
    return m_local->zones();
}

Result<std::optional<ZoneSettings>> PostgresStore::zone(const Name& zone)
{
    if (const auto work = m_work.find(zone); work != m_work.end())
        return work->second.settings;
    auto known = m_local->zone(zone);
    if (!known || *known || !isConnected())
        return known;
    return m_records.zone(zone);
}

Result<void> PostgresStore::saveZone(const ZoneSettings& settings)
{
    return m_session.part([&] { return m_records.saveZone(settings); });
}

Result<std::size_t> PostgresStore::createZone(const ZoneSettings& settings,
                                              const DesiredChange& contents)
{
    return m_session.part([&]() -> Result<std::size_t> {
        const auto inserted = m_records.insertZone(settings);
        if (!inserted)
            return without(inserted);
        if (!*inserted)
            return failure("zone " + settings.zone.display() + ": it exists already");
        return m_records.replaceAll(contents);
    });
}

Result<void> PostgresStore::removeZone(const Name& zone, const std::string& who)
{
    auto removed = m_session.part([&] { return m_records.removeZone(zone); });
    if (!removed)
        return removed;
    m_work.erase(zone);
    m_touched.insert(zone);
    const auto known = m_local->zone(zone);
    return known && *known ? m_local->removeZone(zone, who) : Result<void>();
}

Result<std::size_t> PostgresStore::apply(const DesiredChange& change)
{
    return m_session.part([&] { return m_records.apply(change); });
}

Result<std::size_t> PostgresStore::replaceAll(const DesiredChange& change)
{
    return m_session.part([&] { return m_records.replaceAll(change); });
}

Result<std::vector<RRset>> PostgresStore::desired(const Name& zone)
{
    std::vector<RRset> sets;
    const auto settings = m_records.zone(zone);
    if (!settings)
        return without(settings);
    WantedRRsets wanted(zone, *settings ? (*settings)->defaultTtl : 0, nullptr,
                        [&sets](const Name&, std::vector<RRset> found) {
                            std::move(found.begin(), found.end(), std::back_inserter(sets));
                        });
    if (auto read = m_records.read(zone, nullptr, wanted); !read)
        return without(read);
    std::stable_sort(sets.begin(), sets.end(),
                     [](const RRset& a, const RRset& b) { return a.owner < b.owner; });
    return sets;
}

Result<std::vector<RRset>> PostgresStore::desiredAt(const Name& zone, const Name& owner)
{
    std::vector<RRset> sets;
    const std::vector<Name> owners{owner};
    const auto settings = m_records.zone(zone);
    if (!settings)
        return without(settings);
    WantedRRsets wanted(
        zone, *settings ? (*settings)->defaultTtl : 0, nullptr,
        [&sets](const Name&, std::vector<RRset> found) { sets = std::move(found); });
    if (auto read = m_records.read(zone, &owners, wanted); !read)
        return without(read);
    return sets;
}

Result<std::vector<RRset>> PostgresStore::desiredBelow(const Name& zone, const Name& owner,
                                                       std::size_t limit)
{
    return m_records.below(zone, owner, limit);
}

Result<void> PostgresStore::markEverything(const Name& zone)
{
    m_comparable.insert(zone);
    return {};
}

Result<void> PostgresStore::notePublished(const Name& zone, Serial serial, Instant at)
{
    return m_local->notePublished(zone, serial, at);
}

Result<LoadedZone> PostgresStore::load(const Name& zone)
{
    auto known = m_local->zone(zone);
    if (!known)
        return without(known);
    if (*known)
        return m_local->load(zone);
    auto settings = this->zone(zone);
    if (!settings)
        return without(settings);
    if (!*settings)
        return failure("zone " + zone.display() + ": there is no such zone");
    return LoadedZone{std::move(**settings), nullptr};
}

Result<void> PostgresStore::loadAll(
    const std::function<void(const ZoneSettings&, const Result<LoadedZone>&)>& use)
{
    return m_local->loadAll(use);
}

Result<std::vector<VersionRow>> PostgresStore::versions(const Name& zone, std::size_t limit)
{
    return m_local->versions(zone, limit);
}

Result<std::shared_ptr<const ZoneVersion>> PostgresStore::contentAt(const Name& zone, Serial serial)
{
    return m_local->contentAt(zone, serial);
}

Result<std::shared_ptr<const Difference>> PostgresStore::differenceTo(const Name& zone,
                                                                      Serial serial)
{
    return m_local->differenceTo(zone, serial);
}

Result<void> PostgresStore::saveReceipts(const std::vector<ReceiptRow>& rows)
{
    return m_local->saveReceipts(rows);
}

Result<std::vector<ReceiptRow>> PostgresStore::receipts(const Name& zone, std::size_t limit)
{
    return m_local->receipts(zone, limit);
}

Result<void> PostgresStore::writeAudit(const AuditRow& row)
{
    return m_local->writeAudit(row);
}

Result<std::vector<AuditRow>> PostgresStore::audit(std::size_t limit)
{
    return m_local->audit(limit);
}

} // namespace headwater
