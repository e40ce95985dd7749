#include "textoutput.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QJsonArray>

#include "status/formats.h"

namespace headwater {

namespace {

QString field(const QJsonObject& object, const char* key)
{
    const QJsonValue value = object.value(QLatin1String(key));
    if (value.isDouble())
        return QString::number(value.toInteger());
    return value.toString();
}

QString stateWord(const QJsonObject& row)
{
    const QString state = field(row, "state");
    if (state == QLatin1String("fail"))
        return QStringLiteral("Stuck");
    if (state == QLatin1String("lag"))
        return QStringLiteral("Late");
    if (state == QLatin1String("unknown"))
        return QStringLiteral("Not observed");
    if (state == QLatin1String("moving"))
        return QStringLiteral("In flight");
    if (state == QLatin1String("paused"))
        return QStringLiteral("Paused");
    return QStringLiteral("Live");
}

QString liveOn(const QJsonObject& row)
{
    return field(row, "live") + QStringLiteral(" / ") + field(row, "of");
}

QString transferText(const QJsonValue& value)
{
    if (!value.isObject())
        return {};
    const QJsonObject transfer = value.toObject();
    const auto octets = transfer.value(QLatin1String("octets")).toInteger();
    return QStringLiteral("%1 %2 in %3")
        .arg(field(transfer, "kind"), octetsText(static_cast<std::uint64_t>(octets)),
             durationText(transfer.value(QLatin1String("ms"))));
}

QString line(const QString& label, const QString& value)
{
    return value.isEmpty() ? QString() : label.leftJustified(16) + value + QLatin1Char('\n');
}

/// Lines about the database; none for the embedded store.
QString sourceText(const QJsonObject& source)
{
    if (source.isEmpty())
        return {};
    const QString role = source.value(QLatin1String("role")).toString();
    QString text =
        line(QStringLiteral("Database"), field(source, "place") + QStringLiteral(", ") + role);
    text += line(QStringLiteral("Data as of"), timeText(source.value(QLatin1String("asOf"))));
    const QString p50 = durationText(source.value(QLatin1String("pickUpP50")));
    if (role == QLatin1String("leader") && !p50.isEmpty())
        text += line(QStringLiteral("Picked up"),
                     QStringLiteral("p50 %1, p99 %2, %3 rows waiting")
                         .arg(p50, durationText(source.value(QLatin1String("pickUpP99"))),
                              field(source, "backlog")));
    const QString error = source.value(QLatin1String("lastError")).toString();
    if (!error.isEmpty())
        text += line(QStringLiteral("Last error"), error);
    return text;
}

} // namespace

QString durationText(const QJsonValue& milliseconds)
{
    if (!milliseconds.isDouble())
        return {};
    return durationText(Microseconds(std::llround(milliseconds.toDouble() * 1000)));
}

QString timeText(const QJsonValue& milliseconds)
{
    if (!milliseconds.isDouble())
        return {};
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(milliseconds.toDouble()), Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

TextTable::TextTable(QStringList head)
{
    m_rows.append(std::move(head));
}

void TextTable::add(QStringList row)
{
    m_rows.append(std::move(row));
}

QString TextTable::text() const
{
    QVector<qsizetype> widths(m_rows.first().size(), 0);
    for (const QStringList& row : m_rows)
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    QString text;
    for (const QStringList& row : m_rows) {
        QString rendered;
        for (qsizetype column = 0; column < row.size(); ++column)
            rendered += row[column].leftJustified(widths[column] + 2);
        text += rendered.trimmed().isEmpty() ? QString() : rendered;
        while (text.endsWith(QLatin1Char(' ')))
            text.chop(1);
        text += QLatin1Char('\n');
    }
    return text;
}

QString zonesText(const QJsonObject& answer)
{
    TextTable table({QStringLiteral("STATE"), QStringLiteral("ZONE"), QStringLiteral("SERIAL"),
                     QStringLiteral("RECORDS"), QStringLiteral("LAST CHANGE (UTC)"),
                     QStringLiteral("LIVE ON"), QStringLiteral("SLOWEST"),
                     QStringLiteral("SOURCE")});
    QString problems;
    for (const QJsonValue& value : answer.value(QLatin1String("zones")).toArray()) {
        const QJsonObject row = value.toObject();
        table.add({stateWord(row), field(row, "name"), field(row, "serial"), field(row, "records"),
                   timeText(row.value(QLatin1String("changedAt"))), liveOn(row),
                   field(row, "slowest"), field(row, "source")});
        if (const QString problem = field(row, "problem"); !problem.isEmpty())
            problems += QStringLiteral("! %1: %2\n").arg(field(row, "name"), problem);
    }
    return table.text() + problems;
}

QString secondariesText(const QJsonObject& answer)
{
    TextTable table({QStringLiteral("STATE"), QStringLiteral("SECONDARY"),
                     QStringLiteral("ADDRESS"), QStringLiteral("ZONES LIVE"),
                     QStringLiteral("NOTIFY"), QStringLiteral("P50 LIVE"), QStringLiteral("P99"),
                     QStringLiteral("LAST TRANSFER"), QStringLiteral("KEY")});
    QString errors;
    for (const QJsonValue& value : answer.value(QLatin1String("secondaries")).toArray()) {
        const QJsonObject row = value.toObject();
        table.add({stateWord(row), field(row, "name"), field(row, "address"),
                   field(row, "zonesLive") + QStringLiteral(" / ") + field(row, "zones"),
                   field(row.value(QLatin1String("notify")).toObject(), "text"),
                   durationText(row.value(QLatin1String("p50Ms"))),
                   durationText(row.value(QLatin1String("p99Ms"))),
                   transferText(row.value(QLatin1String("lastTransfer"))), field(row, "key")});
        if (const QString error = field(row, "error"); !error.isEmpty())
            errors += QStringLiteral("! %1: %2\n").arg(field(row, "name"), error);
    }
    return table.text() + errors;
}

QString statusText(const QJsonObject& status)
{
    const QJsonObject verdict = status.value(QLatin1String("verdict")).toObject();
    const QJsonObject totals = status.value(QLatin1String("totals")).toObject();
    const QJsonObject engine = status.value(QLatin1String("engine")).toObject();
    QString text = field(verdict, "headline") + QLatin1Char('\n');
    if (const QString detail = field(verdict, "detail"); !detail.isEmpty())
        text += detail + QLatin1Char('\n');
    text += QLatin1Char('\n');
    text += line(QStringLiteral("Zones"),
                 QStringLiteral("%1 (%2 stuck, %3 late, %4 in flight)")
                     .arg(field(totals, "zones"), field(totals, "zonesStuck"),
                          field(totals, "zonesLate"), field(totals, "zonesMoving")));
    text += line(QStringLiteral("Secondaries"),
                 QStringLiteral("%1 of %2 in sync")
                     .arg(field(totals, "secondariesInSync"), field(totals, "secondaries")));
    const QString p50 = durationText(totals.value(QLatin1String("p50Ms")));
    const QString p99 = durationText(totals.value(QLatin1String("p99Ms")));
    if (!p50.isEmpty())
        text += line(
            QStringLiteral("Change to live"),
            QStringLiteral("p50 %1, p99 %2, %3 samples").arg(p50, p99, field(totals, "samples")));
    text += line(QStringLiteral("Store"), field(engine, "store"));
    text += sourceText(engine.value(QLatin1String("source")).toObject());
    for (const QJsonValue& value : engine.value(QLatin1String("problems")).toArray()) {
        const QJsonObject problem = value.toObject();
        text += QStringLiteral("! %1: %2\n").arg(field(problem, "place"), field(problem, "text"));
    }
    return text + QLatin1Char('\n') + secondariesText(status);
}

QString zoneText(const QJsonObject& zone)
{
    const QJsonObject soa = zone.value(QLatin1String("soa")).toObject();
    QString text = line(QStringLiteral("Zone"), field(zone, "name"));
    text += line(QStringLiteral("State"), stateWord(zone));
    text += line(QStringLiteral("Serial"), field(zone, "serial"));
    text += line(QStringLiteral("Records"), field(zone, "records"));
    text += line(QStringLiteral("Source"),
                 field(zone, "source") + QLatin1Char(' ') + field(zone, "sourceName"));
    text += line(QStringLiteral("Changed"), timeText(zone.value(QLatin1String("changedAt"))));
    text += line(QStringLiteral("SOA"),
                 QStringLiteral("%1 %2, refresh %3, retry %4, expire %5, minimum %6")
                     .arg(field(soa, "primary"), field(soa, "mailbox"), field(soa, "refresh"),
                          field(soa, "retry"), field(soa, "expire"), field(soa, "minimum")));
    text += line(QStringLiteral("Live on"), liveOn(zone));
    text += line(QStringLiteral("Retires"), timeText(zone.value(QLatin1String("retiresAt"))));
    text += line(QStringLiteral("Problem"), field(zone, "problem"));
    TextTable table({QStringLiteral("STATE"), QStringLiteral("SECONDARY"), QStringLiteral("SERIAL"),
                     QStringLiteral("BEHIND"), QStringLiteral("ERROR")});
    for (const QJsonValue& value : zone.value(QLatin1String("pairs")).toArray()) {
        const QJsonObject pair = value.toObject();
        table.add({stateWord(pair), field(pair, "secondary"), field(pair, "serial"),
                   field(pair, "behind"), field(pair, "error")});
    }
    return text + QLatin1Char('\n') + table.text();
}

QString recordsText(const QJsonObject& answer)
{
    QString text;
    for (const QJsonValue& value : answer.value(QLatin1String("rrsets")).toArray()) {
        const QJsonObject set = value.toObject();
        for (const QJsonValue& record : set.value(QLatin1String("records")).toArray())
            text += QStringLiteral("%1\t%2\tIN\t%3\t%4\n")
                        .arg(field(set, "name"), field(set, "ttl"), field(set, "type"),
                             record.toString());
    }
    return text;
}

QString warningsText(const QJsonObject& answer)
{
    const QJsonArray warnings = answer.value(QLatin1String("warnings")).toArray();
    if (warnings.isEmpty())
        return QStringLiteral("Nothing to warn of.\n");
    QString text;
    for (const QJsonValue& warning : warnings)
        text += warning.toString() + QLatin1Char('\n');
    return text;
}

QString zonemdText(const QJsonObject& answer)
{
    return field(answer, "record") +
           QStringLiteral("\nThe zone's own ZONEMD is %1.\n").arg(field(answer, "held"));
}

QString versionsText(const QJsonObject& answer)
{
    TextTable table({QStringLiteral("SERIAL"), QStringLiteral("PUBLISHED (UTC)"),
                     QStringLiteral("CHANGE"), QStringLiteral("RECORDS"),
                     QStringLiteral("AUTHOR")});
    for (const QJsonValue& value : answer.value(QLatin1String("versions")).toArray()) {
        const QJsonObject row = value.toObject();
        table.add({field(row, "serial"), timeText(row.value(QLatin1String("publishedAt"))),
                   QStringLiteral("+%1 -%2").arg(field(row, "added"), field(row, "removed")),
                   field(row, "records"), field(row, "author")});
    }
    return table.text();
}

} // namespace headwater
