#pragma once

#include <deque>

#include <QObject>
#include <QTimer>

#include "status/facts.h"
#include "status/watchedsecondary.h"
#include "store/postgresstore.h"

namespace headwater {

/// The door through which rows of the database come: what the watch says about it, said to the
/// store, and the zones that the store finds, said to the publisher. A comparison of every zone, as
/// at a start, goes on in small portions, so that live changes wait for one portion at most.
/// Updater thread.
class DatabaseFeed : public QObject
{
    Q_OBJECT
public:
    explicit DatabaseFeed(PostgresStore& store, QObject* parent = nullptr);

public Q_SLOTS:
    // From PostgresWatch.
    void connected(const QString& place);
    void lost(const QString& why);
    void leading(qint64 term);
    void following();
    void publishedElsewhere(const QString& zone);
    void compare(const QString& zone);
    void look();
    /// A version is live on so many of the zone's secondaries, so long after its commit.
    void isLive(const headwater::Name& zone, headwater::Serial serial, int live, int of,
                headwater::Microseconds after);

Q_SIGNALS:
    void zoneChanged(const headwater::Name& zone);
    /// The answer to PostgresWatch::changed().
    void looked(bool found);
    /// Process id of the session that writes.
    void writer(int backend);
    /// So many dirty rows were settled that those left behind slow down the next ones.
    void tidy();
    void stateChanged(const headwater::SourceState& state);
    void fact(const headwater::Fact& fact);

private:
    /// The store's own session; tried again at every look while the watch has one.
    void connectStore();
    void lead();
    void away(const std::string& why);
    void comparePortion();
    void measure();

    PostgresStore& m_store;
    SourceState m_state;
    bool m_reachable = false;           ///< the watch has a session
    std::optional<std::int64_t> m_term; ///< under which we lead, or will when connected
    std::size_t m_settled = 0;          ///< dirty rows, since the table was tidied
    bool m_problemTold = false;
    QTimer m_portions;
    QTimer m_measure;
    std::deque<Microseconds> m_pickUps; ///< newest last
};

} // namespace headwater
