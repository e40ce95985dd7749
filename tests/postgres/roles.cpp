#include <QTest>

#include "postgres/database.h"

using namespace headwater;

/// Each role may do its job, and nothing else.
class RolesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void aWriterWritesRecordsAndZones();
    void aWriterTouchesNothingThatWasPublished();
    void aReaderOnlyLooks();
    void anEnginePublishes();
    void anEngineMayVacuumItsMarks();
    void anEngineCannotLowerAFloorByDeletingIt();
    void aStrangerSeesNothing();
    void writersDoNotDefineViewsOrWatches();

private:
    DatabaseServer m_database;
};

void RolesTest::initTestCase()
{
    m_database.makeDatabase();
    m_database.session().run("CREATE ROLE writer LOGIN IN ROLE headwater_writer;"
                             "CREATE ROLE reader LOGIN IN ROLE headwater_reader;"
                             "CREATE ROLE engine LOGIN IN ROLE headwater_engine;"
                             "CREATE ROLE stranger LOGIN");
}

void RolesTest::init()
{
    m_database.makeDatabase();
}

void RolesTest::aWriterWritesRecordsAndZones()
{
    Session writer(m_database.url("writer"));
    writer.run(
        "INSERT INTO headwater.zone (name) VALUES ('apps.example');"
        "INSERT INTO headwater.record (zone, name, type, content) VALUES ('apps.example', '@', "
        "'TXT', 'x'); UPDATE headwater.record SET ttl = 5; UPDATE headwater.zone SET name = "
        "'b.example'; SELECT headwater.mark(ARRAY['b.example']); DELETE FROM headwater.record;"
        "DELETE FROM headwater.zone");
    QCOMPARE(writer.ask("SELECT string_agg(DISTINCT author, ' ') FROM headwater.dirty"),
             std::string("writer"));
    QCOMPARE(writer.ask("SELECT headwater.is_live('b.example', 1)"), std::string("false"));
    QCOMPARE(writer.ask("SELECT count(*) FROM headwater.rejected"), std::string("0"));
}

void RolesTest::aWriterTouchesNothingThatWasPublished()
{
    Session writer(m_database.url("writer"));
    for (const char* sql :
         {"INSERT INTO headwater.dirty (zone, author) VALUES ('x.', 'y')",
          "DELETE FROM headwater.dirty", "DELETE FROM headwater.version",
          "UPDATE headwater.version SET serial = 1", "UPDATE headwater.serial_floor SET serial = 1",
          "UPDATE headwater.leader SET term = 9", "DELETE FROM headwater.receipt",
          "DELETE FROM headwater.rejected",
          "INSERT INTO headwater.audit (who, action, object, detail) VALUES ('', '', '', '')",
          "SELECT headwater.take_dirty('x.', 1)", "SELECT headwater.take_leadership('x', 1)",
          "SELECT headwater.check_term(0)", "SELECT headwater.raise_floor('x.', 1)",
          "SELECT headwater.note_live('x.', 1, 1, 1, 1)", "SELECT headwater.depose_if_dead('0s')",
          "SELECT difference FROM headwater.version", "TRUNCATE headwater.record",
          "ALTER TABLE headwater.record DISABLE TRIGGER ALL", "CREATE TABLE headwater.mine ()"})
        writer.refuse(sql, "SQLSTATE 42501");
}

void RolesTest::aReaderOnlyLooks()
{
    Session reader(m_database.url("reader"));
    for (const char* table : {"zone", "record", "receipt", "rejected", "serial_floor", "dirty",
                              "leader", "engine", "audit", "source_view"})
        QCOMPARE(reader.ask("SELECT count(*) >= 0 FROM headwater." + std::string(table)),
                 std::string("true"));
    QCOMPARE(reader.ask("SELECT count(serial) FROM headwater.version"), std::string("0"));
    QCOMPARE(reader.ask("SELECT headwater.is_live('x', 1)"), std::string("false"));
    for (const char* sql :
         {"INSERT INTO headwater.zone (name) VALUES ('x')", "DELETE FROM headwater.record",
          "UPDATE headwater.zone SET refresh = 1", "SELECT headwater.mark(ARRAY['x'])",
          "SELECT headwater.desired('x.')", "SELECT body FROM headwater.snapshot_page"})
        reader.refuse(sql, "permission denied");
}

void RolesTest::anEnginePublishes()
{
    m_database.session().run("INSERT INTO headwater.zone (name) VALUES ('apps.example')");
    Session engine(m_database.url("engine"));
    engine.run("SELECT headwater.beat('e1', 'host', 'leader', ARRAY[1], '0'), "
               "headwater.take_leadership('e1', pg_backend_pid())");
    QCOMPARE(engine.ask("SELECT headwater.dirty_zones()"), std::string("apps.example."));
    QCOMPARE(
        engine.ask("SELECT headwater.commit_version(1, 'apps.example.', 1, NULL, 0, 0, 'me', 1, 0, "
                   "1, '\\x', NULL, (headwater.take_dirty('apps.example.', 9)).ids, 1)"),
        std::string("1"));
    engine.run(
        "SELECT headwater.discard_dirty(1, 'apps.example.', '{}'), "
        "headwater.raise_floor('apps.example.', 9), "
        "headwater.note_live('apps.example.', 1, 1, 1, 1), headwater.depose_if_dead('1h'), "
        "headwater.note('me', 'a', 'b', 'c');"
        "INSERT INTO headwater.snapshot VALUES ('apps.example.', 1, '', 1, '{}', '');"
        "INSERT INTO headwater.snapshot_page VALUES ('apps.example.', '', '');"
        "INSERT INTO headwater.rejected VALUES ('apps.example.', 'x.', 'A', 'x', 'y');"
        "INSERT INTO headwater.record (zone, name, type, content) VALUES ('apps.example', '@', "
        "'TXT', 'x'); SELECT headwater.forget_versions(1, 'apps.example.')");
}

void RolesTest::anEngineMayVacuumItsMarks()
{
    Session engine(m_database.url("engine"));
    engine.run("VACUUM headwater.dirty");
    QCOMPARE(engine.ask("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = "
                        "'headwater.dirty'::regclass"),
             std::string("headwater_engine"));
}

void RolesTest::anEngineCannotLowerAFloorByDeletingIt()
{
    Session engine(m_database.url("engine"));
    engine.refuse("DELETE FROM headwater.serial_floor", "permission denied");
    engine.refuse("CREATE TABLE headwater.mine ()", "permission denied");
    engine.refuse("DROP TABLE headwater.record", "must be owner");
}

void RolesTest::aStrangerSeesNothing()
{
    Session stranger(m_database.url("stranger"));
    stranger.refuse("SELECT * FROM headwater.zone", "permission denied for schema headwater");
}

void RolesTest::writersDoNotDefineViewsOrWatches()
{
    Session writer(m_database.url("writer"));
    writer.refuse("SELECT headwater.use_view('pg_catalog.pg_class')", "permission denied");
    writer.refuse("SELECT headwater.drop_view('x')", "permission denied");
    writer.refuse("SELECT headwater.watch('headwater.zone', zone => 'name')", "permission denied");
}

QTEST_GUILESS_MAIN(RolesTest)
#include "roles.moc"
