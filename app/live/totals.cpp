#include "totals.h"

#include "field.h"

namespace headwater {

void Totals::read(const QJsonObject& object)
{
    m_zones = static_cast<double>(field::count(object, QLatin1String("zones")));
    m_zonesStuck = static_cast<double>(field::count(object, QLatin1String("zonesStuck")));
    m_zonesLate = static_cast<double>(field::count(object, QLatin1String("zonesLate")));
    m_zonesMoving = static_cast<double>(field::count(object, QLatin1String("zonesMoving")));
    m_zonesRejected = static_cast<double>(field::count(object, QLatin1String("zonesRejected")));
    m_secondaries = static_cast<double>(field::count(object, QLatin1String("secondaries")));
    m_secondariesInSync =
        static_cast<double>(field::count(object, QLatin1String("secondariesInSync")));
    m_pairs = static_cast<double>(field::count(object, QLatin1String("pairs")));
    m_pairsLive = static_cast<double>(field::count(object, QLatin1String("pairsLive")));
    m_p50Ms = field::orNan(field::number(object, QLatin1String("p50Ms")));
    m_p99Ms = field::orNan(field::number(object, QLatin1String("p99Ms")));
    m_samples = static_cast<double>(field::count(object, QLatin1String("samples")));
    m_budgetMs = field::orNan(field::number(object, QLatin1String("budgetMs")));
    m_liveUpTo = field::orNan(field::number(object, QLatin1String("liveUpTo")));
    m_notifyWaiting = static_cast<double>(field::count(object, QLatin1String("notifyWaiting")));
    m_notifyAcked = static_cast<double>(field::count(object, QLatin1String("notifyAcked")));
    m_notifyRetried = static_cast<double>(field::count(object, QLatin1String("notifyRetried")));
    m_notifyFailed = static_cast<double>(field::count(object, QLatin1String("notifyFailed")));
    m_transfersRunning =
        static_cast<double>(field::count(object, QLatin1String("transfersRunning")));
    m_transfersRefused =
        static_cast<double>(field::count(object, QLatin1String("transfersRefused")));
    m_ixfrShare = field::orNan(field::number(object, QLatin1String("ixfrShare")));
    m_queriesPerSecond = field::orNan(field::number(object, QLatin1String("queriesPerSecond")));
    m_recentLiveMs = field::numbers(object, QLatin1String("recentLiveMs"));
    Q_EMIT changed();
}

} // namespace headwater
