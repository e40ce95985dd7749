#include "commands.h"

#include <cstdio>

#include <QJsonArray>
#include <QJsonDocument>

#include "textoutput.h"

namespace headwater {

namespace {

void print(const QString& text)
{
    std::fputs(text.toUtf8().constData(), stdout);
}

void print(const QJsonObject& object)
{
    print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Indented)));
}

bool needsAttention(const QString& state)
{
    return state == QLatin1String("fail") || state == QLatin1String("lag") ||
           state == QLatin1String("unknown");
}

} // namespace

Commands::Commands(EngineClient& client, Options options)
    : m_client(client)
    , m_options(std::move(options))
{
}

int Commands::run(const QStringList& words)
{
    const QString command = words.value(0);
    const qsizetype count = words.size();
    if (command == QLatin1String("status") && count == 1)
        return status();
    if (command == QLatin1String("zones") && count == 1)
        return zones();
    if (command == QLatin1String("zone") && count >= 2)
        return zone(words);
    if (command == QLatin1String("versions") && count == 2)
        return versions(words[1]);
    if (command == QLatin1String("records") && count == 2)
        return records(words[1]);
    if (command == QLatin1String("zonemd") && count == 2)
        return zonemd(words[1]);
    if (command == QLatin1String("secondaries") && count == 1)
        return secondaries();
    if (command == QLatin1String("notify") && count <= 3)
        return notify(words);
    if (command == QLatin1String("record") && count >= 2)
        return record(words);
    return usage("no such command; see headwaterctl --help");
}

int Commands::status()
{
    const auto answer = m_client.get(QStringLiteral("/status"));
    const int code = show(answer, statusText);
    if (code != Success)
        return code;
    const auto verdict = answer->value(QLatin1String("verdict")).toObject();
    return needsAttention(verdict.value(QLatin1String("state")).toString()) ? NotLive : Success;
}

int Commands::zones()
{
    QString path = QStringLiteral("/zones?limit=%1").arg(m_options.limit);
    if (!m_options.query.isEmpty())
        path += QStringLiteral("&q=") + EngineClient::segment(m_options.query);
    return show(m_client.get(path), zonesText);
}

int Commands::zone(const QStringList& words)
{
    if (words.size() == 3 && words[1] == QLatin1String("add"))
        return zoneAdd(words[2]);
    if (words.size() == 3 && words[1] == QLatin1String("check"))
        return zoneCheck(words[2]);
    if (words.size() == 3 && words[1] == QLatin1String("remove")) {
        const auto answer =
            m_client.send("DELETE", QStringLiteral("/zones/") + EngineClient::segment(words[2]));
        return answer ? said(*answer, words[2] + QStringLiteral(" is no longer served\n"))
                      : failed(answer.error());
    }
    const bool verbAlone = words.size() == 2 && (words[1] == QLatin1String("add") ||
                                                 words[1] == QLatin1String("check") ||
                                                 words[1] == QLatin1String("remove"));
    if (words.size() != 2 || verbAlone)
        return usage("zone NAME | zone check NAME | zone add NAME --ns NAME | zone remove NAME");
    const auto answer = m_client.get(QStringLiteral("/zones/") + EngineClient::segment(words[1]));
    const int code = show(answer, zoneText);
    if (code != Success)
        return code;
    return needsAttention(answer->value(QLatin1String("state")).toString()) ? NotLive : Success;
}

int Commands::zoneAdd(const QString& name)
{
    if (m_options.nameservers.isEmpty())
        return usage("zone add needs --ns NAME, once for each nameserver of the zone");
    QJsonObject body{
        {QStringLiteral("name"), name},
        {QStringLiteral("nameservers"), QJsonArray::fromStringList(m_options.nameservers)}};
    if (!m_options.mailbox.isEmpty())
        body.insert(QStringLiteral("mailbox"), m_options.mailbox);
    const auto answer = m_client.send("POST", QStringLiteral("/zones"), body);
    return answer ? said(*answer, name + QStringLiteral(" is a zone now\n"))
                  : failed(answer.error());
}

int Commands::zoneCheck(const QString& zone)
{
    return show(m_client.get(QStringLiteral("/zones/") + EngineClient::segment(zone) +
                             QStringLiteral("/warnings")),
                warningsText);
}

int Commands::zonemd(const QString& zone)
{
    return show(m_client.get(QStringLiteral("/zones/") + EngineClient::segment(zone) +
                             QStringLiteral("/zonemd")),
                zonemdText);
}

int Commands::versions(const QString& zone)
{
    return show(m_client.get(QStringLiteral("/zones/%1/versions?limit=%2")
                                 .arg(EngineClient::segment(zone))
                                 .arg(m_options.limit)),
                versionsText);
}

int Commands::records(const QString& zone)
{
    return show(m_client.get(QStringLiteral("/zones/%1/records").arg(EngineClient::segment(zone))),
                recordsText);
}

int Commands::secondaries()
{
    return show(m_client.get(QStringLiteral("/secondaries")), secondariesText);
}

int Commands::notify(const QStringList& words)
{
    const QString zone = words.value(1);
    QJsonObject body;
    if (words.size() == 3)
        body.insert(QStringLiteral("secondary"), words[2]);
    const QString path = zone.isEmpty()
                             ? QStringLiteral("/notify")
                             : QStringLiteral("/zones/%1/notify").arg(EngineClient::segment(zone));
    const auto answer = m_client.send("POST", path, body);
    return answer ? said(*answer, QStringLiteral("NOTIFY is on its way\n"))
                  : failed(answer.error());
}

int Commands::record(const QStringList& words)
{
    if (words.size() >= 5 && words[1] == QLatin1String("set"))
        return changeRecords(words[2], words[3], words.mid(4));
    if (words.size() == 4 && words[1] == QLatin1String("remove"))
        return changeRecords(words[2], words[3], {});
    return usage("record set NAME TYPE DATA [DATA ...] [--ttl N] | record remove NAME TYPE");
}

EngineClient::Answer Commands::closestZone(const QString& owner)
{
    QString name = owner;
    EngineClient::Answer answer;
    for (;;) {
        answer = m_client.get(QStringLiteral("/zones/") + EngineClient::segment(name));
        const qsizetype dot = name.indexOf(QLatin1Char('.'));
        if (answer || answer.error().kind == RequestFailure::Kind::Unreachable || dot < 0 ||
            dot + 1 >= name.size())
            break;
        name = name.mid(dot + 1);
    }
    if (!answer && answer.error().kind == RequestFailure::Kind::Refused)
        return tl::unexpected(RequestFailure{RequestFailure::Kind::Refused,
                                             Error{"no zone here holds " + owner.toStdString()}});
    return answer;
}

int Commands::changeRecords(const QString& owner, const QString& type, const QStringList& rdata)
{
    const auto zone = closestZone(owner);
    if (!zone)
        return failed(zone.error());
    const QString zoneName = zone->value(QLatin1String("name")).toString();
    const QString absolute = owner.endsWith(QLatin1Char('.')) ? owner : owner + QLatin1Char('.');
    const QJsonObject set{{QStringLiteral("name"), absolute},
                          {QStringLiteral("type"), type},
                          {QStringLiteral("ttl"), static_cast<qint64>(m_options.ttl)},
                          {QStringLiteral("records"), QJsonArray::fromStringList(rdata)}};
    const auto answer = m_client.send(
        "PATCH", QStringLiteral("/zones/%1/records").arg(EngineClient::segment(zoneName)),
        {{QStringLiteral("rrsets"), QJsonArray{set}}});
    if (!answer)
        return failed(answer.error());
    const bool changed = answer->value(QLatin1String("changed")).toInt() > 0;
    return said(*answer, changed ? zoneName + QStringLiteral(" changed\n")
                                 : QStringLiteral("nothing to change: it is so already\n"));
}

int Commands::show(const EngineClient::Answer& answer, Render render)
{
    if (!answer)
        return failed(answer.error());
    if (m_options.output == Output::Json)
        print(*answer);
    else
        print(render(*answer));
    return Success;
}

int Commands::failed(const RequestFailure& failure)
{
    if (m_options.output == Output::Json)
        print(QJsonObject{{QStringLiteral("error"), QString::fromStdString(failure.error.text)}});
    std::fprintf(stderr, "headwaterctl: %s\n", failure.error.text.c_str());
    return failure.kind == RequestFailure::Kind::Unreachable ? Unreachable : Refused;
}

int Commands::usage(const char* text)
{
    std::fprintf(stderr, "headwaterctl: %s\n", text);
    return Usage;
}

int Commands::said(const QJsonObject& answer, const QString& text)
{
    if (m_options.output == Output::Json)
        print(answer);
    else
        print(text);
    return Success;
}

} // namespace headwater
