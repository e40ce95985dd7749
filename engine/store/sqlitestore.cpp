#include "store/sqlitestore.h"

#include "store/schema.h"
#include "store/storestate.h"

// Opening, zones and desired records; sqlitestorepublished.cpp has the other half.

namespace headwater {

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path,
                                                       HistoryLimits limits)
{
    auto lock = StoreLock::take(path);
    if (!lock)
        return passOn(lock);
    auto database = Database::open(path);
    if (!database)
        return passOn(database);
    if (auto migrated = migrateSchema(**database); !migrated)
        return passOn(migrated);
    auto state = std::make_unique<State>(std::move(*lock), std::move(*database), limits);
    if (auto begun = state->dirty.begin(); !begun)
        return passOn(begun);
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(state)));
}

SqliteStore::SqliteStore(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
SqliteStore::~SqliteStore() = default;

Result<void> SqliteStore::beginGroup()
{
    return beginGroup(Durability::Synced);
}

void SqliteStore::undoGroup()
{
    m_state->group.reset();
    m_state->log.forgetTouched();
}

Result<void> SqliteStore::beginGroup(Durability durability)
{
    if (m_state->group)
        return m_state->database->failure("beginning a group", "one is open already");
    auto begun = Transaction::begin(*m_state->database, "beginning a group", durability);
    if (!begun)
        return passOn(begun);
    m_state->group.emplace(std::move(*begun));
    return {};
}

Result<void> SqliteStore::endGroup()
{
    if (!m_state->group)
        return m_state->database->failure("committing a group", "none is open");
    auto committed = m_state->group->commit("committing a group");
    m_state->group.reset();
    if (committed)
        m_state->log.keepTouched();
    else
        m_state->forget();
    return committed;
}

Result<std::vector<ZoneSettings>> SqliteStore::zones()
{
    auto rows = m_state->zones.all();
    if (!rows)
        return passOn(rows);
    std::vector<ZoneSettings> settings;
    settings.reserve(rows->size());
    for (ZoneRows::Row& row : *rows)
        settings.push_back(std::move(row.settings));
    return settings;
}

Result<std::optional<ZoneSettings>> SqliteStore::zone(const Name& zone)
{
    auto found = m_state->zones.find(zone);
    if (!found)
        return passOn(found);
    if (!*found)
        return std::optional<ZoneSettings>();
    return std::optional<ZoneSettings>(std::move((*found)->settings));
}

Result<void> SqliteStore::saveZone(const ZoneSettings& settings)
{
    State& state = *m_state;
    const std::string doing = "saving zone " + settings.zone.display();
    return state.transact(doing, Durability::Synced, [&]() -> Result<void> {
        const auto before = state.zones.find(settings.zone);
        if (!before)
            return passOn(before);
        if (auto saved = state.zones.save(settings); !saved || !*before)
            return saved;
        const ZoneSettings& old = (*before)->settings;
        if (old.soaTtl == settings.soaTtl && !differsBesidesSerial(old.soa, settings.soa))
            return {};
        return state.dirty.mark((*before)->id, settings.zone, {Clock::now(), "zone settings"});
    });
}

Result<std::size_t> SqliteStore::createZone(const ZoneSettings& settings,
                                            const DesiredChange& contents)
{
    State& state = *m_state;
    const std::string doing = "creating zone " + settings.zone.display();
    return state.transact(doing, Durability::Synced, [&]() -> Result<std::size_t> {
        const auto before = state.zones.find(settings.zone);
        if (!before)
            return passOn(before);
        if (*before)
            return failure("zone " + settings.zone.display() + ": it exists already");
        if (auto saved = state.zones.save(settings); !saved)
            return passOn(saved);
        const auto row = state.zones.get(settings.zone);
        if (!row)
            return passOn(row);
        return state.records.replaceAll(*row, contents);
    });
}

Result<void> SqliteStore::removeZone(const Name& zone, const std::string& who)
{
    State& state = *m_state;
    return state.transact(
        zone, "removing", Durability::Synced, [&](const ZoneRows::Row& row) -> Result<void> {
            if (auto removed = state.zones.remove(row.id); !removed)
                return removed;
            state.log.forget(row.id); // the next zone may get the same id
            return state.audit.write({Clock::now(), who, "remove zone", zone.text(), {}});
        });
}

Result<std::optional<Serial>> SqliteStore::serialFloor(const Name& zone)
{
    return m_state->zones.floor(zone);
}

Result<void> SqliteStore::raiseFloor(const Name& zone, Serial serial, const std::string& author)
{
    State& state = *m_state;
    return state.transact(zone, "raising the serial floor of", Durability::Synced,
                          [&](const ZoneRows::Row& row) -> Result<void> {
                              const auto floor = state.zones.floor(zone);
                              if (!floor)
                                  return passOn(floor);
                              if (*floor && !serial.isNewerThan(**floor))
                                  return {};
                              if (auto raised = state.zones.setFloor(zone, serial); !raised)
                                  return raised;
                              return state.dirty.mark(row.id, zone, {Clock::now(), author});
                          });
}

Result<std::size_t> SqliteStore::apply(const DesiredChange& change)
{
    return m_state->transact(
        change.zone, "changing", Durability::Synced,
        [&](const ZoneRows::Row& row) { return m_state->records.apply(row, change); });
}

Result<std::size_t> SqliteStore::replaceAll(const DesiredChange& change)
{
    return m_state->transact(
        change.zone, "changing", Durability::Synced,
        [&](const ZoneRows::Row& row) { return m_state->records.replaceAll(row, change); });
}

Result<std::vector<RRset>> SqliteStore::desired(const Name& zone)
{
    const auto row = m_state->zones.get(zone);
    if (!row)
        return passOn(row);
    return m_state->records.all(*row);
}

Result<std::vector<RRset>> SqliteStore::desiredAt(const Name& zone, const Name& owner)
{
    const auto row = m_state->zones.get(zone);
    if (!row)
        return passOn(row);
    return m_state->records.at(*row, owner);
}

Result<std::vector<RRset>> SqliteStore::desiredBelow(const Name& zone, const Name& owner,
                                                     std::size_t limit)
{
    const auto row = m_state->zones.get(zone);
    if (!row)
        return passOn(row);
    return m_state->records.below(*row, owner, limit);
}

} // namespace headwater
