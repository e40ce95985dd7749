#include "store/sqlitestore.h"

#include "store/storestate.h"
#include "store/versionreplay.h"

// The published half of SqliteStore: dirty names, versions, receipts, audit.

namespace headwater {

Result<std::vector<Name>> SqliteStore::dirtyZones()
{
    return m_state->dirty.zones();
}

Result<std::optional<DirtyBatch>> SqliteStore::takeDirty(const Name& zone)
{
    const auto row = m_state->zones.find(zone);
    if (!row)
        return passOn(row);
    if (!*row)
        return std::optional<DirtyBatch>();
    return m_state->dirty.take(**row);
}

Result<void> SqliteStore::markEverything(const Name& zone)
{
    return m_state->transact(zone, "marking", Durability::Synced, [&](const ZoneRows::Row& row) {
        return m_state->dirty.markEverything(row.id, {Clock::now(), "reconcile"});
    });
}

Result<void> SqliteStore::commit(const ZoneVersion& version, const Difference* difference,
                                 const VersionRow& row, std::int64_t token)
{
    State& state = *m_state;
    const Name& zone = version.zone();
    const auto work = [&](const ZoneRows::Row& known) -> Result<void> {
        const auto floor = state.zones.floor(zone);
        if (!floor)
            return passOn(floor);
        if (version.serial() == Serial(0) || (*floor && !version.serial().isNewerThan(**floor)))
            return state.database->failure(
                "zone " + zone.display(), "serial " + version.serial().text() +
                                              " is not newer than " +
                                              (*floor ? (*floor)->text() : std::string("nothing")) +
                                              ", which was published before");
        if (auto added = state.log.add(known.id, version, difference, row); !added)
            return added;
        if (auto raised = state.zones.setFloor(zone, version.serial()); !raised)
            return raised;
        return state.dirty.discard(known.id, token);
    };
    return state.transact(zone, "committing a version of", Durability::Synced, work);
}

Result<void> SqliteStore::discardDirty(const Name& zone, std::int64_t token)
{
    return m_state->transact(zone, "committing", Durability::Synced, [&](const ZoneRows::Row& row) {
        return m_state->dirty.discard(row.id, token);
    });
}

Result<void> SqliteStore::notePublished(const Name& zone, Serial serial, Instant at)
{
    return m_state->transact(
        zone, "noting the publication of", Durability::Soon,
        [&](const ZoneRows::Row& row) { return m_state->log.setPublishedAt(row.id, serial, at); });
}

Result<LoadedZone> SqliteStore::load(const Name& zone)
{
    const auto row = m_state->zones.get(zone);
    if (!row)
        return passOn(row);
    StoredZones stored(*m_state->database, row->id);
    return m_state->load(*row, stored);
}

Result<void>
SqliteStore::loadAll(const std::function<void(const ZoneSettings&, const Result<LoadedZone>&)>& use)
{
    const auto rows = m_state->zones.all();
    if (!rows)
        return passOn(rows);
    {
        StoredZones stored(*m_state->database, 0);
        for (const ZoneRows::Row& row : *rows)
            use(row.settings, m_state->load(row, stored));
    }
    m_state->database->releaseMemory();
    return {};
}

Result<LoadedZone> SqliteStore::State::load(const ZoneRows::Row& row, StoredZones& from)
{
    LoadedZone loaded{row.settings, nullptr};
    const Name& zone = row.settings.zone;
    auto stored = from.read(row.id, zone);
    if (!stored)
        return passOn(stored);
    auto replay = VersionReplay(*database, zone, *stored).toNewest();
    if (!replay)
        return passOn(replay);
    if (!replay->version)
        return loaded;
    loaded.published = PublishedZone::create(std::move(replay->version), std::move(replay->history),
                                             limits, stored->versions.back().publishedAt);
    // One page is written whole whatever is known of it.
    if (stored->snapshot->places.pages.size() > 1)
        log.remember(row.id, std::move(stored->snapshot->places));
    return loaded;
}

Result<std::vector<VersionRow>> SqliteStore::versions(const Name& zone, std::size_t limit)
{
    const auto row = m_state->zones.get(zone);
    if (!row)
        return passOn(row);
    auto entries = m_state->log.list(row->id, limit);
    if (!entries)
        return passOn(entries);
    std::vector<VersionRow> rows;
    rows.reserve(entries->size());
    for (VersionLog::Entry& entry : *entries)
        rows.push_back(std::move(entry.row));
    return rows;
}

Result<std::shared_ptr<const ZoneVersion>> SqliteStore::contentAt(const Name& zone, Serial serial)
{
    const auto row = m_state->zones.get(zone);
    if (!row)
        return passOn(row);
    const auto stored = StoredZones(*m_state->database, row->id).read(row->id, zone);
    if (!stored)
        return passOn(stored);
    return VersionReplay(*m_state->database, zone, *stored).to(serial);
}

Result<std::shared_ptr<const Difference>> SqliteStore::differenceTo(const Name& zone, Serial serial)
{
    const auto row = m_state->zones.get(zone);
    if (!row)
        return passOn(row);
    const auto entry = m_state->log.find(row->id, serial);
    if (!entry)
        return passOn(entry);
    if (!*entry)
        return m_state->database->failure("zone " + zone.display(),
                                          "serial " + serial.text() + " is not kept");
    return m_state->log.difference(row->id, zone, (*entry)->number);
}

Result<void> SqliteStore::saveReceipts(const std::vector<ReceiptRow>& rows)
{
    if (rows.empty())
        return {};
    State& state = *m_state;
    return state.transact("saving receipts", Durability::Soon, [&]() -> Result<void> {
        for (const ReceiptRow& receipt : rows) {
            const auto zone = state.zones.find(receipt.zone);
            if (!zone)
                return passOn(zone);
            if (!*zone)
                continue;
            if (auto saved = state.receipts.save((*zone)->id, receipt); !saved)
                return saved;
        }
        return {};
    });
}

Result<std::vector<ReceiptRow>> SqliteStore::receipts(const Name& zone, std::size_t limit)
{
    const auto row = m_state->zones.get(zone);
    if (!row)
        return passOn(row);
    return m_state->receipts.list(*row, limit);
}

Result<void> SqliteStore::writeAudit(const AuditRow& row)
{
    return m_state->transact("writing the audit", Durability::Soon,
                             [&]() { return m_state->audit.write(row); });
}

Result<std::vector<AuditRow>> SqliteStore::audit(std::size_t limit)
{
    return m_state->audit.list(limit);
}

} // namespace headwater
