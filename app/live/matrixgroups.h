#pragma once

#include <optional>

#include <QList>
#include <QString>

#include "causerow.h"
#include "zonerow.h"

namespace headwater {

/// Zones of the matrix with one cause, or with one state and no cause; worst first.
struct MatrixGroup
{
    QString id; ///< the cause's, or the word of the state
    Live::State state = Live::State::Ok;
    QString title;
    QString note;
    QString secondary;
    QList<int> zones; ///< indexes into the zones, oldest trouble first
    qint64 count = 0; ///< all zones of the group, known here or not
    std::optional<double> ageMs;

    [[nodiscard]] static QList<MatrixGroup> make(const QList<ZoneRow>& zones,
                                                 const QList<CauseRow>& causes, double now,
                                                 double sinceApplied, qint64 zonesTotal);
};

} // namespace headwater
