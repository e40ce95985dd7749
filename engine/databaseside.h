#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <set>

#include <QObject>

#include "configuration.h"
#include "ingest/databasefeed.h"
#include "store/postgreswatch.h"
#include "workplace.h"

namespace headwater {

class Publisher;

/// What an engine on PostgreSQL has beside the others: the watch on a thread of its own, the feed
/// on the updater's, and the count of secondaries on which a version is live, for receipts in the
/// database. Main thread.
class DatabaseSide : public QObject
{
    Q_OBJECT
public:
    /// `notifies` is true while this engine is the one that sends NOTIFY: the one that publishes.
    /// Other threads read it, and go on doing so when this object has ended.
    DatabaseSide(const Configuration& configuration, PostgresStore& store, Publisher& publisher,
                 Workplace& updater, std::atomic<bool>& notifies);
    ~DatabaseSide() override;

    void start();
    void setSecondaries(std::vector<Secondary> secondaries);

public Q_SLOTS:
    void addFact(const headwater::Fact& fact);

Q_SIGNALS:
    void fact(const headwater::Fact& fact);
    void sourceChanged(const headwater::SourceState& state);
    /// This engine leads from now on; the one before may not have told these zones' secondaries.
    void notifyAgain(const headwater::Name& zone);

private:
    using Version = std::pair<Name, std::uint32_t>;
    void stateChanged(const SourceState& state);
    void addLive(const SecondaryLive& live);

    Workplace& m_updater;
    Workplace m_watchPlace;
    std::unique_ptr<PostgresWatch> m_watch;
    std::unique_ptr<DatabaseFeed> m_feed;
    std::atomic<bool>& m_notifies;
    std::vector<Secondary> m_secondaries;
    std::map<Version, std::set<std::string>> m_live; ///< by whom
    std::deque<Version> m_liveOrder;                 ///< oldest first
    std::deque<std::pair<Instant, Name>> m_recent;   ///< published, oldest first
};

} // namespace headwater
