#pragma once

#include <QJsonObject>
#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace headwater {

/// The tiles' numbers, as the engine sums them up. Durations ms, NaN if unknown. Written by
/// FeedState only. Counts are doubles, exact up to 2^53: qmllint 6.4 does not know 64-bit integers.
class Totals : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("FeedState holds it")
    Q_PROPERTY(double zones MEMBER m_zones NOTIFY changed)
    Q_PROPERTY(double zonesStuck MEMBER m_zonesStuck NOTIFY changed)
    Q_PROPERTY(double zonesLate MEMBER m_zonesLate NOTIFY changed)
    Q_PROPERTY(double zonesMoving MEMBER m_zonesMoving NOTIFY changed)
    Q_PROPERTY(double zonesRejected MEMBER m_zonesRejected NOTIFY changed)
    Q_PROPERTY(double secondaries MEMBER m_secondaries NOTIFY changed)
    Q_PROPERTY(double secondariesInSync MEMBER m_secondariesInSync NOTIFY changed)
    Q_PROPERTY(double pairs MEMBER m_pairs NOTIFY changed)
    Q_PROPERTY(double pairsLive MEMBER m_pairsLive NOTIFY changed)
    Q_PROPERTY(double p50Ms MEMBER m_p50Ms NOTIFY changed)
    Q_PROPERTY(double p99Ms MEMBER m_p99Ms NOTIFY changed)
    /// Below 100, p99Ms is the greatest value and is labelled "max".
    Q_PROPERTY(double samples MEMBER m_samples NOTIFY changed)
    Q_PROPERTY(double budgetMs MEMBER m_budgetMs NOTIFY changed)
    /// Every change committed before this moment is live on every pair; NaN if none is.
    Q_PROPERTY(double liveUpTo MEMBER m_liveUpTo NOTIFY changed)
    Q_PROPERTY(double notifyWaiting MEMBER m_notifyWaiting NOTIFY changed)
    Q_PROPERTY(double notifyAcked MEMBER m_notifyAcked NOTIFY changed)
    Q_PROPERTY(double notifyRetried MEMBER m_notifyRetried NOTIFY changed)
    Q_PROPERTY(double notifyFailed MEMBER m_notifyFailed NOTIFY changed)
    Q_PROPERTY(double transfersRunning MEMBER m_transfersRunning NOTIFY changed)
    Q_PROPERTY(double transfersRefused MEMBER m_transfersRefused NOTIFY changed)
    Q_PROPERTY(double ixfrShare MEMBER m_ixfrShare NOTIFY changed)
    Q_PROPERTY(double queriesPerSecond MEMBER m_queriesPerSecond NOTIFY changed)
    Q_PROPERTY(QList<double> recentLiveMs MEMBER m_recentLiveMs NOTIFY changed)

public:
    using QObject::QObject;

    void read(const QJsonObject& object);
    [[nodiscard]] qint64 zones() const { return static_cast<qint64>(m_zones); }
    [[nodiscard]] double p50Ms() const { return m_p50Ms; }
    [[nodiscard]] double budgetMs() const { return m_budgetMs; }

Q_SIGNALS:
    void changed();

private:
    double m_zones = 0;
    double m_zonesStuck = 0;
    double m_zonesLate = 0;
    double m_zonesMoving = 0;
    double m_zonesRejected = 0;
    double m_secondaries = 0;
    double m_secondariesInSync = 0;
    double m_pairs = 0;
    double m_pairsLive = 0;
    double m_p50Ms = 0;
    double m_p99Ms = 0;
    double m_samples = 0;
    double m_budgetMs = 0;
    double m_liveUpTo = 0;
    double m_notifyWaiting = 0;
    double m_notifyAcked = 0;
    double m_notifyRetried = 0;
    double m_notifyFailed = 0;
    double m_transfersRunning = 0;
    double m_transfersRefused = 0;
    double m_ixfrShare = 0;
    double m_queriesPerSecond = 0;
    QList<double> m_recentLiveMs;
};

} // namespace headwater
