#include "instance.h"

#include "field.h"

namespace headwater {

void Instance::read(const QJsonObject& object)
{
    m_name = field::text(object, QLatin1String("name"));
    m_version = field::text(object, QLatin1String("version"));
    m_startedAt = field::number(object, QLatin1String("startedAt")).value_or(0.0);
    m_store = field::text(object, QLatin1String("store"));
    m_stateDirectory = field::text(object, QLatin1String("stateDirectory"));
    m_dns = field::texts(object, QLatin1String("dns"));
    m_readOnly = field::truth(object, QLatin1String("readOnly"));
    m_problems.clear();
    for (const QJsonObject& problem : field::objects(object, QLatin1String("problems"))) {
        m_problems.append(
            QVariantMap{{QStringLiteral("place"), field::text(problem, QLatin1String("place"))},
                        {QStringLiteral("text"), field::text(problem, QLatin1String("text"))},
                        {QStringLiteral("since"),
                         field::orNan(field::number(problem, QLatin1String("since")))}});
    }
    Q_EMIT changed();
}

} // namespace headwater
