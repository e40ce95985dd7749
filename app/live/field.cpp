#include "field.h"

#include <cmath>

namespace headwater::field {

std::optional<double> number(const QJsonObject& object, QLatin1String key)
{
    const QJsonValue value = object.value(key);
    if (!value.isDouble() || !std::isfinite(value.toDouble())) {
        return std::nullopt;
    }
    return value.toDouble();
}

qint64 count(const QJsonObject& object, QLatin1String key)
{
    constexpr double largest = 9007199254740992.0; // 2^53: whole numbers are exact up to here
    const double value = number(object, key).value_or(0.0);
    return value <= 0.0 ? 0 : static_cast<qint64>(std::min(value, largest));
}

QString text(const QJsonObject& object, QLatin1String key)
{
    return object.value(key).toString().left(longestText);
}

QStringList texts(const QJsonObject& object, QLatin1String key)
{
    QStringList result;
    const QJsonArray array = object.value(key).toArray();
    for (qsizetype i = 0; i < array.size() && result.size() < longestList; ++i) {
        if (array.at(i).isString()) {
            result.append(array.at(i).toString().left(longestText));
        }
    }
    return result;
}

QList<double> numbers(const QJsonObject& object, QLatin1String key)
{
    QList<double> result;
    const QJsonArray array = object.value(key).toArray();
    for (qsizetype i = 0; i < array.size() && result.size() < longestList; ++i) {
        if (array.at(i).isDouble() && std::isfinite(array.at(i).toDouble())) {
            result.append(array.at(i).toDouble());
        }
    }
    return result;
}

bool truth(const QJsonObject& object, QLatin1String key)
{
    return object.value(key).toBool(false);
}

Live::State state(const QJsonObject& object, QLatin1String key)
{
    return Live::stateFromWord(object.value(key).toString());
}

QList<QJsonObject> objects(const QJsonObject& object, QLatin1String key)
{
    QList<QJsonObject> result;
    const QJsonArray array = object.value(key).toArray();
    for (qsizetype i = 0; i < array.size() && result.size() < longestList; ++i) {
        if (array.at(i).isObject()) {
            result.append(array.at(i).toObject());
        }
    }
    return result;
}

} // namespace headwater::field
