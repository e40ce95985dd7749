#include "postgres/enginebench.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

namespace headwater {

namespace {

template <typename Condition> bool soon(Milliseconds within, Condition condition)
{
    const Instant end = Clock::now() + within;
    while (!condition()) {
        if (Clock::now() > end)
            return false;
        QTest::qWait(5);
    }
    return true;
}

} // namespace

EngineBench::EngineBench()
{
    m_database.makeDatabase();
    // No superuser: an engine has the rights of its role and no others.
    session().run("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'engine') THEN"
                  " CREATE ROLE engine LOGIN IN ROLE headwater_engine; END IF; END $$");
}

void EngineBench::makeZone(int records)
{
    Application session = this->session();
    session.run("BEGIN;"
                "INSERT INTO headwater.zone (name) VALUES ('apps.example');"
                "INSERT INTO headwater.record (zone, name, type, content) VALUES"
                " ('apps.example.', '@', 'NS', 'ns1.apps.example.'),"
                " ('apps.example.', 'ns1.apps.example', 'A', '192.0.2.53');"
                "INSERT INTO headwater.record (zone, name, type, ttl, content)"
                " SELECT 'apps.example.', 'app-' || n || '.apps.example', 'A', 60,"
                " '10.' || n / 65536 || '.' || n / 256 % 256 || '.' || n % 256"
                " FROM generate_series(1, " +
                std::to_string(records) + ") AS n; COMMIT");
}

HeadwaterProcess& EngineBench::make(const QString& name, const std::string& url)
{
    auto& engine = m_engines[name];
    if (!engine) {
        const QString folder = m_folder.path() + QLatin1Char('/') + name;
        QDir().mkpath(folder);
        engine = std::make_unique<HeadwaterProcess>(folder);
        const std::string place = url.empty() ? m_database.url("engine") : url;
        engine->setMoreConfiguration(
            QStringLiteral("[store]\npostgres = \"%1\"\n").arg(QString::fromStdString(place)));
    }
    return *engine;
}

HeadwaterProcess& EngineBench::start(const QString& name, const std::string& url)
{
    HeadwaterProcess& engine = make(name, url);
    if (!engine.startAndWait())
        qFatal("headwaterd does not start: %s", qPrintable(engine.logText()));
    return engine;
}

std::unique_ptr<SecondaryServer> EngineBench::startWithSecondary(const QString& name)
{
    HeadwaterProcess& engine = make(name, {});
    const QString folder = m_folder.path() + QStringLiteral("/nsd");
    QDir().mkpath(folder);
    auto secondary = SecondaryServer::create(ServerKind::Nsd, folder,
                                             {engine.dns(), {}, {QStringLiteral("apps.example")}});
    engine.addSecondary({QStringLiteral("nsd"), secondary->endpoint(), {}});
    start(name);
    if (!secondary->startAndWait())
        qFatal("nsd does not start: %s", qPrintable(secondary->logText()));
    return secondary;
}

DnsClient EngineBench::client(const QString& name) const
{
    return DnsClient(m_engines.at(name)->dns(), {}, Milliseconds{1000});
}

bool EngineBench::answers(const QString& name, const char* owner, const char* address,
                          Milliseconds within) const
{
    const DnsClient asked = client(name);
    const Name wanted = *Name::parse(owner);
    return soon(within, [&] {
        const auto found = asked.lookUp(wanted, RecordType::A);
        return found && *found == std::vector<std::string>{address};
    });
}

std::optional<Serial> EngineBench::serial(const QString& name, const char* zone) const
{
    const auto serial = client(name).serial(*Name::parse(zone));
    return serial ? std::optional<Serial>(*serial) : std::nullopt;
}

bool EngineBench::reaches(const QString& name, Serial wanted) const
{
    return soon(Milliseconds{20'000}, [&] {
        const auto has = serial(name);
        return has && (*has == wanted || has->isNewerThan(wanted));
    });
}

std::vector<std::string> EngineBench::lines(const QString& name) const
{
    const auto transfer = client(name).axfr(*Name::parse("apps.example."));
    return transfer ? sortedLines(transfer->records()) : std::vector<std::string>();
}

QJsonObject EngineBench::source(const QString& name) const
{
    const auto ran =
        m_engines.at(name)->headwaterctl({QStringLiteral("status"), QStringLiteral("--json")});
    const QJsonObject status = QJsonDocument::fromJson(ran.output.toUtf8()).object();
    return status.value(QLatin1String("engine"))
        .toObject()
        .value(QLatin1String("source"))
        .toObject();
}

bool EngineBench::becomes(const QString& name, const char* role) const
{
    return soon(Milliseconds{10'000}, [&] {
        return source(name).value(QLatin1String("role")).toString() == QLatin1String(role);
    });
}

QString EngineBench::leader() const
{
    for (const auto& [name, engine] : m_engines) {
        if (engine->isRunning() &&
            source(name).value(QLatin1String("role")).toString() == QLatin1String("leader"))
            return name;
    }
    return {};
}

} // namespace headwater
