#include "zonefacts.h"

#include "field.h"

namespace headwater {

void ZoneFacts::setZones(ZoneModel* zones)
{
    if (m_zones == zones) {
        return;
    }
    if (m_zones != nullptr) {
        m_zones->disconnect(this);
    }
    m_zones = zones;
    if (m_zones != nullptr) {
        connect(m_zones, &ZoneModel::changed, this, &ZoneFacts::refresh);
    }
    refresh();
}

void ZoneFacts::setName(const QString& name)
{
    if (m_name != name) {
        m_name = name;
        m_row = ZoneRow();
        refresh();
    }
}

void ZoneFacts::refresh()
{
    const ZoneRow* row = m_zones != nullptr ? m_zones->find(m_name) : nullptr;
    m_found = row != nullptr;
    if (row != nullptr) {
        m_row = *row;
    }
    Q_EMIT changed();
}

double ZoneFacts::p99Ms() const
{
    return field::orNan(m_row.p99Ms);
}

double ZoneFacts::problemSince() const
{
    return field::orNan(m_row.problemSince);
}

double ZoneFacts::retiresAt() const
{
    return field::orNan(m_row.retiresAt);
}

QString ZoneFacts::sourceText() const
{
    return m_row.sourceName.isEmpty() ? m_row.source
                                      : m_row.source + QStringLiteral(", ") + m_row.sourceName;
}

QVariantList ZoneFacts::chips() const
{
    constexpr qsizetype most = 3;
    QVariantList result;
    for (const Live::State state : {Live::State::Fail, Live::State::Lag, Live::State::Unknown,
                                    Live::State::Moving, Live::State::Paused}) {
        QStringList names;
        for (const PairRow& pair : m_row.pairs) {
            if (pair.state == state) {
                names.append(pair.secondary);
            }
        }
        if (names.isEmpty() || result.size() == most) {
            continue;
        }
        const QString place = names.size() <= 2
                                  ? names.join(QStringLiteral(", "))
                                  : QString::number(names.size()) + QStringLiteral(" secondaries");
        result.append(QVariantMap{{QStringLiteral("chipState"), static_cast<int>(state)},
                                  {QStringLiteral("text"), Live::stateLabel(state).toLower() +
                                                               QStringLiteral(" on ") + place}});
    }
    return result;
}

QString ZoneFacts::worstSecondary() const
{
    const PairRow* worst = nullptr;
    for (const PairRow& pair : m_row.pairs) {
        const bool open = pair.state != Live::State::Ok && pair.state != Live::State::Paused;
        if (open && (worst == nullptr || pair.state < worst->state)) {
            worst = &pair;
        }
    }
    return worst != nullptr ? worst->secondary : QString();
}

} // namespace headwater
