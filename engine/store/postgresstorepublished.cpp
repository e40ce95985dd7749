#include <algorithm>
#include <limits>

#include "store/postgresstore.h"
#include "store/postgrestexts.h"
#include "store/zonecomparison.h"

// From dirty names to versions, and following other engines; postgresstore.cpp has the rest.

namespace headwater {

namespace {

constexpr std::int64_t MostOwners = 50'000; // in one batch; more are a comparison of everything
constexpr std::int64_t AllMarks = std::numeric_limits<std::int64_t>::max();

bool same(const ZoneSettings& a, const ZoneSettings& b)
{
    return a.source == b.source && a.sourceName == b.sourceName && a.policy == b.policy &&
           a.soa == b.soa && a.soaTtl == b.soaTtl && a.retiresAt == b.retiresAt;
}

} // namespace

Result<void> PostgresStore::beginGroup()
{
    if (auto begun = m_local->beginGroup(Durability::Soon); !begun)
        return begun;
    m_session.beginGroup();
    return {};
}

/// The database first: what is not there must not be kept here. When it does not answer, nobody
/// knows; what it has is read again before anything else is done with these zones.
Result<void> PostgresStore::endGroup()
{
    const auto touched = std::exchange(m_touched, {});
    m_work.clear();
    auto done = m_session.endGroup();
    if (done)
        done = m_local->endGroup();
    else
        m_local->undoGroup();
    const auto settled = std::exchange(m_settledZones, {});
    if (done) {
        for (const Name& zone : settled)
            m_compared.erase(zone);
    } else {
        m_behind.insert(touched.begin(), touched.end());
        m_floors.clear();
        m_versions.forgetPlaces();
    }
    return done;
}

Result<FollowedZone> PostgresStore::follow(const Name& zone)
{
    if (!isConnected())
        return FollowedZone{};
    if (m_behind.count(zone) != 0) {
        auto caughtUp = m_session.part([&] { return catchUp(zone); });
        if (!caughtUp)
            return caughtUp;
        m_behind.erase(zone);
        m_touched.insert(zone);
        if (caughtUp->gone || caughtUp->published)
            return caughtUp;
    }
    if (!m_term)
        return FollowedZone{};
    if (m_unknown.count(zone) != 0) {
        if (auto seeded = reseed(zone); !seeded)
            return without(seeded);
        m_unknown.erase(zone);
    }
    auto work = takeWork(zone);
    if (!work)
        return without(work);
    if (!*work)
        return FollowedZone{};
    if (!(*work)->settings)
        return retire(zone, **work);
    m_work.insert_or_assign(zone, std::move(**work));
    return FollowedZone{};
}

Result<FollowedZone> PostgresStore::catchUp(const Name& zone)
{
    const auto settings = m_records.zone(zone);
    if (!settings)
        return without(settings);
    if (!*settings)
        return drop(zone);
    auto followed = m_versions.since(zone, served(zone));
    if (!followed)
        return without(followed);
    if (!followed->zone.published)
        return FollowedZone{};
    if (auto mirrored = mirror(**settings); !mirrored)
        return without(mirrored);
    const auto& history = followed->zone.published->history();
    const std::size_t steps = followed->versions.size();
    const bool linked = served(zone) != nullptr && history.size() >= steps &&
                        history[history.size() - steps]->from() == served(zone)->serial();
    for (std::size_t i = 0; i < steps; ++i) {
        const Difference* const difference =
            linked ? history[history.size() - steps + i].get() : nullptr;
        const auto kept =
            m_local->commit(*followed->versions[i], difference, followed->zone.steps[i], AllMarks);
        if (!kept)
            return without(kept);
    }
    return std::move(followed->zone);
}

Result<FollowedZone> PostgresStore::drop(const Name& zone)
{
    const auto known = m_local->zone(zone);
    if (!known)
        return without(known);
    if (*known) {
        if (auto removed = m_local->removeZone(zone, "database"); !removed)
            return without(removed);
    }
    FollowedZone followed;
    followed.gone = true;
    return followed;
}

/// What is served is put back into a database that does not know it: restored from an older state,
/// or new. The serials go on from here (a serial never goes backwards).
Result<void> PostgresStore::reseed(const Name& zone)
{
    const auto published = served(zone);
    if (!published)
        return {};
    const ZoneVersion& version = *published->version();
    const std::string text = canonicalText(zone);
    const auto lowered = m_session.run(
        "UPDATE headwater.serial_floor SET serial = CASE serial WHEN 1 THEN 4294967295"
        " ELSE serial - 1 END WHERE zone = $1 AND serial = $2",
        PostgresParameters().text(text).integer(version.serial().value()));
    if (!lowered)
        return without(lowered);
    const auto floor = m_session.run("SELECT serial FROM headwater.serial_floor WHERE zone = $1",
                                     PostgresParameters().text(text));
    if (!floor)
        return without(floor);
    const bool isOver =
        !floor->isEmpty() &&
        !version.serial().isNewerThan(Serial(static_cast<std::uint32_t>(floor->integer(0, 0))));
    if (isOver) {
        m_anew.insert(zone); // an engine that is not here any more had later ones
        return {};
    }
    if (auto forgotten = m_versions.forget(*m_term, zone); !forgotten)
        return forgotten;
    VersionRow row;
    row.serial = version.serial();
    row.committedAt = published->publishedAt();
    row.publishedAt = published->publishedAt();
    row.author = "put back";
    return m_versions.commit(*m_term, {version, nullptr, row, std::nullopt, {}});
}

Result<std::optional<PostgresStore::Work>> PostgresStore::takeWork(const Name& zone)
{
    const auto row = m_session.run(
        "SELECT ids, everything, names, since, author, now, primary_ns, mailbox, refresh, retry,"
        " expire, minimum, soa_ttl, default_ttl, serial_policy, least_serial, source, source_name,"
        " retires_at FROM headwater.take_dirty($1, $2)",
        PostgresParameters().text(canonicalText(zone)).integer(MostOwners));
    if (!row)
        return without(row);
    const Instant now = Clock::now();
    Work work;
    work.everything = m_compared.count(zone) != 0 || m_anew.count(zone) != 0;
    m_touched.insert(zone);
    if (row->isNull(0, 0) && !work.everything)
        return std::optional<Work>();
    work.marks = row->integers(0, 0);
    if (row->boolean(0, 1))
        m_settled += MostOwners; // a long row of marks may have become this one
    work.everything = work.everything || row->boolean(0, 1) || !served(zone);
    for (const std::string_view text : row->texts(0, 2)) {
        auto owner = Name::parse(text);
        if (owner && owner->isWithin(zone))
            work.owners.push_back(std::move(*owner));
    }
    // Two clocks: what counts is how long ago it was.
    work.committedAt = now;
    if (!row->isNull(0, 3)) {
        work.committedAt -=
            Microseconds(std::max<std::int64_t>(0, row->integer(0, 5) - row->integer(0, 3)));
        m_pickUp = now - work.committedAt;
    }
    work.author = row->isNull(0, 4) ? "database" : std::string(row->text(0, 4));
    if (!row->isNull(0, 6)) {
        auto settings = zoneSettings(zone, *row, 6);
        if (!settings)
            return without(settings);
        work.settings = std::move(*settings);
    }
    return std::optional<Work>(std::move(work));
}

/// Nothing is left to do for these marks.
Result<void> PostgresStore::discard(const Name& zone, const Work& work)
{
    m_settled += work.marks.size();
    const auto discarded = m_session.run(
        "SELECT headwater.discard_dirty($1, $2, $3)",
        PostgresParameters().integer(m_term).text(canonicalText(zone)).integers(work.marks));
    if (!discarded)
        return without(discarded);
    m_settledZones.push_back(zone);
    return {};
}

/// Its row is gone from the database.
Result<FollowedZone> PostgresStore::retire(const Name& zone, const Work& work)
{
    if (auto discarded = discard(zone, work); !discarded)
        return without(discarded);
    if (auto forgotten = m_versions.forget(*m_term, zone); !forgotten)
        return without(forgotten);
    m_rejections.forget(zone);
    return drop(zone);
}

Result<void> PostgresStore::mirror(const ZoneSettings& settings)
{
    const auto known = m_local->zone(settings.zone);
    if (!known)
        return without(known);
    if (*known && same(**known, settings))
        return {};
    return m_local->saveZone(settings);
}

Result<std::optional<DirtyBatch>> PostgresStore::takeDirty(const Name& zone)
{
    const auto found = m_work.find(zone);
    if (found == m_work.end())
        return std::optional<DirtyBatch>();
    Work& work = found->second;
    DirtyBatch batch;
    batch.settings = *work.settings;
    batch.committedAt = work.committedAt;
    batch.author = work.author;
    batch.historyEnds = m_anew.count(zone) != 0;
    if (auto mirrored = mirror(*work.settings); !mirrored)
        return without(mirrored);
    // A fault in somebody's view must not undo what others do in this group.
    if (auto read = m_session.part([&] { return readWanted(work, &batch); }); !read)
        return without(read);
    work.touchesRejections =
        m_rejections.note(zone, work.everything ? nullptr : &work.owners, work.rejected);
    batch.rejected = m_rejections.sentences(zone);
    return std::optional<DirtyBatch>(std::move(batch));
}

Result<void> PostgresStore::readWanted(Work& work, DirtyBatch* batch)
{
    const Name& zone = work.settings->zone;
    const auto published = served(zone);
    const auto base = published ? published->version() : nullptr;
    if (work.everything && base) {
        ZoneComparison comparison(base);
        WantedRRsets wanted(zone, work.settings->defaultTtl, base,
                            [&](const Name& owner, std::vector<RRset> sets) {
                                comparison.take(owner, std::move(sets));
                            });
        if (auto read = m_records.read(zone, nullptr, wanted); !read)
            return read;
        comparison.finish();
        batch->owners = std::move(comparison.owners());
        batch->sets = std::move(comparison.sets());
        work.rejected = std::move(wanted.rejected());
        return {};
    }
    batch->everything = work.everything;
    if (!work.everything)
        batch->owners = work.owners;
    WantedRRsets wanted(zone, work.settings->defaultTtl, base,
                        [&](const Name&, std::vector<RRset> sets) {
                            std::move(sets.begin(), sets.end(), std::back_inserter(batch->sets));
                        });
    if (auto read = m_records.read(zone, work.everything ? nullptr : &work.owners, wanted); !read)
        return read;
    work.rejected = std::move(wanted.rejected());
    return {};
}

Result<void> PostgresStore::save(const Name& zone, const Work& work)
{
    return m_rejections.save(zone, work.everything ? nullptr : &work.owners, work.rejected);
}

Result<void> PostgresStore::commit(const ZoneVersion& version, const Difference* difference,
                                   const VersionRow& row, std::int64_t /*token*/)
{
    const Name& zone = version.zone();
    if (!m_term)
        return failure("zone " + zone.display() + ": another engine publishes by now");
    const auto published = served(zone);
    PostgresVersions::Commit commit{version, difference, row, std::nullopt, {}};
    if (published)
        commit.previous = published->serial();
    const auto work = m_work.find(zone);
    if (work != m_work.end())
        commit.marks = work->second.marks;
    m_settled += commit.marks.size();
    if (auto committed = m_versions.commit(*m_term, commit); !committed) {
        m_floors.erase(zone);
        return committed;
    }
    if (work != m_work.end() && work->second.touchesRejections) {
        if (auto saved = save(zone, work->second); !saved)
            return saved;
    }
    m_floors.insert_or_assign(zone, version.serial());
    m_anew.erase(zone);
    m_settledZones.push_back(zone);
    return m_local->commit(version, difference, row, AllMarks);
}

Result<void> PostgresStore::discardDirty(const Name& zone, std::int64_t /*token*/)
{
    const auto work = m_work.find(zone);
    if (work == m_work.end() || !m_term)
        return {};
    if (auto discarded = discard(zone, work->second); !discarded)
        return discarded;
    return work->second.touchesRejections ? save(zone, work->second) : Result<void>();
}

Result<std::optional<Serial>> PostgresStore::serialFloor(const Name& zone)
{
    auto floor = m_local->serialFloor(zone);
    if (!floor)
        return floor;
    auto known = m_floors.find(zone);
    if (known == m_floors.end() && isConnected()) {
        const auto row = m_session.run("SELECT serial FROM headwater.serial_floor WHERE zone = $1",
                                       PostgresParameters().text(canonicalText(zone)));
        if (!row)
            return without(row);
        if (row->isEmpty())
            return floor;
        known =
            m_floors.emplace(zone, Serial(static_cast<std::uint32_t>(row->integer(0, 0)))).first;
    }
    if (known != m_floors.end() && (!*floor || known->second.isNewerThan(**floor)))
        return std::optional<Serial>(known->second);
    return floor;
}

Result<void> PostgresStore::raiseFloor(const Name& zone, Serial serial, const std::string& author)
{
    m_floors.erase(zone);
    const auto floor = serialFloor(zone);
    if (!floor)
        return without(floor);
    if (!m_term || (*floor && !serial.isNewerThan(**floor)))
        return {};
    m_floors.erase(zone);
    return m_session.part([&]() -> Result<void> {
        if (auto raised = m_versions.raiseFloor(zone, serial); !raised)
            return raised;
        const std::string text = canonicalText(zone);
        const auto marked =
            m_session.run("INSERT INTO headwater.dirty (zone, name, author) VALUES ($1, $1, $2)",
                          PostgresParameters().text(text).text(author));
        if (!marked)
            return without(marked);
        return {};
    });
}

Result<void> PostgresStore::noteLive(const Name& zone, Serial serial, std::size_t live,
                                     std::size_t of, Milliseconds after)
{
    const auto noted = m_session.run("SELECT headwater.note_live($1, $2, $3, $4, $5)",
                                     PostgresParameters()
                                         .text(canonicalText(zone))
                                         .integer(serial.value())
                                         .integer(static_cast<std::int64_t>(live))
                                         .integer(static_cast<std::int64_t>(of))
                                         .integer(after.count()));
    if (!noted)
        return without(noted);
    return {};
}

} // namespace headwater
