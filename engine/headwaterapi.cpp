#include "headwaterapi.h"

#include <algorithm>

#include <QJsonArray>
#include <QMetaObject>
#include <QThreadPool>

#include "api/httpserver.h"
#include "dns/presentation.h"
#include "ingest/recordwriter.h"
#include "notify/notifier.h"
#include "publish/publisher.h"
#include "recordjson.h"
#include "status/statusboard.h"
#include "zone/zonemd.h"
#include "zone/zonewarnings.h"

namespace headwater {

namespace {

constexpr std::size_t MaximumSetsShown = 50000;
constexpr std::size_t MaximumLinesShown = 2000;
constexpr const char* Door = "API";
constexpr const char* RetryAfter = "5"; // seconds

QString stringOf(const Name& zone)
{
    return QString::fromStdString(zone.display());
}

bool knowsSecondary(const QJsonArray& secondaries, const QString& name)
{
    return std::any_of(secondaries.begin(), secondaries.end(), [&](const QJsonValue& row) {
        return row.toObject().value(QLatin1String("name")).toString() == name;
    });
}

/// Of the ZONEMD record that the zone itself holds.
const char* wordOf(ZonemdVerdict verdict)
{
    switch (verdict) {
    case ZonemdVerdict::Absent:
        return "absent";
    case ZonemdVerdict::Good:
        return "good";
    case ZonemdVerdict::SerialDiffers:
        return "for another serial";
    case ZonemdVerdict::NotSupported:
        return "not supported";
    case ZonemdVerdict::DigestDiffers:
        return "wrong";
    }
    return "";
}

/// What cannot be written is the engine's trouble, what may not be is the client's.
bool answeredFailure(const HttpResponder& responder, const Result<Result<void>>& written)
{
    if (!written)
        responder.error(500, written.error());
    else if (!*written)
        responder.error(409, written->error());
    return !written || !*written;
}

} // namespace

HeadwaterApi::HeadwaterApi(Parts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
{
}

template <typename Work, typename Done> void HeadwaterApi::onUpdater(Work work, Done done)
{
    QMetaObject::invokeMethod(
        &m_parts.writer,
        [this, work = std::move(work), done = std::move(done)]() mutable {
            auto result = std::make_shared<decltype(work())>(work());
            QMetaObject::invokeMethod(
                this, [result, done = std::move(done)] { done(*result); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

template <typename Work, typename Done>
void HeadwaterApi::inCommit(const HttpResponder& responder, Work work, Done done)
{
    using Outcome = decltype(work());
    struct Attempt
    {
        Result<Outcome> outcome = failure("it was not done");
        std::string absence; ///< of the database: nothing was done
    };
    auto attempt = std::make_shared<Attempt>();
    Publisher::Write write;
    write.work = [this, attempt, work = std::move(work)] {
        attempt->absence = m_parts.store.absence();
        if (attempt->absence.empty())
            attempt->outcome = work();
    };
    write.done = [this, attempt, responder, done = std::move(done)](const Result<void>& committed) {
        if (!committed) {
            attempt->outcome = tl::unexpected<Error>(committed.error());
            attempt->absence = m_parts.store.absence(); // was it lost on the way?
        }
        QMetaObject::invokeMethod(
            this,
            [attempt, responder, done] {
                if (attempt->absence.empty())
                    return done(attempt->outcome);
                auto response = HttpResponse::error(503, QString::fromStdString(attempt->absence));
                response.with("Retry-After", RetryAfter);
                responder.send(std::move(response));
            },
            Qt::QueuedConnection);
    };
    Publisher* publisher = &m_parts.publisher;
    QMetaObject::invokeMethod(
        publisher, [publisher, write = std::move(write)] { publisher->write(write); },
        Qt::QueuedConnection);
}

ZoneTable::ZonePointer HeadwaterApi::zoneIn(const HttpRequest& request,
                                            const HttpResponder& responder) const
{
    const QString text = request.parameter(QStringLiteral("zone"));
    const auto name = Name::parse(text.toStdString());
    if (!name) {
        responder.error(400, name.error());
        return nullptr;
    }
    auto zone = m_parts.zones->find(*name);
    if (!zone)
        responder.error(404, QStringLiteral("there is no zone %1").arg(stringOf(*name)));
    return zone;
}

void HeadwaterApi::serve(HttpServer& server)
{
    serveReading(server);
    serveWriting(server);
}

void HeadwaterApi::serveReading(HttpServer& server)
{
    const QString base = QStringLiteral("/api/headwater/v1");
    StatusBoard& board = m_parts.board;
    server.route("GET", base + QStringLiteral("/status"), Access::Read,
                 [&board](const HttpRequest&, const HttpResponder& responder) {
                     responder.json(board.status());
                 });
    server.route("GET", base + QStringLiteral("/secondaries"), Access::Read,
                 [&board](const HttpRequest&, const HttpResponder& responder) {
                     responder.json({{QStringLiteral("secondaries"), board.secondaries()}});
                 });
    server.route("GET", base + QStringLiteral("/publications"), Access::Read,
                 [&board](const HttpRequest&, const HttpResponder& responder) {
                     responder.json({{QStringLiteral("publications"), board.publications()}});
                 });
    server.route(
        "GET", base + QStringLiteral("/zones"), Access::Read,
        [&board](const HttpRequest& request, const HttpResponder& responder) {
            const auto limit = request.queriedNumber(QStringLiteral("limit"), 200, 1, 1000);
            if (!limit)
                return responder.error(400, limit.error());
            responder.json(board.zones(request.queried(QStringLiteral("after")).value_or(QString()),
                                       static_cast<int>(*limit),
                                       request.queried(QStringLiteral("q")).value_or(QString())));
        });
    const QString one = base + QStringLiteral("/zones/{zone}");
    const auto member = [this](auto function) {
        return [this, function](const HttpRequest& request, const HttpResponder& responder) {
            (this->*function)(request, responder);
        };
    };
    server.route("GET", one, Access::Read, member(&HeadwaterApi::zone));
    server.route("GET", one + QStringLiteral("/records"), Access::Read,
                 member(&HeadwaterApi::records));
    server.route("GET", one + QStringLiteral("/zonemd"), Access::Read,
                 member(&HeadwaterApi::zonemd));
    server.route("GET", one + QStringLiteral("/warnings"), Access::Read,
                 member(&HeadwaterApi::warnings));
    server.route("GET", one + QStringLiteral("/versions"), Access::Read,
                 member(&HeadwaterApi::versions));
    server.route("GET", one + QStringLiteral("/versions/{serial}"), Access::Read,
                 member(&HeadwaterApi::difference));
}

void HeadwaterApi::serveWriting(HttpServer& server)
{
    const QString base = QStringLiteral("/api/headwater/v1");
    const QString one = base + QStringLiteral("/zones/{zone}");
    const auto member = [this](auto function) {
        return [this, function](const HttpRequest& request, const HttpResponder& responder) {
            (this->*function)(request, responder);
        };
    };
    server.route("POST", base + QStringLiteral("/zones"), Access::Write,
                 member(&HeadwaterApi::createZone));
    server.route("DELETE", one, Access::Write, member(&HeadwaterApi::removeZone));
    server.route("PATCH", one + QStringLiteral("/records"), Access::Write,
                 member(&HeadwaterApi::changeRecords));
    server.route("POST", one + QStringLiteral("/notify"), Access::Write,
                 member(&HeadwaterApi::notifyZone));
    server.route(
        "POST", base + QStringLiteral("/notify"), Access::Write,
        [this](const HttpRequest&, const HttpResponder& responder) { notifyAll(responder); });
}

void HeadwaterApi::zone(const HttpRequest& request, const HttpResponder& responder)
{
    const auto zone = zoneIn(request, responder);
    if (!zone)
        return;
    QJsonObject answer = m_parts.board.zone(zone->zone()).value_or(QJsonObject());
    answer.insert(QStringLiteral("soa"),
                  soaToJson(zone->version()->soa(), zone->version()->soaTtl()));
    answer.insert(QStringLiteral("publications"), m_parts.board.publications(zone->zone()));
    responder.json(answer);
}

template <typename Work>
void HeadwaterApi::inPool(const HttpRequest& request, const HttpResponder& responder, Work work)
{
    const auto zone = zoneIn(request, responder);
    if (!zone)
        return;
    QThreadPool::globalInstance()->start([this, zone, responder, work] {
        QJsonObject answer = work(*zone->version());
        answer.insert(QStringLiteral("zone"), stringOf(zone->zone()));
        answer.insert(QStringLiteral("serial"), static_cast<qint64>(zone->serial().value()));
        QMetaObject::invokeMethod(
            this, [responder, answer] { responder.json(answer); }, Qt::QueuedConnection);
    });
}

void HeadwaterApi::records(const HttpRequest& request, const HttpResponder& responder)
{
    inPool(request, responder, [](const ZoneVersion& version) {
        return QJsonObject{
            {QStringLiteral("rrsets"), rrsetsToJson(version.records(), MaximumSetsShown)}};
    });
}

void HeadwaterApi::zonemd(const HttpRequest& request, const HttpResponder& responder)
{
    inPool(request, responder, [](const ZoneVersion& version) {
        const std::string line =
            recordText(version.zone(), RecordType::ZONEMD, version.soaTtl(), zonemdRdata(version));
        return QJsonObject{{QStringLiteral("record"), QString::fromStdString(line)},
                           {QStringLiteral("held"), QLatin1String(wordOf(checkZonemd(version)))}};
    });
}

void HeadwaterApi::warnings(const HttpRequest& request, const HttpResponder& responder)
{
    inPool(request, responder, [](const ZoneVersion& version) {
        QJsonArray sentences;
        for (const ZoneFault& warning : zoneWarnings(version))
            sentences.append(QString::fromStdString(warning.text));
        return QJsonObject{{QStringLiteral("warnings"), sentences}};
    });
}

void HeadwaterApi::versions(const HttpRequest& request, const HttpResponder& responder)
{
    const auto zone = zoneIn(request, responder);
    if (!zone)
        return;
    const auto limit = request.queriedNumber(QStringLiteral("limit"), 50, 1, 10000);
    if (!limit)
        return responder.error(400, limit.error());
    onUpdater(
        [this, name = zone->zone(), limit = static_cast<std::size_t>(*limit)] {
            return m_parts.store.versions(name, limit);
        },
        [responder, name = stringOf(zone->zone())](const Result<std::vector<VersionRow>>& rows) {
            if (!rows)
                return responder.error(500, rows.error());
            QJsonArray versions;
            for (const VersionRow& row : *rows)
                versions.append(versionToJson(row));
            responder.json(
                {{QStringLiteral("zone"), name}, {QStringLiteral("versions"), versions}});
        });
}

void HeadwaterApi::difference(const HttpRequest& request, const HttpResponder& responder)
{
    const auto zone = zoneIn(request, responder);
    if (!zone)
        return;
    bool isNumber = false;
    const uint serial = request.parameter(QStringLiteral("serial")).toUInt(&isNumber);
    if (!isNumber)
        return responder.error(400, QStringLiteral("a serial is a number"));
    onUpdater([this, name = zone->zone(),
               serial] { return m_parts.store.differenceTo(name, Serial(serial)); },
              [responder](const Result<std::shared_ptr<const Difference>>& difference) {
                  if (!difference || !*difference)
                      return responder.error(
                          404, QStringLiteral("no difference to this serial is kept"));
                  const Difference& d = **difference;
                  responder.json(
                      {{QStringLiteral("from"), static_cast<qint64>(d.from().value())},
                       {QStringLiteral("to"), static_cast<qint64>(d.to().value())},
                       {QStringLiteral("removed"), recordTexts(d.removed(), MaximumLinesShown)},
                       {QStringLiteral("added"), recordTexts(d.added(), MaximumLinesShown)}});
              });
}

void HeadwaterApi::createZone(const HttpRequest& request, const HttpResponder& responder)
{
    const auto body = request.json();
    if (!body)
        return responder.error(400, body.error());
    auto name = Name::parse(body->value(QLatin1String("name")).toString().toStdString());
    if (!name || name->isRoot())
        return responder.error(422, QStringLiteral("name: a zone needs a name"));
    std::vector<Name> nameservers;
    for (const QJsonValue& value : body->value(QLatin1String("nameservers")).toArray()) {
        auto nameserver = Name::parse(value.toString().toStdString());
        if (!nameserver)
            return responder.error(422, nameserver.error().in("nameservers"));
        nameservers.push_back(*nameserver);
    }
    if (nameservers.empty())
        return responder.error(422, QStringLiteral("nameservers: at least one is needed"));
    Soa soa;
    soa.primary = nameservers.front();
    const QString mailbox = body->value(QLatin1String("mailbox")).toString();
    auto parsed = Name::parse(mailbox.isEmpty() ? "hostmaster" : mailbox.toStdString(), *name);
    if (!parsed)
        return responder.error(422, parsed.error().in("mailbox"));
    soa.mailbox = *parsed;
    inCommit(
        responder,
        [this, zone = *name, soa, nameservers] {
            return m_parts.writer.createZone(zone, soa, nameservers, Door);
        },
        [responder, zone = stringOf(*name)](const Result<Result<void>>& created) {
            if (answeredFailure(responder, created))
                return;
            responder.json({{QStringLiteral("name"), zone}}, 201);
        });
}

void HeadwaterApi::removeZone(const HttpRequest& request, const HttpResponder& responder)
{
    const auto zone = zoneIn(request, responder);
    if (!zone)
        return;
    inCommit(
        responder, [this, name = zone->zone()] { return m_parts.writer.removeZone(name, Door); },
        [responder](const Result<Result<void>>& removed) {
            if (!answeredFailure(responder, removed))
                responder.empty();
        });
}

void HeadwaterApi::changeRecords(const HttpRequest& request, const HttpResponder& responder)
{
    const auto zone = zoneIn(request, responder);
    if (!zone)
        return;
    const auto body = request.json();
    if (!body)
        return responder.error(400, body.error());
    auto sets = rrsetsFromJson(*body, zone->zone());
    if (!sets)
        return responder.error(422, sets.error());
    struct Outcome
    {
        bool fromFile = false;
        Result<std::size_t> changed;
    };
    inCommit(
        responder,
        [this, name = zone->zone(), sets = std::move(*sets)] {
            const auto settings = m_parts.store.zone(name);
            const bool fromFile =
                settings && *settings && (*settings)->source == ZoneSource::ZoneFile;
            return Outcome{fromFile, m_parts.writer.write(name, sets, Door)};
        },
        [responder](const Result<Outcome>& outcome) {
            if (!outcome)
                return responder.error(500, outcome.error());
            if (!outcome->changed)
                return responder.error(outcome->fromFile ? 409 : 422, outcome->changed.error());
            responder.json({{QStringLiteral("changed"), static_cast<qint64>(*outcome->changed)}});
        });
}

void HeadwaterApi::notifyZone(const HttpRequest& request, const HttpResponder& responder)
{
    const auto zone = zoneIn(request, responder);
    if (!zone)
        return;
    const auto body = request.json();
    if (!body)
        return responder.error(400, body.error());
    const QString secondary = body->value(QLatin1String("secondary")).toString();
    if (!secondary.isEmpty() && !knowsSecondary(m_parts.board.secondaries(), secondary))
        return responder.error(404, QStringLiteral("there is no secondary %1").arg(secondary));
    Notifier* notifier = &m_parts.notifier;
    QMetaObject::invokeMethod(
        notifier,
        [notifier, name = zone->zone(), secondary] { notifier->notifyNow(name, secondary); },
        Qt::QueuedConnection);
    responder.json({}, 202);
}

void HeadwaterApi::notifyAll(const HttpResponder& responder)
{
    Notifier* notifier = &m_parts.notifier;
    for (const auto& zone : m_parts.zones->all())
        QMetaObject::invokeMethod(
            notifier, [notifier, name = zone->zone()] { notifier->notifyNow(name, QString()); },
            Qt::QueuedConnection);
    responder.json({}, 202);
}

} // namespace headwater
