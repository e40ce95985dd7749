#include <QTest>

#include "postgres/database.h"

using namespace headwater;

namespace {

constexpr const char* Services =
    "CREATE TABLE services (id int PRIMARY KEY, slug text, address text);"
    "CREATE VIEW dns AS SELECT 'apps.example.' AS zone, slug || '.apps.example.' AS name, 'A' AS "
    "type, "
    "60 AS ttl, address AS content FROM services;"
    "INSERT INTO services VALUES (1, 'one', '192.0.2.1'), (2, 'two', '192.0.2.2')";

} // namespace

/// Records that come from views of the application.
class ViewsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aViewGivesRecordsBesideTheTable();
    void aViewForOneZoneNeedsNoColumnZone();
    void onlyTheNamesThatAreAskedForAreRead();
    void anIndexOfTheApplicationIsUsed();
    void aViewMarksItsZone();
    void aViewThatCannotBeReadIsRefusedAtOnce_data();
    void aViewThatCannotBeReadIsRefusedAtOnce();
    void aFaultInAViewNamesTheView();
    void aViewMayBeDroppedAndMadeAgain();
    void theEngineIsAllowedToReadIt();

private:
    std::string desired(const std::string& zone, const std::string& names = "NULL");

    DatabaseServer m_database;
    std::unique_ptr<Session> m_session;
};

void ViewsTest::init()
{
    m_database.makeDatabase();
    m_session = std::make_unique<Session>(m_database.url());
    m_session->run("SET search_path = public, pg_catalog;"
                   "INSERT INTO headwater.zone (name) VALUES ('apps.example.'), ('b.example.');"
                   "TRUNCATE headwater.dirty");
}

std::string ViewsTest::desired(const std::string& zone, const std::string& names)
{
    return m_session->ask(
        "SELECT string_agg(concat_ws(' ', name, type, ttl, content), ', ' ORDER BY "
        "name) FROM headwater.desired('" +
        zone + "', " + names + ")");
}

void ViewsTest::aViewGivesRecordsBesideTheTable()
{
    m_session->run(Services);
    m_session->run("SELECT headwater.use_view('dns');"
                   "INSERT INTO headwater.record (zone, name, type, content) VALUES "
                   "('apps.example', '@', 'NS', 'ns.b.example.')");
    QCOMPARE(desired("apps.example."),
             std::string("apps.example. NS ns.b.example., one.apps.example. A 60 192.0.2.1, "
                         "two.apps.example. A 60 192.0.2.2"));
    QCOMPARE(desired("b.example."), std::string());
}

void ViewsTest::aViewForOneZoneNeedsNoColumnZone()
{
    m_session->run("CREATE VIEW one AS SELECT 'www.b.example.' AS name, 'A'::varchar(9) AS type, "
                   "60::numeric AS ttl, '192.0.2.1' AS content;"
                   "SELECT headwater.use_view('one', zone => 'B.example')");
    QCOMPARE(desired("b.example."), std::string("www.b.example. A 60 192.0.2.1"));
    QCOMPARE(desired("apps.example."), std::string());
    m_session->run("SELECT headwater.drop_view('one')");
    QCOMPARE(desired("b.example."), std::string());
}

void ViewsTest::onlyTheNamesThatAreAskedForAreRead()
{
    m_session->run(Services);
    m_session->run("SELECT headwater.use_view('dns')");
    QCOMPARE(desired("apps.example.", "ARRAY['two.apps.example.', 'no.apps.example.']"),
             std::string("two.apps.example. A 60 192.0.2.2"));
    m_session->run("INSERT INTO headwater.record (zone, name, type, content, disabled) VALUES "
                   "('apps.example', 'no.apps.example', 'A', '192.0.2.3', true)");
    QCOMPARE(desired("apps.example.", "ARRAY['no.apps.example.']"), std::string());
}

void ViewsTest::anIndexOfTheApplicationIsUsed()
{
    m_session->run(Services);
    m_session->run("CREATE INDEX ON services ((slug || '.apps.example.'));"
                   "INSERT INTO services SELECT i, 's' || i, '192.0.2.1' FROM generate_series(3, "
                   "20000) AS i; ANALYZE services; SELECT headwater.use_view('dns')");
    m_session->run("SELECT pg_stat_force_next_flush(); SELECT headwater.desired('apps.example.', "
                   "ARRAY['s7.apps.example.'])");
    m_session->run("SELECT pg_stat_force_next_flush()");
    QCOMPARE(m_session->ask("SELECT idx_scan FROM pg_stat_user_tables WHERE relname = 'services'"),
             std::string("1"));
}

void ViewsTest::aViewMarksItsZone()
{
    m_session->run(Services);
    m_session->run("SELECT headwater.use_view('dns', zone => 'apps.example')");
    QCOMPARE(m_session->ask("SELECT string_agg(zone, ' ') FROM headwater.dirty"),
             std::string("apps.example."));
    // Every zone: dirty_zones() makes one mark of each.
    m_session->run("TRUNCATE headwater.dirty; SELECT headwater.use_view('dns')");
    QCOMPARE(m_session->ask("SELECT count(*) FROM headwater.dirty WHERE zone IS NULL"),
             std::string("1"));
    QCOMPARE(m_session->ask("SELECT string_agg(z, ' ') FROM headwater.dirty_zones() AS z"),
             std::string("apps.example. b.example."));
    QCOMPARE(m_session->ask("SELECT count(*) FROM headwater.dirty WHERE zone IS NULL"),
             std::string("0"));
}

void ViewsTest::aViewThatCannotBeReadIsRefusedAtOnce_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* view, const char* words) {
        QTest::newRow(name) << QString::fromLatin1(view) << QString::fromLatin1(words);
    };
    row("no zone", "'a.' AS name, 'A' AS type, 60 AS ttl, '' AS content",
        "view public.v: it has no column zone");
    row("two missing", "'b.' AS zone, 'a.' AS name, 60 AS ttl", "it has no column type, content");
    row("TTL", "'b.' AS zone, 'a.' AS name, 'A' AS type, 'an hour' AS ttl, '' AS content",
        "view public.v: invalid input syntax for type integer");
    row("letter case", "'b.' AS zone, 'A.b.' AS name, 'A' AS type, 60 AS ttl, '' AS content",
        "the name \"A.b.\" is not written as Headwater does: \"a.b.\"");
    row("a zone without its dot",
        "'b.example' AS zone, 'a.b.example.' AS name, 'A' AS type, 60 AS ttl, '' AS content",
        "the name \"b.example\" is not written as Headwater does: \"b.example.\"");
}

void ViewsTest::aViewThatCannotBeReadIsRefusedAtOnce()
{
    QFETCH(QString, view);
    QFETCH(QString, words);
    m_session->run("CREATE VIEW v AS SELECT " + view.toStdString());
    m_session->refuse("SELECT headwater.use_view('v')", words.toStdString());
    QCOMPARE(m_session->ask("SELECT count(*) FROM headwater.source_view"), std::string("0"));
}

void ViewsTest::aFaultInAViewNamesTheView()
{
    m_session->run(Services);
    m_session->run(
        "SELECT headwater.use_view('dns');"
        "UPDATE services SET slug = NULL WHERE id = 1;"
        "CREATE OR REPLACE VIEW dns AS SELECT 'apps.example.' AS zone, slug || "
        "'.apps.example.' AS name, 'A' AS type, 60 / (id - 1) AS ttl, address AS content "
        "FROM services");
    const std::string read = "SELECT headwater.desired('apps.example.')";
    m_session->refuse(read, "view public.dns: division by zero (SQLSTATE HW004)");
    m_session->run(
        "DROP VIEW dns; CREATE VIEW dns AS SELECT 'apps.example.' AS zone, slug AS name, "
        "'A' AS type, address AS content FROM services; GRANT SELECT ON dns TO "
        "headwater_engine");
    m_session->refuse(read, "view public.dns: column v.ttl does not exist (SQLSTATE HW004)");
    m_session->run("DROP VIEW dns");
    m_session->refuse(read, "view public.dns: relation \"public.dns\" does not exist");
    m_session->run("SELECT headwater.drop_view('public.dns')");
    QCOMPARE(desired("apps.example."), std::string());
}

void ViewsTest::aViewMayBeDroppedAndMadeAgain()
{
    m_session->run(Services);
    m_session->run(
        "SELECT headwater.use_view('dns'); DROP VIEW dns; CREATE VIEW dns AS SELECT "
        "'apps.example.' AS zone, 'x.apps.example.' AS name, 'A' AS type, null::int AS ttl, "
        "'192.0.2.9' AS content");
    QCOMPARE(desired("apps.example."), std::string("x.apps.example. A 192.0.2.9"));
}

void ViewsTest::theEngineIsAllowedToReadIt()
{
    m_session->run("DROP ROLE IF EXISTS engine; CREATE ROLE engine LOGIN IN ROLE headwater_engine;"
                   "CREATE SCHEMA hidden; CREATE VIEW hidden.v AS SELECT 'www.b.example.' AS name, "
                   "'A' AS type, 60 AS ttl, '192.0.2.1' AS content");
    m_session->refuse("SELECT headwater.use_view('hidden.v', 'b.example')",
                      "view hidden.v: headwater_engine cannot read it");
    m_session->run("GRANT USAGE ON SCHEMA hidden TO headwater_engine;"
                   "SELECT headwater.use_view('hidden.v', 'b.example')");
    Session engine(m_database.url("engine"));
    QCOMPARE(engine.ask("SELECT name FROM headwater.desired('b.example.')"),
             std::string("www.b.example."));
    engine.refuse("SELECT headwater.use_view('hidden.v', 'b.example')", "permission denied");
}

QTEST_GUILESS_MAIN(ViewsTest)
#include "views.moc"
