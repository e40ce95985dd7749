#pragma once

#include <memory>
#include <unordered_map>

#include <QObject>

#include "dns/tsig.h"
#include "status/facts.h"
#include "zone/secondary.h"
#include "zone/zonetable.h"

namespace headwater {

/// See the README. Lives on the query thread; slots are called through queued connections.
class Notifier : public QObject
{
    Q_OBJECT
public:
    struct Settings
    {
        Milliseconds firstRetry{1000};     ///< doubled after each attempt
        Milliseconds longestRetry{300000}; ///< 5 min; it goes on for as long as it is needed
        /// Between two messages about one zone to one address, unless a transfer has just ended:
        /// a burst of publications becomes a few messages.
        Milliseconds shortestGap{100};
        std::size_t maximumInFlight = 4096;
    };

    Notifier(std::shared_ptr<const ZoneTable> zones, Settings settings, QObject* parent = nullptr);
    ~Notifier() override;

    /// New configuration; what is in flight for secondaries that remain goes on.
    void setSecondaries(std::vector<Secondary> secondaries, std::unordered_map<Name, TsigKey> keys);

public Q_SLOTS:
    /// The present serial of the zone goes to all its secondaries.
    void zonePublished(const headwater::Name& zone);
    /// By hand: at once, whatever was acknowledged before. An empty secondary means all of them.
    void notifyNow(const headwater::Name& zone, const QString& secondary);
    /// A transfer to this secondary ended at `serial`.
    void transferEnded(const headwater::Name& zone, const QString& secondary,
                       headwater::Serial serial);
    /// The secondary showed `serial`, or answered a NOTIFY for something newer: nothing to retry.
    void secondaryHas(const headwater::Name& zone, const QString& secondary,
                      headwater::Serial serial);
    void zoneRemoved(const headwater::Name& zone);

Q_SIGNALS:
    void fact(const headwater::Fact& fact);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwater
