#include "publish/publisher.h"

#include <algorithm>

#include "base/invariant.h"
#include "publish/publication.h"
#include "publish/serialpolicy.h"
#include "publish/versioncheck.h"
#include "publish/versiondraft.h"

namespace headwater {

namespace {

constexpr Milliseconds FirstRetry{1000};
constexpr Milliseconds SlowestRetry{30000};
// A group grows no further beyond these, so that nobody waits long for the others in it.
constexpr std::size_t WritesInATurn = 256;
constexpr std::size_t ZonesInATurn = 64;
constexpr Milliseconds TurnTime{20};
constexpr Milliseconds NotedAfter{100};

} // namespace

Publisher::Publisher(Store& store, std::shared_ptr<ZoneTable> zones, HistoryLimits history,
                     ZoneLimits limits, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_zones(std::move(zones))
    , m_history(history)
    , m_limits(limits)
    , m_troubles([this](Fact::Body body) { Q_EMIT fact(factNow(std::move(body))); })
    , m_turn(this)
    , m_note(this)
    , m_retry(this)
    , m_backoff(FirstRetry)
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    m_note.setSingleShot(true);
    m_note.setInterval(NotedAfter);
    m_retry.setSingleShot(true);
    connect(&m_note, &QTimer::timeout, this, &Publisher::notePublished);
    connect(&m_turn, &QTimer::timeout, this, &Publisher::runTurn);
    connect(&m_retry, &QTimer::timeout, this, &Publisher::retry);
}

Publisher::~Publisher()
{
    notePublished();
}

void Publisher::start()
{
    const auto zones = m_store.zones();
    if (!zones) {
        Q_EMIT fact(factNow(EngineProblem{"store", zones.error().text}));
        return;
    }
    for (const ZoneSettings& settings : *zones)
        m_zones->await(settings.zone); // known from the first moment on
    const auto loaded =
        m_store.loadAll([this](const ZoneSettings& settings, const Result<LoadedZone>& zone) {
            static_cast<void>(serve(settings.zone, zone));
        });
    if (!loaded)
        Q_EMIT fact(factNow(EngineProblem{"store", loaded.error().text}));
    const auto dirty = m_store.dirtyZones();
    if (!dirty) {
        Q_EMIT fact(factNow(EngineProblem{"store", dirty.error().text}));
        return;
    }
    for (const Name& zone : *dirty)
        zoneChanged(zone);
}

void Publisher::zoneChanged(const Name& zone)
{
    if (m_waiting.insert(zone).second)
        m_queue.push_back(zone);
    wakeUp();
}

void Publisher::write(Write write)
{
    m_writes.push_back(std::move(write));
    wakeUp();
}

void Publisher::wakeUp()
{
    if (m_turnRuns || std::exchange(m_turnAsked, true))
        return; // what comes during a turn is seen at its end
    // Behind what waits for this thread already, so that it is in the same turn.
    QMetaObject::invokeMethod(this, &Publisher::runTurn, Qt::QueuedConnection);
}

void Publisher::zoneRemoved(const Name& zone)
{
    if (m_waiting.erase(zone) != 0)
        m_queue.erase(std::remove(m_queue.begin(), m_queue.end(), zone), m_queue.end());
    if (m_turnRuns)
        m_removed.insert(zone);
    else
        takeAway(zone);
}

void Publisher::takeAway(const Name& zone)
{
    m_zones->remove(zone);
    m_troubles.forget(zone);
    recovered(zone);
    Q_EMIT fact(factNow(ZoneRetired{zone}));
}

/// Changes that arrive while a group is being committed make the next one.
void Publisher::runTurn()
{
    m_turnAsked = false;
    if (m_writes.empty() && m_queue.empty())
        return;
    m_turnRuns = true;
    const auto begun = m_store.beginGroup();
    const std::vector<Write> writes = takeWrites();
    if (begun) {
        notePublished();
        for (const Write& write : writes)
            write.work();
        prepareZones();
    } else {
        failWaiting(begun.error());
    }
    const auto durable = begun ? m_store.endGroup() : begun;
    for (const Conclusion& conclusion : std::exchange(m_conclusions, {})) {
        if (durable)
            conclusion.run();
        else
            failed(conclusion.zone, durable.error());
    }
    for (const Name& zone : std::exchange(m_removed, {})) {
        if (durable)
            takeAway(zone);
    }
    m_turnRuns = false;
    for (const Write& write : writes)
        write.done(durable);
    if (!m_published.empty() && !m_note.isActive())
        m_note.start();
    if (!m_writes.empty() || !m_queue.empty())
        m_turn.start(); // timers and files have their turn first
}

std::vector<Publisher::Write> Publisher::takeWrites()
{
    const std::size_t count = std::min(m_writes.size(), WritesInATurn);
    const auto end = m_writes.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Write> writes(std::make_move_iterator(m_writes.begin()),
                              std::make_move_iterator(end));
    m_writes.erase(m_writes.begin(), end);
    return writes;
}

void Publisher::prepareZones()
{
    const Instant start = Clock::now();
    std::vector<Name> later; // removed and made again: its old contents are still in the table
    for (std::size_t i = 0; i < ZonesInATurn && !m_queue.empty(); ++i) {
        const Name zone = std::move(m_queue.front());
        m_queue.pop_front();
        m_waiting.erase(zone);
        if (m_removed.count(zone) != 0)
            later.push_back(zone);
        else
            prepare(zone);
        if (Clock::now() - start >= TurnTime)
            break;
    }
    for (const Name& zone : later)
        zoneChanged(zone);
}

void Publisher::failWaiting(const Error& error)
{
    for (const Name& zone : std::exchange(m_queue, {})) {
        m_waiting.erase(zone);
        failed(zone, error);
    }
}

void Publisher::prepare(const Name& zone)
{
    auto followed = m_store.follow(zone);
    if (!followed)
        return failed(zone, followed.error());
    if (followed->gone || followed->published)
        return conclude(zone, std::move(*followed));
    if (!loadZone(zone))
        return;
    auto batch = m_store.takeDirty(zone);
    if (!batch)
        return failed(zone, batch.error());
    if (!*batch)
        return recovered(zone);
    const ZoneSettings settings = (*batch)->settings;
    const ZoneTable::ZonePointer current = m_zones->find(zone);
    const std::vector<std::string> rejected = std::move((*batch)->rejected);
    DirtyBatch marks;
    marks.settings = settings;
    marks.committedAt = (*batch)->committedAt;
    marks.author = (*batch)->author;
    marks.token = (*batch)->token;
    marks.historyEnds = (*batch)->historyEnds;
    const auto next = draft(current, std::move(**batch));
    if (!next)
        return failed(zone, next.error());
    if (auto faults = next->faults(m_limits); !faults.empty()) {
        m_conclusions.push_back(
            {zone, [this, settings, faults = std::move(faults)] { reject(settings, faults); }});
        return;
    }
    std::function<void()> show = [] {}; // dirty names that change nothing: nobody sees anything
    if (next->changesAnything() || isBelowFloor(current)) {
        auto committed = commit(current, marks, *next);
        if (!committed)
            return failed(zone, committed.error());
        show = std::move(*committed);
    } else if (auto discarded = m_store.discardDirty(zone, marks.token); !discarded) {
        return failed(zone, discarded.error());
    }
    m_conclusions.push_back({zone, [this, zone, rejected, show = std::move(show)] {
                                 show();
                                 m_troubles.accept(zone);
                                 m_troubles.rejectRecords(zone, rejected);
                                 recovered(zone);
                             }});
}

/// Only a lift raises the floor above what is served.
bool Publisher::isBelowFloor(const ZoneTable::ZonePointer& current)
{
    if (!current)
        return false;
    const auto floor = m_store.serialFloor(current->zone());
    return floor && *floor && (*floor)->isNewerThan(current->serial());
}

void Publisher::lift(const Name& zone, Serial above, const QString& secondary)
{
    const ZoneTable::ZonePointer current = m_zones->find(zone);
    if (!current || !above.isNewerThan(current->serial()))
        return;
    const std::string author = "lift above " + above.text() + " of " + secondary.toStdString();
    if (auto raised = m_store.raiseFloor(zone, above, author); !raised)
        return failed(zone, raised.error());
    zoneChanged(zone);
}

/// Another engine's versions are shown as they are; what is dirty is looked at after that.
void Publisher::conclude(const Name& zone, FollowedZone followed)
{
    m_conclusions.push_back({zone, [this, zone, followed = std::move(followed)] {
                                 if (followed.gone) {
                                     if (m_zones->find(zone))
                                         takeAway(zone);
                                     return;
                                 }
                                 showFollowed(followed);
                                 recovered(zone);
                                 zoneChanged(zone);
                             }});
}

void Publisher::showFollowed(const FollowedZone& followed)
{
    const Name& zone = followed.published->zone();
    const ZoneTable::ZonePointer current = m_zones->find(zone);
    if (!invariant(1, m_zones->publish(followed.published),
                   "the serial of a followed zone went backwards"))
        return;
    std::optional<Serial> previous;
    if (current)
        previous = current->serial();
    for (const VersionRow& step : followed.steps)
        Q_EMIT fact(factNow(publication(*followed.published->version(), step,
                                        std::exchange(previous, step.serial))));
}

bool Publisher::loadZone(const Name& zone)
{
    if (m_zones->find(zone))
        return true;
    const auto known = m_store.zone(zone);
    if (known && !*known)
        return false;
    m_zones->await(zone);
    return serve(zone, m_store.load(zone));
}

bool Publisher::serve(const Name& zone, const Result<LoadedZone>& loaded)
{
    if (!loaded) {
        m_troubles.cannotLoad(zone, loaded.error().text);
        return false;
    }
    m_troubles.loaded(zone);
    if (!loaded->published)
        return true;
    const ZoneTable::ZonePointer published = loaded->published;
    if (!m_zones->publish(published))
        return false;
    Q_EMIT fact(factNow(ZoneLoaded{
        zone, published->serial(), published->version()->recordCount(), published->publishedAt(),
        loaded->settings.source == ZoneSource::ZoneFile ? "zone file" : "embedded",
        published->version()->soa().expire}));
    return true;
}

Result<VersionDraft> Publisher::draft(const ZoneTable::ZonePointer& current, DirtyBatch batch)
{
    if (current)
        return VersionDraft::edit(current->version(), std::move(batch));
    if (batch.everything)
        return VersionDraft::first(batch.settings, batch.sets);
    const auto all = m_store.desired(batch.settings.zone);
    if (!all)
        return tl::unexpected<Error>(all.error());
    return VersionDraft::first(batch.settings, *all);
}

Result<Serial> Publisher::serialFor(const ZoneTable::ZonePointer& current,
                                    const ZoneSettings& settings)
{
    auto floor = m_store.serialFloor(settings.zone);
    if (!floor)
        return tl::unexpected<Error>(floor.error());
    if (current && (!*floor || current->serial().isNewerThan(**floor)))
        *floor = current->serial();
    return nextSerial(settings.policy, *floor, settings.soa.serial, Clock::wall());
}

Result<std::function<void()>> Publisher::commit(const ZoneTable::ZonePointer& current,
                                                const DirtyBatch& batch, const VersionDraft& draft)
{
    const Name& zone = batch.settings.zone;
    const auto serial = serialFor(current, batch.settings);
    if (!serial)
        return tl::unexpected<Error>(serial.error());
    ZoneEditor::Outcome made = draft.finish(*serial);
    const ZoneVersion* base = current ? current->version().get() : nullptr;
    const StepKind kind = draft.changesAnything() ? StepKind::Change : StepKind::Lift;
    if (!isSoundStep(base, made, *serial, kind))
        return failure("zone " + zone.display() + ": its next version is not sound; see the log");

    if (batch.historyEnds)
        made.difference = nullptr;

    VersionRow row;
    row.serial = *serial;
    row.committedAt = batch.committedAt;
    row.publishedAt = Clock::now();
    row.author = batch.author;
    row.added = made.difference ? made.difference->addedCount() : made.version->recordCount();
    row.removed = made.difference ? made.difference->removedCount() : 0;
    row.records = made.version->recordCount();
    if (auto committed = m_store.commit(*made.version, made.difference.get(), row, batch.token);
        !committed)
        return tl::unexpected<Error>(committed.error());
    return [this, current, made, row] { show(current, made, row); };
}

void Publisher::show(const ZoneTable::ZonePointer& current, const ZoneEditor::Outcome& made,
                     const VersionRow& row)
{
    // The commit has said yes: a read that fails now must not leave a durable version unseen.
    const auto durable = m_store.serialFloor(made.version->zone());
    if (!invariant(4, !durable || *durable == row.serial,
                   "a version to be shown is not in the store"))
        return;
    const Instant now = Clock::now();
    const ZoneTable::ZonePointer next =
        current && made.difference
            ? current->advanced(made.version, made.difference, m_history, now)
            : PublishedZone::create(made.version, {}, m_history, now);
    if (!invariant(1, m_zones->publish(next), "the serial of a published zone went backwards"))
        return;
    std::optional<Serial> previous;
    if (current)
        previous = current->serial();
    VersionRow shown = row;
    shown.publishedAt = now;
    const ZonePublished published = publication(*made.version, shown, previous);
    Q_EMIT fact(Fact{now, published});
    m_published.push_back(published);
}

/// Only the list of versions wants it; a version that is visible stays so whatever comes of it.
void Publisher::notePublished()
{
    for (const ZonePublished& each : std::exchange(m_published, {}))
        static_cast<void>(m_store.notePublished(each.zone, each.serial, each.publishedAt));
}

/// Dirty names stay in the store, so that the correction of any of them publishes all.
void Publisher::reject(const ZoneSettings& settings, const std::vector<ZoneFault>& faults)
{
    std::vector<std::string> reasons;
    reasons.reserve(faults.size());
    for (const ZoneFault& fault : faults)
        reasons.push_back(fault.text);
    recovered(settings.zone);
    m_troubles.reject(settings.zone, settings.sourceName.empty() ? "embedded" : settings.sourceName,
                      reasons);
}

void Publisher::failed(const Name& zone, const Error& error)
{
    m_failed.insert(zone);
    if (std::exchange(m_problem, error.text) != error.text)
        Q_EMIT fact(factNow(EngineProblem{"store", error.text}));
    if (!m_retry.isActive())
        m_retry.start(m_backoff);
}

void Publisher::recovered(const Name& zone)
{
    if (m_failed.erase(zone) == 0 || !m_failed.empty())
        return;
    m_retry.stop();
    m_backoff = FirstRetry;
    m_problem.clear();
    Q_EMIT fact(factNow(EngineProblemEnded{"store"}));
}

void Publisher::retry()
{
    m_backoff = std::min(2 * m_backoff, SlowestRetry);
    const std::vector<Name> zones(m_failed.begin(), m_failed.end());
    for (const Name& zone : zones)
        zoneChanged(zone);
}

} // namespace headwater
