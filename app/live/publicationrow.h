#pragma once

#include <array>
#include <optional>

#include <QJsonObject>
#include <QList>
#include <QString>

#include "live.h"

namespace headwater {

/// How one version travelled to one secondary. Offsets are ms since it was committed.
struct StepRow
{
    /// Milestones after the commit, in order.
    enum Milestone
    {
        Published,
        Sent,
        Acked,
        Asked,
        Transferred,
        LiveThere,
        MilestoneCount
    };

    QString secondary;
    Live::State state = Live::State::Unknown;
    std::array<std::optional<double>, MilestoneCount> offsets;
    int attempt = 0;
    QString rcode;
    QString kind; ///< "IXFR", "AXFR", "SOA" or empty
    qint64 octets = 0;
    qint64 messages = 0;
    std::optional<double> transferMs;
    QString keyName;
    QString error;
    QStringList skipped;

    /// The latest milestone reached; none when it was only committed.
    [[nodiscard]] std::optional<Milestone> reached() const;
    [[nodiscard]] bool operator==(const StepRow&) const = default;
};

/// One published version and its way to every secondary. Moments are ms since 1970 UTC.
struct PublicationRow
{
    QString id;
    QString zone;
    qint64 serial = 0;
    std::optional<double> previous;
    double committedAt = 0;
    double publishedAt = 0;
    qint64 added = 0;
    qint64 removed = 0;
    qint64 records = 0;
    QString author;
    Live::State state = Live::State::Unknown;
    qint64 live = 0;
    qint64 of = 0;
    std::optional<double> everywhereMs;
    QList<StepRow> steps;

    [[nodiscard]] static PublicationRow read(const QJsonObject& object);
    [[nodiscard]] const QString& key() const { return id; }
    [[nodiscard]] QList<int> tickStates() const;
    [[nodiscard]] const StepRow* step(const QString& secondary) const;
    [[nodiscard]] bool operator==(const PublicationRow&) const = default;
};

} // namespace headwater
