#include <QTest>

#include "postgres/database.h"

using namespace headwater;

namespace {

constexpr const char* Services =
    "CREATE TABLE services (id int PRIMARY KEY, slug text, address text, hidden boolean);"
    "SELECT headwater.watch('services', zone => $$CASE WHEN hidden THEN NULL ELSE 'apps.example' "
    "END$$, "
    "name => $$slug || '.apps.example.'$$)";

} // namespace

/// Which names a statement makes dirty: on headwater.record, on a zone, on a table of the
/// application.
class WatchesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aRecordMarksItsName();
    void aZoneMarksItselfOrItsApex();
    void everyStatementMarksOldAndNewNames();
    void aStatementThatTouchesNothingMarksNothing();
    void anUpsertAndAMergeMarkToo();
    void truncateMarksWholeZones();
    void manyRowsMarkTheirZone();
    void withoutANameTheWholeZoneIsMarked();
    void anExpressionThatFailsIsRefusedAtOnce_data();
    void anExpressionThatFailsIsRefusedAtOnce();
    void watchingAgainReplaces();
    void unwatchLeavesNothing();
    void aRoleWithoutAnyGrantMayWriteAWatchedTable();
    void aTemporaryTableCannotPutItselfInTheWay();
    void rowsFromBeforeTheWatchAreMarked();

private:
    /// "zone name" of what became dirty, in order of ids, separated by commas; it is forgotten.
    std::string dirty();

    DatabaseServer m_database;
    std::unique_ptr<Session> m_session;
};

void WatchesTest::init()
{
    m_database.makeDatabase();
    m_session = std::make_unique<Session>(m_database.url());
    m_session->run("SET search_path = public, pg_catalog;"
                   "INSERT INTO headwater.zone (name) VALUES ('apps.example.'), ('b.example.');"
                   "TRUNCATE headwater.dirty");
}

std::string WatchesTest::dirty()
{
    const std::string found =
        m_session->ask("SELECT string_agg(z || ' ' || coalesce(n, '*'), ', ' ORDER BY z, n NULLS "
                       "FIRST) FROM (SELECT DISTINCT zone, headwater.canonical(name) FROM "
                       "headwater.dirty) AS d (z, n)");
    m_session->run("TRUNCATE headwater.dirty");
    return found;
}

void WatchesTest::aRecordMarksItsName()
{
    m_session->run("INSERT INTO headwater.record (zone, name, type, content) VALUES "
                   "('apps.example', 'WWW.apps.example', 'A', '192.0.2.1'), "
                   "('apps.example', 'www.apps.example', 'A', '192.0.2.2'), "
                   "('b.example', '@', 'TXT', 'x')");
    QCOMPARE(dirty(), std::string("apps.example. www.apps.example., b.example. b.example."));
    m_session->run(
        "UPDATE headwater.record SET name = 'new.apps.example' WHERE content = '192.0.2.1'");
    QCOMPARE(dirty(),
             std::string("apps.example. new.apps.example., apps.example. www.apps.example."));
    m_session->run("DELETE FROM headwater.record WHERE type = 'TXT'");
    QCOMPARE(dirty(), std::string("b.example. b.example."));
    m_session->run("TRUNCATE headwater.record");
    QCOMPARE(dirty(), std::string("apps.example. *"));
}

void WatchesTest::aZoneMarksItselfOrItsApex()
{
    m_session->run("INSERT INTO headwater.zone (name) VALUES ('c.example')");
    QCOMPARE(dirty(), std::string("c.example. *"));
    m_session->run("UPDATE headwater.zone SET refresh = 60 WHERE name = 'c.example.'");
    QCOMPARE(dirty(), std::string("c.example. c.example."));
    m_session->run("UPDATE headwater.zone SET default_ttl = 60 WHERE name = 'c.example.'");
    QCOMPARE(dirty(), std::string("c.example. *"));
    m_session->run("DELETE FROM headwater.zone WHERE name = 'c.example.'");
    QCOMPARE(dirty(), std::string("c.example. *"));
    m_session->run("TRUNCATE headwater.zone CASCADE");
    QCOMPARE(dirty(), std::string("apps.example. *, b.example. *"));
}

void WatchesTest::everyStatementMarksOldAndNewNames()
{
    m_session->run(Services);
    m_session->run("INSERT INTO services VALUES (1, 'One', 'x', false), (2, 'two', 'x', false), "
                   "(3, 'three', 'x', true)");
    QCOMPARE(dirty(),
             std::string("apps.example. one.apps.example., apps.example. two.apps.example."));
    m_session->run("UPDATE services SET slug = 'uno' WHERE id = 1");
    QCOMPARE(dirty(),
             std::string("apps.example. one.apps.example., apps.example. uno.apps.example."));
    m_session->run("UPDATE services SET hidden = NOT hidden WHERE id IN (2, 3)");
    QCOMPARE(dirty(),
             std::string("apps.example. three.apps.example., apps.example. two.apps.example."));
    m_session->run("DELETE FROM services WHERE id = 3");
    QCOMPARE(dirty(), std::string("apps.example. three.apps.example."));
}

void WatchesTest::aStatementThatTouchesNothingMarksNothing()
{
    m_session->run(Services);
    m_session->run(
        "UPDATE services SET slug = 'x'; DELETE FROM services; TRUNCATE services;"
        "INSERT INTO services VALUES (1, 'one', 'x', true); UPDATE services SET slug = 'y';"
        "BEGIN; INSERT INTO services VALUES (2, 'two', 'x', false); ROLLBACK");
    QCOMPARE(dirty(), std::string());
}

void WatchesTest::anUpsertAndAMergeMarkToo()
{
    m_session->run(Services);
    m_session->run(
        "INSERT INTO services VALUES (1, 'one', 'x', false) ON CONFLICT (id) DO UPDATE SET "
        "slug = 'never'; TRUNCATE headwater.dirty;"
        "INSERT INTO services VALUES (1, 'one', 'x', false), (2, 'two', 'x', false) "
        "ON CONFLICT (id) DO UPDATE SET slug = 'uno'");
    QCOMPARE(dirty(),
             std::string("apps.example. one.apps.example., apps.example. two.apps.example., "
                         "apps.example. uno.apps.example."));
    m_session->run("MERGE INTO services USING (VALUES (2)) AS v (id) ON services.id = v.id "
                   "WHEN MATCHED THEN DELETE");
    QCOMPARE(dirty(), std::string("apps.example. two.apps.example."));
}

void WatchesTest::truncateMarksWholeZones()
{
    m_session->run(Services);
    m_session->run("INSERT INTO services VALUES (1, 'one', 'x', false), (2, 'two', 'x', false);"
                   "TRUNCATE headwater.dirty; TRUNCATE services");
    QCOMPARE(dirty(), std::string("apps.example. *"));
}

void WatchesTest::manyRowsMarkTheirZone()
{
    m_session->run(Services);
    for (const char* sql :
         {"INSERT INTO services SELECT i, 's' || i, 'x', false FROM generate_series(1, 60000) AS i",
          "UPDATE services SET address = 'y'", "DELETE FROM services"}) {
        m_session->run(sql);
        QCOMPARE(m_session->ask("SELECT count(*) || ' ' || count(*) FILTER (WHERE name IS NULL) "
                                "FROM headwater.dirty"),
                 std::string("50002 1"));
        m_session->run("TRUNCATE headwater.dirty");
    }
}

void WatchesTest::withoutANameTheWholeZoneIsMarked()
{
    m_session->run("CREATE TABLE sites (zone text, names int);"
                   "SELECT headwater.watch('sites', zone => 'zone');"
                   "INSERT INTO sites VALUES ('b.example', 1), ('apps.example', 2)");
    QCOMPARE(dirty(), std::string("apps.example. *, b.example. *"));
}

void WatchesTest::anExpressionThatFailsIsRefusedAtOnce_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* statement, const char* words) {
        QTest::newRow(name) << QString::fromLatin1(statement) << QString::fromLatin1(words);
    };
    row("no such column", "SELECT headwater.watch('services', zone => 'shop')",
        "watch services: zone => shop and name => null fail: column \"shop\" does not exist");
    row("no expression", "SELECT headwater.watch('services', zone => 'slug ||')", "syntax error");
    row("fails in a row",
        "SELECT headwater.watch('services', zone => $$'a.'$$, name => 'slug::int::text')",
        "invalid input syntax");
    row("an aggregate", "SELECT headwater.watch('services', zone => 'max(slug)')",
        "watch services");
    row("a view", "CREATE VIEW v AS SELECT 1; SELECT headwater.watch('v', zone => 'x')",
        "only a table can be watched");
    row("no such table", "SELECT headwater.watch('nowhere', zone => 'x')", "does not exist");
}

void WatchesTest::anExpressionThatFailsIsRefusedAtOnce()
{
    QFETCH(QString, statement);
    QFETCH(QString, words);
    m_session->run("CREATE TABLE services (slug text); INSERT INTO services VALUES ('one')");
    m_session->refuse(statement.toStdString(), words.toStdString());
    // And leaves nothing behind that could get in the way of the application.
    m_session->run("INSERT INTO services VALUES ('two')");
    QCOMPARE(m_session->ask("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'services'::regclass"),
             std::string("0"));
}

void WatchesTest::watchingAgainReplaces()
{
    m_session->run(Services);
    m_session->run("SELECT headwater.watch('services', zone => $$'b.example.'$$);"
                   "INSERT INTO services VALUES (1, 'one', 'x', false)");
    QCOMPARE(dirty(), std::string("b.example. *"));
}

void WatchesTest::unwatchLeavesNothing()
{
    m_session->run(Services);
    QCOMPARE(m_session->ask("SELECT headwater.unwatch('services')"), std::string("true"));
    m_session->run("INSERT INTO services VALUES (1, 'one', 'x', false)");
    QCOMPARE(dirty(), std::string());
    QCOMPARE(
        m_session->ask("SELECT count(*) FROM pg_proc WHERE proname = 'headwater_watch_services'"),
        std::string("0"));
    QCOMPARE(m_session->ask("SELECT headwater.unwatch('services')"), std::string("false"));
}

void WatchesTest::aRoleWithoutAnyGrantMayWriteAWatchedTable()
{
    m_session->run(Services);
    m_session->run(
        "DROP ROLE IF EXISTS app; CREATE ROLE app LOGIN; GRANT INSERT ON services TO app");
    Session app(m_database.url("app"));
    app.run("INSERT INTO public.services VALUES (1, 'one', 'x', false)");
    QCOMPARE(m_session->ask("SELECT author FROM headwater.dirty"), std::string("app"));
    QCOMPARE(dirty(), std::string("apps.example. one.apps.example."));
    app.refuse("SELECT headwater.mark(ARRAY['x.'])", "permission denied");
    m_session->run("REVOKE ALL ON services FROM app; DROP ROLE app");
}

void WatchesTest::aTemporaryTableCannotPutItselfInTheWay()
{
    m_session->run(
        "CREATE TABLE zones (id int, name text); INSERT INTO zones VALUES (1, 'apps.example.');"
        "CREATE TABLE sites (zone_id int); SELECT headwater.watch('sites', "
        "zone => '(SELECT z.name FROM zones AS z WHERE z.id = zone_id)')");
    m_session->run(
        "CREATE TEMPORARY TABLE zones (id int, name text);"
        "INSERT INTO pg_temp.zones VALUES (1, 'b.example.'); INSERT INTO sites VALUES (1)");
    QCOMPARE(dirty(), std::string("apps.example. *"));
}

void WatchesTest::rowsFromBeforeTheWatchAreMarked()
{
    m_session->run("CREATE TABLE sites (zone text); INSERT INTO sites VALUES ('b.example');"
                   "SELECT headwater.watch('sites', zone => 'zone', name => $$'x.' || zone$$)");
    QCOMPARE(dirty(), std::string("b.example. *"));
}

QTEST_GUILESS_MAIN(WatchesTest)
#include "watches.moc"
