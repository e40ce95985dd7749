#include <QTest>

#include "postgres/database.h"

using namespace headwater;

namespace {

/// A version of apps.example. by an engine with this term; `previous` and `ids` as in SQL.
std::string commit(int term, std::uint32_t serial, const std::string& previous,
                   const std::string& ids = "'{}'", int oldestKept = 1)
{
    return "SELECT headwater.commit_version(" + std::to_string(term) + ", 'apps.example.', " +
           std::to_string(serial) + ", " + previous +
           ", 1700000000123456, 1700000000123457, 'me', 1, 0, 1, '\\x00', '\\x01', " + ids + ", " +
           std::to_string(oldestKept) + ")";
}

} // namespace

/// From dirty names to a version: what is taken, what is committed, and by whom.
class PublishingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatIsTakenComesWithTheZone();
    void moreNamesThanWantedMeanEverything();
    void aLongRowOfMarksBecomesOne();
    void aZoneThatIsGoneHasNoSettings();
    void aVersionAndTheEndOfItsMarksAreOneCommit();
    void anotherTermCannotCommit();
    void aLeaderIsHeldUpUntilACommitIsOver();
    void aSerialNeverGoesBackwards();
    void theFloorOutlivesTheZone();
    void versionsAreOneChain();
    void oldVersionsGoWithTheirReceipts();
    void onlyOneSessionLeads();
    void aLeaderThatHangsIsDeposed();
    void anApplicationLearnsWhichSerialHoldsItsChange();
    void aZoneIsLiveWhenItsSecondariesSaySo();
    void theApplicationIsToldOfEveryReceipt();
    void theAuditKeepsTheNewest();

private:
    std::string ask(const std::string& sql) { return m_session->ask(sql); }

    DatabaseServer m_database;
    std::unique_ptr<Session> m_session;
};

void PublishingTest::init()
{
    m_database.makeDatabase();
    m_session = std::make_unique<Session>(m_database.url());
    m_session->run("INSERT INTO headwater.zone (name) VALUES ('apps.example.');"
                   "DELETE FROM headwater.dirty;"
                   "SELECT headwater.take_leadership('e1', pg_backend_pid())");
}

void PublishingTest::whatIsTakenComesWithTheZone()
{
    m_session->run(
        "SELECT headwater.mark('{apps.example,apps.example,b.example}', '{B.apps.example,"
        "a.apps.example,x.b.example}'); SELECT headwater.mark('{apps.example}', "
        "'{a.apps.example}')");
    const std::string work = " FROM headwater.take_dirty('apps.example.', 10)";
    QCOMPARE(ask("SELECT names" + work), std::string("{a.apps.example.,b.apps.example.}"));
    QCOMPARE(
        ask("SELECT concat_ws(' ', cardinality(ids), everything, author, primary_ns, default_ttl, "
            "serial_policy)" +
            work),
        std::string("3 f postgres ns1.apps.example. 3600 increment"));
    QCOMPARE(ask("SELECT now - since BETWEEN 0 AND 60000000 AND abs(now - "
                 "headwater.microseconds(clock_timestamp())) < 60000000" +
                 work),
             std::string("true"));
    QCOMPARE(
        ask("SELECT ids IS NULL AND NOT everything AND names IS NULL AND primary_ns IS NULL FROM "
            "headwater.take_dirty('nothing.', 10)"),
        std::string("true"));
}

void PublishingTest::moreNamesThanWantedMeanEverything()
{
    m_session->run("SELECT headwater.mark('{apps.example,apps.example}', '{b.apps.example,"
                   "a.apps.example}')");
    const std::string asked = "SELECT everything || ' ' || (names IS NULL) FROM "
                              "headwater.take_dirty('apps.example.', ";
    QCOMPARE(ask(asked + "2)"), std::string("false false"));
    QCOMPARE(ask(asked + "1)"), std::string("true true"));
    m_session->run("SELECT headwater.mark('{apps.example}')");
    QCOMPARE(ask(asked + "2)"), std::string("true true"));
}

void PublishingTest::aLongRowOfMarksBecomesOne()
{
    m_session->run(
        "SELECT headwater.mark('{apps.example}', ARRAY['n' || i || '.apps.example']) FROM "
        "generate_series(1, 1100) AS i; SELECT headwater.mark('{b.example}')");
    QCOMPARE(ask("SELECT cardinality(ids) || ' ' || everything FROM "
                 "headwater.take_dirty('apps.example.', 10)"),
             std::string("1 true"));
    QCOMPARE(ask("SELECT string_agg(zone || coalesce(name, '*'), ' ' ORDER BY zone) FROM "
                 "headwater.dirty"),
             std::string("apps.example.* b.example.*"));
}

void PublishingTest::aZoneThatIsGoneHasNoSettings()
{
    m_session->run("DELETE FROM headwater.zone");
    QCOMPARE(ask("SELECT headwater.dirty_zones()"), std::string("apps.example."));
    QCOMPARE(ask("SELECT everything AND primary_ns IS NULL FROM "
                 "headwater.take_dirty('apps.example.', 10)"),
             std::string("true"));
}

void PublishingTest::aVersionAndTheEndOfItsMarksAreOneCommit()
{
    m_session->run("LISTEN headwater_version; SELECT headwater.mark('{apps.example}', "
                   "'{a.apps.example}')");
    const std::string ids = ask("SELECT ids FROM headwater.take_dirty('apps.example.', 10)");
    m_session->run("SELECT headwater.mark('{apps.example}', '{late.apps.example}')");
    m_session->run("BEGIN; " + commit(1, 5, "NULL", "'" + ids + "'") + "; ROLLBACK");
    QCOMPARE(ask("SELECT count(*) FROM headwater.dirty"), std::string("2"));
    QCOMPARE(ask("SELECT count(*) FROM headwater.serial_floor"), std::string("0"));
    m_session->run(commit(1, 5, "NULL", "'" + ids + "'"));
    QCOMPARE(ask("SELECT name FROM headwater.dirty"), std::string("late.apps.example."));
    QCOMPARE(
        ask("SELECT concat_ws(' ', number, serial, term, headwater.microseconds(committed_at), "
            "headwater.microseconds(published_at)) FROM headwater.version"),
        std::string("1 5 1 1700000000123456 1700000000123457"));
    const auto told = m_session->connection().notifications();
    QVERIFY(told && told->size() == 1 && told->front().payload == "apps.example.");
}

void PublishingTest::anotherTermCannotCommit()
{
    m_session->refuse(commit(0, 1, "NULL"), "with term 1; this one had term 0 (SQLSTATE HW001)");
    m_session->run("SELECT headwater.take_leadership('e2', 1)"); // the lock went with its session
    m_session->refuse(commit(1, 1, "NULL"), "engine e2 leads since");
    m_session->refuse("SELECT headwater.discard_dirty(1, 'apps.example.', '{}')", "HW001");
    m_session->refuse("SELECT headwater.forget_versions(1, 'apps.example.')", "HW001");
    m_session->run(commit(2, 1, "NULL"));
}

void PublishingTest::aLeaderIsHeldUpUntilACommitIsOver()
{
    Session next = m_database.session();
    m_session->run("BEGIN; " + commit(1, 1, "NULL"));
    m_session->run("SELECT pg_advisory_unlock(headwater.leader_key())"); // as if it had died
    next.run("SET statement_timeout = '200ms'");
    next.refuse("SELECT headwater.take_leadership('e2', 2)", "statement timeout");
    m_session->run("COMMIT");
    QCOMPARE(next.ask("SELECT headwater.take_leadership('e2', 2)"), std::string("2"));
    m_session->refuse(commit(1, 2, "1"), "HW001");
}

void PublishingTest::aSerialNeverGoesBackwards()
{
    m_session->run(commit(1, 4294967295, "NULL"));
    m_session->refuse(commit(1, 4294967295, "4294967295"), "HW002");
    m_session->refuse(commit(1, 4294967294, "4294967295"), "is not newer than 4294967295");
    m_session->run(commit(1, 1, "4294967295")); // the circle, RFC 1982
    m_session->run("SELECT headwater.raise_floor('apps.example.', 10), "
                   "headwater.raise_floor('apps.example.', 3)");
    m_session->refuse(commit(1, 10, "1"), "HW002");
    m_session->run(commit(1, 11, "1"));
    m_session->refuse(commit(1, 0, "11"), "HW002");
}

void PublishingTest::theFloorOutlivesTheZone()
{
    m_session->run(commit(1, 7, "NULL"));
    m_session->run(
        "DELETE FROM headwater.zone; SELECT headwater.forget_versions(1, 'apps.example.')");
    QCOMPARE(ask("SELECT count(*) FROM headwater.version"), std::string("0"));
    m_session->run("INSERT INTO headwater.zone (name) VALUES ('apps.example.')");
    m_session->refuse(commit(1, 7, "NULL"), "HW002");
    m_session->run(commit(1, 8, "NULL"));
    QCOMPARE(ask("SELECT number FROM headwater.version"), std::string("2")); // none comes twice
}

void PublishingTest::versionsAreOneChain()
{
    m_session->refuse(commit(1, 2, "1"), "serial 2 follows 1, but the newest version is none");
    m_session->run(commit(1, 1, "NULL"));
    m_session->run(commit(1, 2, "1"));
    m_session->refuse(commit(1, 3, "1"), "HW003");
    m_session->refuse(commit(1, 3, "NULL"),
                      "serial 3 follows no version, but the newest version is 2");
    QCOMPARE(ask("SELECT string_agg(number || ':' || sequence, ' ' ORDER BY number) FROM "
                 "headwater.version"),
             std::string("1:1 2:2"));
}

void PublishingTest::oldVersionsGoWithTheirReceipts()
{
    m_session->run(commit(1, 1, "NULL"));
    m_session->run(commit(1, 2, "1"));
    m_session->run("SELECT headwater.note_live('apps.example.', 1, 1, 2, 5), "
                   "headwater.note_live('apps.example.', 2, 1, 2, 5)");
    m_session->run(commit(1, 3, "2", "'{}'", 2));
    QCOMPARE(ask("SELECT string_agg(serial::text, ' ' ORDER BY number) FROM headwater.version"),
             std::string("2 3"));
    QCOMPARE(ask("SELECT string_agg(serial::text, ' ') FROM headwater.receipt"), std::string("2"));
}

void PublishingTest::onlyOneSessionLeads()
{
    auto other = std::make_unique<Session>(m_database.url());
    QCOMPARE(other->ask("SELECT headwater.take_leadership('e2', 2)"), std::string());
    QCOMPARE(ask("SELECT engine FROM headwater.leader"), std::string("e1"));
    m_session = std::make_unique<Session>(m_database.url()); // the first one is gone
    QTRY_VERIFY(!other->ask("SELECT headwater.take_leadership('e2', 2)").empty());
    QCOMPARE(ask("SELECT engine FROM headwater.leader"), std::string("e2"));
}

void PublishingTest::aLeaderThatHangsIsDeposed()
{
    Session leader = m_database.session();
    Session next = m_database.session();
    m_session->run("SELECT pg_advisory_unlock(headwater.leader_key())");
    const std::string backend = std::to_string(leader.connection().backendPid());
    leader.run("SELECT headwater.beat('e2', 'host', 'leader', ARRAY[" + backend +
               "], '0'), headwater.take_leadership('e2', pg_backend_pid())");
    QCOMPARE(next.ask("SELECT headwater.depose_if_dead('1 hour')"), std::string("0"));
    QCOMPARE(next.ask("SELECT headwater.take_leadership('e3', 1)"), std::string());
    next.run("UPDATE headwater.engine SET beat = beat - interval '2 hours'");
    QCOMPARE(next.ask("SELECT headwater.depose_if_dead('1 hour')"), std::string("1"));
    QTRY_VERIFY(!next.ask("SELECT headwater.take_leadership('e3', 1)").empty());
    QVERIFY(!leader.connection().run("SELECT 1") && leader.connection().isConnectionLost());
}

void PublishingTest::anApplicationLearnsWhichSerialHoldsItsChange()
{
    const std::string published = "SELECT headwater.published('Apps.example')";
    QCOMPARE(ask(published), std::string());
    m_session->run(commit(1, 1, "NULL"));
    QCOMPARE(ask(published), std::string("1"));
    m_session->run("SELECT headwater.mark('{b.example}'); SELECT headwater.mark('{apps.example}')");
    QCOMPARE(ask(published), std::string());
    m_session->run(
        commit(1, 2, "1", "(SELECT ids FROM headwater.take_dirty('apps.example.', 10))"));
    QCOMPARE(ask(published), std::string("2"));
    m_session->run("SELECT headwater.mark(ARRAY[NULL])");
    QCOMPARE(ask(published), std::string());
}

void PublishingTest::aZoneIsLiveWhenItsSecondariesSaySo()
{
    const auto live = [this](const char* asked) {
        return ask("SELECT headwater.is_live(" + std::string(asked) + ")");
    };
    QCOMPARE(live("'apps.example', 1"), std::string("false"));
    m_session->run("SELECT headwater.note_live('apps.example.', 1, 1, 2, 5)");
    QCOMPARE(live("'Apps.Example', 1"), std::string("false"));
    QCOMPARE(live("'apps.example', 1, 1"), std::string("true"));
    QCOMPARE(live("'apps.example', 2, 1"), std::string("false"));
    m_session->run("SELECT headwater.note_live('apps.example.', 3, 2, 2, 5)");
    QCOMPARE(live("'apps.example', 1"), std::string("true")); // what is later holds it too
    QCOMPARE(live("'apps.example.', 4294967295"), std::string("true"));
    QCOMPARE(live("'b.example', 1"), std::string("false"));
    m_session->run("SELECT headwater.note_live('b.example.', 1, 0, 0, 5)");
    QCOMPARE(live("'b.example', 1"), std::string("false")); // no secondary, nobody has it
}

void PublishingTest::theApplicationIsToldOfEveryReceipt()
{
    m_session->run(
        "LISTEN headwater_live; SELECT headwater.note_live('apps.example.', 7, 1, 2, 86)");
    QCOMPARE(ask("SELECT live || ' ' || \"of\" FROM headwater.receipt"), std::string("1 2"));
    const auto told = m_session->connection().notifications();
    QVERIFY(told && told->size() == 1);
    QCOMPARE(told->front().payload,
             std::string(
                 R"({"zone" : "apps.example.", "serial" : 7, "live" : 1, "of" : 2, "ms" : 86})"));
}

void PublishingTest::theAuditKeepsTheNewest()
{
    m_session->run(
        "INSERT INTO headwater.audit (who, action, object, detail) SELECT 'x', '', '', '' "
        "FROM generate_series(1, 100010); SELECT headwater.note('me', 'a', 'b', 'c')");
    QCOMPARE(ask("SELECT count(*) FROM headwater.audit"), std::string("100000"));
}

QTEST_GUILESS_MAIN(PublishingTest)
#include "publishing.moc"
