#pragma once

#include <optional>

#include <QJsonObject>
#include <QList>
#include <QString>

#include "live.h"

namespace headwater {

/// One secondary, as the feed last said. Moments are ms since 1970 UTC, durations ms.
struct SecondaryRow
{
    QString name;
    QString site;
    QString address;
    Live::State state = Live::State::Unknown;
    qint64 zones = 0;
    qint64 zonesLive = 0;
    qint64 zonesBehind = 0;
    qint64 versionsBehind = 0;
    QString notifyState; ///< "acked", "waiting", "unanswered", "refused", "none"
    QString notifyText;
    std::optional<double> notifyRttMs;
    std::optional<double> notifyRetryAt;
    QList<double> rttsMs;
    std::optional<double> p50Ms;
    std::optional<double> p99Ms;
    qint64 samples = 0;
    std::optional<double> budgetMs;
    bool transferred = false; ///< the four below hold the last transfer
    QString transferKind;
    qint64 transferOctets = 0;
    double transferMs = 0;
    double transferAt = 0;
    QString keyName;
    QString error;
    QString causeCode;
    std::optional<double> probeSerial;
    std::optional<double> probeRttMs;
    std::optional<double> probeAt;

    [[nodiscard]] static SecondaryRow read(const QJsonObject& object);
    [[nodiscard]] const QString& key() const { return name; }
    /// The letter or number that tells it from others of its site: "b" of "nbg1-b".
    [[nodiscard]] QString shortName() const;
    /// Its site, or the name before the last dash when the feed gives none.
    [[nodiscard]] QString siteName() const;
    [[nodiscard]] bool operator==(const SecondaryRow&) const = default;
};

} // namespace headwater
