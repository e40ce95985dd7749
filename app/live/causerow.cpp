#include "causerow.h"

#include "field.h"

namespace headwater {

CauseRow CauseRow::read(const QJsonObject& object)
{
    CauseRow row;
    row.id = field::text(object, QLatin1String("id"));
    row.state = field::state(object, QLatin1String("state"));
    row.code = field::text(object, QLatin1String("code"));
    row.title = field::text(object, QLatin1String("title"));
    row.secondary = field::text(object, QLatin1String("secondary"));
    row.zones = field::texts(object, QLatin1String("zones"));
    row.count = field::count(object, QLatin1String("count"));
    row.since = field::number(object, QLatin1String("since")).value_or(0.0);
    row.text = field::text(object, QLatin1String("text"));
    row.imperative = field::text(object, QLatin1String("imperative"));
    return row;
}

} // namespace headwater
