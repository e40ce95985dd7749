#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

namespace headwater {

/// Rows under a head, columns as wide as their widest cell, two spaces between.
class TextTable
{
public:
    explicit TextTable(QStringList head);
    void add(QStringList row);
    [[nodiscard]] QString text() const;

private:
    QVector<QStringList> m_rows;
};

// What a person sees of an answer of the engine; every one ends in a newline.
[[nodiscard]] QString statusText(const QJsonObject& status);
[[nodiscard]] QString zonesText(const QJsonObject& answer);
[[nodiscard]] QString zoneText(const QJsonObject& zone);
[[nodiscard]] QString recordsText(const QJsonObject& answer);
[[nodiscard]] QString warningsText(const QJsonObject& answer);
[[nodiscard]] QString zonemdText(const QJsonObject& answer);
[[nodiscard]] QString versionsText(const QJsonObject& answer);
[[nodiscard]] QString secondariesText(const QJsonObject& answer);

/// "186 ms", "1.42 s", "4m 12s"; an empty text for null.
[[nodiscard]] QString durationText(const QJsonValue& milliseconds);
/// UTC, to the second; an empty text for null.
[[nodiscard]] QString timeText(const QJsonValue& milliseconds);

} // namespace headwater
