#include "secondaryrow.h"

#include "field.h"

namespace headwater {

SecondaryRow SecondaryRow::read(const QJsonObject& object)
{
    SecondaryRow row;
    row.name = field::text(object, QLatin1String("name"));
    row.site = field::text(object, QLatin1String("site"));
    row.address = field::text(object, QLatin1String("address"));
    row.state = field::state(object, QLatin1String("state"));
    row.zones = field::count(object, QLatin1String("zones"));
    row.zonesLive = field::count(object, QLatin1String("zonesLive"));
    row.zonesBehind = field::count(object, QLatin1String("zonesBehind"));
    row.versionsBehind = field::count(object, QLatin1String("versionsBehind"));
    const QJsonObject notify = object.value(QLatin1String("notify")).toObject();
    row.notifyState = field::text(notify, QLatin1String("state"));
    row.notifyText = field::text(notify, QLatin1String("text"));
    row.notifyRttMs = field::number(notify, QLatin1String("rttMs"));
    row.notifyRetryAt = field::number(notify, QLatin1String("nextRetryAt"));
    row.rttsMs = field::numbers(object, QLatin1String("rttsMs"));
    row.p50Ms = field::number(object, QLatin1String("p50Ms"));
    row.p99Ms = field::number(object, QLatin1String("p99Ms"));
    row.samples = field::count(object, QLatin1String("samples"));
    row.budgetMs = field::number(object, QLatin1String("budgetMs"));
    const QJsonObject transfer = object.value(QLatin1String("lastTransfer")).toObject();
    row.transferred = !transfer.isEmpty();
    row.transferKind = field::text(transfer, QLatin1String("kind"));
    row.transferOctets = field::count(transfer, QLatin1String("octets"));
    row.transferMs = field::number(transfer, QLatin1String("ms")).value_or(0.0);
    row.transferAt = field::number(transfer, QLatin1String("at")).value_or(0.0);
    row.keyName = field::text(object, QLatin1String("key"));
    row.error = field::text(object, QLatin1String("error"));
    row.causeCode = field::text(object, QLatin1String("causeCode"));
    const QJsonObject probe = object.value(QLatin1String("probe")).toObject();
    row.probeSerial = field::number(probe, QLatin1String("serial"));
    row.probeRttMs = field::number(probe, QLatin1String("rttMs"));
    row.probeAt = field::number(probe, QLatin1String("at"));
    return row;
}

QString SecondaryRow::siteName() const
{
    if (!site.isEmpty()) {
        return site;
    }
    const qsizetype dash = name.lastIndexOf(u'-');
    return dash > 0 ? name.left(dash) : name;
}

QString SecondaryRow::shortName() const
{
    const QString place = siteName();
    if (name.size() > place.size() + 1 && name.startsWith(place) && name.at(place.size()) == u'-') {
        return name.mid(place.size() + 1);
    }
    return name;
}

} // namespace headwater
