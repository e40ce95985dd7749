#pragma once

#include <optional>

#include <QJsonObject>
#include <QList>
#include <QString>

#include "live.h"

namespace headwater {

/// One zone on one secondary, as the feed last said.
struct PairRow
{
    QString secondary;
    Live::State state = Live::State::Unknown;
    std::optional<double> serial; ///< what its public address answered
    qint64 behind = 0;            ///< published versions newer than `serial`
    int step = 0; ///< milestones reached by the newest version: 0 committed .. 6 live
    std::optional<double> ageMs; ///< of the oldest version not live there, at the row's moment
    QString error;
    std::optional<double> nextRetryAt;

    [[nodiscard]] bool operator==(const PairRow&) const = default;
};

/// One zone, as the feed last said. Moments are ms since 1970 UTC, durations ms.
struct ZoneRow
{
    QString name;
    QString unicode;
    qint64 serial = 0;
    qint64 records = 0;
    double changedAt = 0;
    Live::State state = Live::State::Unknown;
    qint64 live = 0;
    qint64 of = 0;
    qint64 paused = 0;
    QString slowest;
    std::optional<double> slowestMs;
    std::optional<double> p99Ms;
    QString source;
    QString sourceName;
    QString problem; ///< why its source was refused; the last good version stays
    std::optional<double> problemSince;
    std::optional<double> retiresAt;
    QList<PairRow> pairs;

    [[nodiscard]] static ZoneRow read(const QJsonObject& object);
    [[nodiscard]] const QString& key() const { return name; }
    /// The greatest age among pairs that count; none when all are live.
    [[nodiscard]] std::optional<double> oldestMs() const;
    [[nodiscard]] QList<int> tickStates() const;
    /// `slowest` begins with the name of a secondary, or it is a note only.
    [[nodiscard]] QString slowestName() const;
    [[nodiscard]] QString slowestNote() const;
    [[nodiscard]] bool operator==(const ZoneRow&) const = default;
};

} // namespace headwater
