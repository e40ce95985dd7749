#pragma once

#include <limits>
#include <optional>

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include "live.h"

/// Reads of one key of a feed message. A key of the wrong type reads as absent; texts and lists are
/// cut at a bound, so that no message can make the window hold more than it shows.
namespace headwater::field {

inline constexpr int longestText = 2048;
inline constexpr int longestList = 1024;

[[nodiscard]] std::optional<double> number(const QJsonObject& object, QLatin1String key);
/// 0 when absent or negative.
[[nodiscard]] qint64 count(const QJsonObject& object, QLatin1String key);
[[nodiscard]] QString text(const QJsonObject& object, QLatin1String key);
[[nodiscard]] QStringList texts(const QJsonObject& object, QLatin1String key);
[[nodiscard]] QList<double> numbers(const QJsonObject& object, QLatin1String key);
[[nodiscard]] bool truth(const QJsonObject& object, QLatin1String key);
[[nodiscard]] Live::State state(const QJsonObject& object, QLatin1String key);
/// The objects of an array, at most longestList.
[[nodiscard]] QList<QJsonObject> objects(const QJsonObject& object, QLatin1String key);

/// QML has no optional number: unknown becomes NaN, which Format shows as nothing.
[[nodiscard]] inline double orNan(const std::optional<double>& value)
{
    return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

} // namespace headwater::field
