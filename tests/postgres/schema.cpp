#include <future>

#include <QProcess>
#include <QTest>

#include "postgres/database.h"
#include "store/postgresschema.h"

using namespace headwater;

/// How a database gets its schema, and what it must not be.
class SchemaTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_database.makeBareDatabase(); }
    void anEmptyDatabaseGetsTheNewestSchema();
    void theSecondTimeNothingIsDone();
    void twoAtOnceDoNotDisturbEachOther();
    void aNewerSchemaIsRefused();
    void aStepThatFailsLeavesTheOneBefore();
    void anOwnerWhoIsNoSuperuserCanMakeIt();
    void aDumpCanBeRestored();

private:
    DatabaseServer m_database;
};

void SchemaTest::anEmptyDatabaseGetsTheNewestSchema()
{
    auto session = m_database.session();
    PostgresSchema schema(session.connection());
    const auto before = schema.plan();
    QVERIFY(before);
    QCOMPARE(before->present, 0);
    QCOMPARE(before->steps.size(), postgresMigrations().size());
    for (const std::string& step : before->steps)
        QVERIFY2(step.rfind("Schema ", 0) == 0, step.c_str());
    QVERIFY(before->makesExtension);
    const auto refused = schema.check();
    QVERIFY(!refused &&
            refused.error().text.find("headwaterctl postgres init") != std::string::npos);
    const auto migrated = schema.migrate();
    QVERIFY2(migrated, migrated ? "" : migrated.error().text.c_str());
    QVERIFY(schema.check());
}

void SchemaTest::theSecondTimeNothingIsDone()
{
    auto session = m_database.session();
    PostgresSchema schema(session.connection());
    QVERIFY(schema.migrate());
    const auto again = schema.plan();
    QVERIFY(again && again->steps.empty() && again->roles.empty() && !again->makesExtension);
    QVERIFY(schema.migrate());
}

void SchemaTest::twoAtOnceDoNotDisturbEachOther()
{
    auto first = m_database.session();
    auto second = m_database.session();
    // The first is in the midst of it: the other has looked, and waits for the lock.
    first.run("BEGIN; SELECT pg_advisory_xact_lock(4983147202300000)");
    auto waiting = std::async(std::launch::async,
                              [&] { return PostgresSchema(second.connection()).migrate(); });
    QTRY_COMPARE(
        first.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"),
        std::string("1"));
    first.run("COMMIT");
    QVERIFY(PostgresSchema(first.connection()).migrate());
    const auto migrated = waiting.get();
    QVERIFY2(migrated, migrated ? "" : migrated.error().text.c_str());
}

void SchemaTest::aNewerSchemaIsRefused()
{
    auto session = m_database.session();
    PostgresSchema schema(session.connection());
    QVERIFY(schema.migrate());
    session.run("INSERT INTO headwater.migration (number, title) VALUES (99, 'Schema 99: later')");
    for (const auto& refused : {schema.migrate(), schema.check()}) {
        QVERIFY(!refused);
        QVERIFY2(refused.error().text.find("schema 99 of a newer Headwater") != std::string::npos,
                 refused.error().text.c_str());
    }
}

void SchemaTest::aStepThatFailsLeavesTheOneBefore()
{
    auto session = m_database.session();
    session.run(
        "CREATE SCHEMA headwater; CREATE TABLE headwater.dirty ()"); // in the way of schema 2
    PostgresSchema schema(session.connection());
    const auto migrated = schema.migrate();
    QVERIFY(!migrated);
    QVERIFY2(migrated.error().text.find("Schema 2") == 0, migrated.error().text.c_str());
    QCOMPARE(schema.plan().value().present, 1);
    session.run("DROP TABLE headwater.dirty");
    QVERIFY(schema.migrate());
}

void SchemaTest::anOwnerWhoIsNoSuperuserCanMakeIt()
{
    auto admin = m_database.session();
    admin.run(
        "DO $$ BEGIN CREATE ROLE owner LOGIN CREATEROLE; EXCEPTION WHEN duplicate_object THEN "
        "END $$; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO owner', "
        "current_database()); END $$");
    Session owner(m_database.url("owner"));
    const auto migrated = PostgresSchema(owner.connection()).migrate();
    QVERIFY2(migrated, migrated ? "" : migrated.error().text.c_str());
    owner.run("INSERT INTO headwater.zone (name) VALUES ('apps.example')");
    QCOMPARE(owner.ask("SELECT count(*) FROM headwater.dirty"), std::string("1"));
}

void SchemaTest::aDumpCanBeRestored()
{
    const auto run = [](const char* program, const QStringList& arguments) {
        QProcess process;
        process.start(PostgresServer::programPath(QString::fromLatin1(program)), arguments);
        QVERIFY(process.waitForFinished(30'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    };
    auto first = m_database.session();
    QVERIFY(PostgresSchema(first.connection()).migrate());
    first.run("INSERT INTO headwater.zone (name) VALUES ('apps.example');"
              "INSERT INTO headwater.record (zone, name, type, content) VALUES ('apps.example', "
              "'@', 'CNAME', 'a.'); CREATE TABLE public.sites (zone text);"
              "SELECT headwater.watch('public.sites', zone => 'zone')");
    const TemporaryFolder folder;
    const QString dump = folder.path(QStringLiteral("dump.sql"));
    run("pg_dump", {QStringLiteral("--file"), dump, QString::fromStdString(m_database.url())});
    m_database.makeBareDatabase();
    run("psql", {QStringLiteral("-qX"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"),
                 QStringLiteral("-f"), dump, QString::fromStdString(m_database.url())});
    auto second = m_database.session();
    QVERIFY(PostgresSchema(second.connection()).check());
    second.run("DELETE FROM headwater.dirty; INSERT INTO public.sites VALUES ('apps.example')");
    QCOMPARE(second.ask("SELECT zone FROM headwater.dirty"), std::string("apps.example."));
    second.refuse(
        "INSERT INTO headwater.record (zone, name, type, content) VALUES ('apps.example', "
        "'@', 'A', '192.0.2.1')",
        "a CNAME stands alone");
}

QTEST_GUILESS_MAIN(SchemaTest)
#include "schema.moc"
