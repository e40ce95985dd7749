#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include "feedsource.h"

/// Feed messages for the tests of the window's models.
namespace headwater::test {

inline QJsonObject pair(const QString& secondary, const QString& state, double ageMs = -1,
                        int behind = 0)
{
    QJsonObject row{{QStringLiteral("secondary"), secondary},
                    {QStringLiteral("state"), state},
                    {QStringLiteral("serial"), 7},
                    {QStringLiteral("behind"), behind},
                    {QStringLiteral("step"), 3}};
    if (ageMs >= 0) {
        row.insert(QStringLiteral("ageMs"), ageMs);
    }
    return row;
}

inline QJsonObject zone(const QString& name, double serial, const QString& state,
                        const QJsonArray& pairs = {})
{
    return {{QStringLiteral("name"), name},         {QStringLiteral("serial"), serial},
            {QStringLiteral("state"), state},       {QStringLiteral("changedAt"), serial},
            {QStringLiteral("live"), pairs.size()}, {QStringLiteral("of"), pairs.size()},
            {QStringLiteral("pairs"), pairs}};
}

inline QJsonObject secondary(const QString& name, const QString& state)
{
    return {{QStringLiteral("name"), name}, {QStringLiteral("state"), state}};
}

inline QJsonObject publication(const QString& zone, double serial, double committedAt)
{
    return {{QStringLiteral("id"), zone + QLatin1Char('/') + QString::number(serial, 'f', 0)},
            {QStringLiteral("zone"), zone},
            {QStringLiteral("serial"), serial},
            {QStringLiteral("committedAt"), committedAt},
            {QStringLiteral("publishedAt"), committedAt + 1}};
}

inline QJsonObject message(const QString& type, double seq,
                           const QString& run = QStringLiteral("a"))
{
    return {{QStringLiteral("type"), type},
            {QStringLiteral("seq"), seq},
            {QStringLiteral("run"), run},
            {QStringLiteral("at"), 1000000.0 + seq}};
}

inline QJsonObject with(QJsonObject object, const QString& key, const QJsonValue& value)
{
    object.insert(key, value);
    return object;
}

/// A source that only counts how often it was asked for a picture.
class AskedSource : public FeedSource
{
public:
    void requestPicture() override { ++asked; }

    int asked = 0;
};

} // namespace headwater::test
