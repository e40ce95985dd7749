#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QObject>

#include "status/facts.h"
#include "status/watchedsecondary.h"

namespace headwater {

/// Makes from facts what consoles show: states, causes, the verdict, counts, percentiles, rows -
/// and hands them out as JSON in the form that feed.h describes. Lives on the main thread; every
/// function is called there. Nothing else computes states (consoles only draw).
///
/// Cost follows the change: a fact touches its zone, its pairs and a few counters. Live and idle
/// pairs take 12 octets each; only open ones have more. States that depend on age change by a timer
/// that runs only while something is open.
class StatusBoard : public QObject
{
    Q_OBJECT
public:
    using Now = std::function<Instant()>;

    /// `now` is replaced in tests; by default the engine's clock.
    explicit StatusBoard(QObject* parent = nullptr, Now now = &Clock::now);
    ~StatusBoard() override;

    void setEngine(const EngineDescription& engine);
    void setSource(const SourceState& source);
    /// Pairs of secondaries that remain keep their state. Those that are gone are told by
    /// "secondariesGone" in the next change.
    void setSecondaries(std::vector<WatchedSecondary> secondaries);
    void setCounters(const EngineCounters& counters);

    /// The body of a picture (feed.h), without type, run, seq and at.
    [[nodiscard]] QJsonObject picture();

    /// {"engine","verdict","totals","flow","secondaries","causes"}
    [[nodiscard]] QJsonObject status() const;
    /// {"total": how many match, "zones": rows in canonical order of name behind `after`}; `query`
    /// is words that the name contains (* and ? match), `state:`, `on:`, `source:` with `-` to
    /// negate. `limit` is clamped to 1 ... 1000.
    [[nodiscard]] QJsonObject zones(const QString& after, int limit, const QString& query) const;
    /// The row of one zone; none if it is not known.
    [[nodiscard]] std::optional<QJsonObject> zone(const Name& zone) const;
    /// Rows, newest first: of one zone (at most 64), of all (at most 60).
    [[nodiscard]] QJsonArray publications(const Name& zone) const;
    [[nodiscard]] QJsonArray publications() const;
    [[nodiscard]] QJsonArray secondaries() const;
    /// Prometheus text format 0.0.4; no series per zone.
    [[nodiscard]] QByteArray metricsText() const;

public Q_SLOTS:
    /// Facts of one zone come in the order in which they happened, ZonePublished or ZoneLoaded
    /// first.
    void addFact(const headwater::Fact& fact);

Q_SIGNALS:
    /// The body of a change (feed.h): what differs since the last one. Gathered for 250 ms.
    void change(const QJsonObject& body);
    /// {"facts": [FactRow]}, at once and only if someone listens.
    void factAdded(const QJsonObject& body);

private:
    struct State;
    void wake();
    void flush();
    void tick();
    std::unique_ptr<State> m_state;
};

} // namespace headwater
