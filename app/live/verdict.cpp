#include "verdict.h"

#include <algorithm>

#include "field.h"

namespace headwater {

void Verdict::read(const QJsonObject& object)
{
    m_state = static_cast<int>(field::state(object, QLatin1String("state")));
    m_rank =
        static_cast<int>(std::clamp<qint64>(field::count(object, QLatin1String("rank")), 1, 8));
    m_headline = field::text(object, QLatin1String("headline"));
    m_detail = field::text(object, QLatin1String("detail"));
    m_impact = field::text(object, QLatin1String("impact"));
    m_zone = field::text(object, QLatin1String("zone"));
    m_secondary = field::text(object, QLatin1String("secondary"));
    m_chips.clear();
    for (const QJsonObject& chip : field::objects(object, QLatin1String("chips"))) {
        m_chips.append(
            QVariantMap{{QStringLiteral("chipState"),
                         static_cast<int>(field::state(chip, QLatin1String("state")))},
                        {QStringLiteral("text"), field::text(chip, QLatin1String("text"))}});
    }
    Q_EMIT changed();
}

} // namespace headwater
