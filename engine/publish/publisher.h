#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include <QObject>
#include <QTimer>

#include "publish/zonetroubles.h"
#include "status/facts.h"
#include "store/store.h"
#include "zone/zonechecks.h"
#include "zone/zonetable.h"

namespace headwater {

class VersionDraft;

/// Makes versions out of dirty names. Lives on the updater thread. What waits when a turn begins -
/// writes, and zones that became dirty - is one durable commit: a change and the version that it
/// makes cost one wait for the disk, and so do many changes that come together. An idle zone is
/// published at once.
///
///     write() ─┐ turn: group ── works run ── dirty zones become versions ── group ends: durable
///  zoneChanged ┘                                       visible, told, writers answered ◀──┘
///
/// When the store fails (disk full, ...), nothing is published; the zone is tried again after 1 s,
/// then more and more slowly up to every 30 s, and other zones go on.
class Publisher : public QObject
{
    Q_OBJECT
public:
    Publisher(Store& store, std::shared_ptr<ZoneTable> zones, HistoryLimits history,
              ZoneLimits limits = {}, QObject* parent = nullptr);
    ~Publisher() override;

    /// Serves every zone the store has, as it was published, then publishes what is dirty. A zone
    /// that cannot be loaded is reported and left out; the others go on.
    void start();

    /// A change to the store that shall be durable together with the version that follows from it.
    struct Write
    {
        std::function<void()> work; ///< on the updater thread; keeps what came of it
        /// After the commit, when versions are visible. An error: nothing of the work was done.
        std::function<void(const Result<void>& committed)> done;
    };
    void write(Write write);

public Q_SLOTS:
    /// Records of this zone may have changed. May be called as often as one likes.
    void zoneChanged(const headwater::Name& zone);
    /// The zone is gone from the store: stop serving it.
    void zoneRemoved(const headwater::Name& zone);
    /// A secondary holds a serial that is newer than ours: ours is brought above it, with the
    /// contents that we have (RFC 1982 section 3.2). Told as a publication by "lift above ...".
    void lift(const headwater::Name& zone, headwater::Serial above, const QString& secondary);

Q_SIGNALS:
    void fact(const headwater::Fact& fact);

private:
    /// What is left to do for a zone when the group is durable.
    struct Conclusion
    {
        Name zone;
        std::function<void()> run;
    };

    void runTurn();
    [[nodiscard]] std::vector<Write> takeWrites();
    void prepareZones();
    /// No query sees the zone any more, and everybody is told.
    void takeAway(const Name& zone);
    void failWaiting(const Error& error);
    void wakeUp();
    /// Makes the next version of a zone and commits it with the group.
    void prepare(const Name& zone);
    /// Shows, when the group is durable, what another engine made of a zone.
    void conclude(const Name& zone, FollowedZone followed);
    void showFollowed(const FollowedZone& followed);
    [[nodiscard]] bool isBelowFloor(const ZoneTable::ZonePointer& current);
    /// Puts the published version of a zone into the table, if it is not there and there is one.
    [[nodiscard]] bool loadZone(const Name& zone);
    /// The same with what the store has of it.
    [[nodiscard]] bool serve(const Name& zone, const Result<LoadedZone>& loaded);
    [[nodiscard]] Result<VersionDraft> draft(const ZoneTable::ZonePointer& current,
                                             DirtyBatch batch);
    [[nodiscard]] Result<Serial> serialFor(const ZoneTable::ZonePointer& current,
                                           const ZoneSettings& settings);
    [[nodiscard]] Result<std::function<void()>> commit(const ZoneTable::ZonePointer& current,
                                                       const DirtyBatch& batch,
                                                       const VersionDraft& draft);
    /// Only what is durable becomes visible.
    void show(const ZoneTable::ZonePointer& current, const ZoneEditor::Outcome& made,
              const VersionRow& row);
    /// With the next group, or when nothing comes for a moment: nobody waits for it.
    void notePublished();
    void reject(const ZoneSettings& settings, const std::vector<ZoneFault>& faults);
    void failed(const Name& zone, const Error& error);
    void recovered(const Name& zone);
    void retry();

    Store& m_store;
    std::shared_ptr<ZoneTable> m_zones;
    HistoryLimits m_history;
    ZoneLimits m_limits;
    std::deque<Write> m_writes;             ///< as many as the doors let in
    std::vector<Conclusion> m_conclusions;  ///< of the group that is open
    std::vector<ZonePublished> m_published; ///< not noted in the store yet
    std::deque<Name> m_queue;               ///< in order of their changes
    std::unordered_set<Name> m_waiting;     ///< what is in the queue
    std::unordered_set<Name> m_removed;     ///< in the turn that runs
    bool m_turnRuns = false;
    bool m_turnAsked = false;
    ZoneTroubles m_troubles;
    std::unordered_set<Name> m_failed; ///< the store could not take them
    std::string m_problem;             ///< last said about the store
    QTimer m_turn;
    QTimer m_note;
    QTimer m_retry;
    Milliseconds m_backoff;
};

} // namespace headwater
