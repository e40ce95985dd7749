#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "live.h"

namespace headwater {

/// Pairs that share state, step, error and place; the words are the engine's.
struct CauseRow
{
    QString id;
    Live::State state = Live::State::Unknown;
    QString code;
    QString title;
    QString secondary;
    QStringList zones; ///< the first 20
    qint64 count = 0;
    double since = 0;
    QString text;
    QString imperative;

    [[nodiscard]] static CauseRow read(const QJsonObject& object);
    [[nodiscard]] const QString& key() const { return id; }
    [[nodiscard]] bool operator==(const CauseRow&) const = default;
};

} // namespace headwater
