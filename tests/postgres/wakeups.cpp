#include <algorithm>
#include <array>

#include <QTest>

#include "postgres/database.h"

using namespace headwater;

namespace {

std::string insert(const std::string& label)
{
    return "INSERT INTO headwater.record (zone, name, type, content) VALUES ('apps.example.', '" +
           label + ".apps.example.', 'A', '192.0.2.1')";
}

/// The engine's side: a session that sleeps by the rules of headwater.mark.
class Sleeper : public Session
{
public:
    using Session::Session;

    /// Whether it may rest: the key is its own, and nothing is dirty. Else it is awake, with no
    /// key.
    bool fallAsleep()
    {
        if (ask("SELECT pg_try_advisory_lock(headwater.wake_key())") != "true")
            return false;
        if (ask("SELECT count(*) FROM headwater.dirty") == "0")
            return true;
        wakeUp();
        return false;
    }

    void wakeUp() { run("SELECT pg_advisory_unlock(headwater.wake_key())"); }

    /// How often it was called.
    int calls()
    {
        if (const auto came = connection().notifications())
            m_calls += static_cast<int>(came->size());
        return m_calls;
    }

private:
    int m_calls = 0;
};

} // namespace

/// A sleeping engine hears of every commit, an awake one is not called, and nothing is ever lost.
class WakeupsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void anEngineThatSleepsIsCalled();
    void anEngineThatIsAwakeIsNotCalled();
    void whoTookItForAwakeKeepsItAwake();
    void whoRolledBackKeepsItAwakeNoLonger();
    void whatWasMarkedJustBeforeItSlept();
    void oneTransactionCallsOnce();
    void theSlowerOfTwoTransactionsIsNotLost();
    void marksOfOneTransactionAreTakenTogether();
    void randomInterleavingsLoseNothing();

private:
    std::string marks() { return m_engine->ask("SELECT count(*) FROM headwater.dirty"); }

    DatabaseServer m_database;
    std::unique_ptr<Sleeper> m_engine;
};

void WakeupsTest::init()
{
    m_database.makeDatabase();
    m_engine = std::make_unique<Sleeper>(m_database.url());
    m_engine->run("INSERT INTO headwater.zone (name) VALUES ('apps.example.');"
                  "TRUNCATE headwater.dirty; LISTEN headwater_dirty");
}

void WakeupsTest::anEngineThatSleepsIsCalled()
{
    QVERIFY(m_engine->fallAsleep());
    m_database.session().run(insert("a"));
    QTRY_COMPARE(m_engine->calls(), 1);
    QCOMPARE(marks(), std::string("1"));
}

void WakeupsTest::anEngineThatIsAwakeIsNotCalled()
{
    Session writer = m_database.session();
    for (const char* label : {"a", "b", "c"})
        writer.run(insert(label));
    // Any other call of the server would bring what was sent.
    QCOMPARE(marks(), std::string("3"));
    QCOMPARE(m_engine->calls(), 0);
}

void WakeupsTest::whoTookItForAwakeKeepsItAwake()
{
    Session writer = m_database.session();
    writer.run("BEGIN; " + insert("a")); // the engine is awake: this one will not call it
    QVERIFY(!m_engine->fallAsleep());    // so it may not sleep, though it sees nothing to do
    QCOMPARE(marks(), std::string("0"));
    writer.run("COMMIT");
    QVERIFY(!m_engine->fallAsleep()); // now it has the key, and sees the mark
    QCOMPARE(marks(), std::string("1"));
}

void WakeupsTest::whoRolledBackKeepsItAwakeNoLonger()
{
    Session writer = m_database.session();
    writer.run("BEGIN; " + insert("a"));
    QVERIFY(!m_engine->fallAsleep());
    writer.run("ROLLBACK");
    QVERIFY(m_engine->fallAsleep());
    writer.run("BEGIN; SAVEPOINT s; " + insert("a") + "; ROLLBACK TO s; COMMIT");
    QCOMPARE(marks(), std::string("0"));
}

void WakeupsTest::whatWasMarkedJustBeforeItSlept()
{
    m_database.session().run(insert("a"));
    QVERIFY(!m_engine->fallAsleep());
    m_engine->run("DELETE FROM headwater.dirty");
    QVERIFY(m_engine->fallAsleep());
}

void WakeupsTest::oneTransactionCallsOnce()
{
    QVERIFY(m_engine->fallAsleep());
    m_database.session().run("BEGIN; " + insert("a") + ";" + insert("b") + ";" + insert("c") +
                             "; COMMIT");
    QCOMPARE(marks(), std::string("3"));
    QTRY_COMPARE(m_engine->calls(), 1);
    QCOMPARE(marks(), std::string("3"));
    QCOMPARE(m_engine->calls(), 1);
}

void WakeupsTest::theSlowerOfTwoTransactionsIsNotLost()
{
    Session slow = m_database.session();
    Session quick = m_database.session();
    slow.run("BEGIN; " + insert("slow"));
    quick.run(insert("quick")); // has the higher id, and is there first
    const std::string taken =
        m_engine->ask("SELECT ids FROM headwater.take_dirty('apps.example.', 100)");
    slow.run("COMMIT");
    m_engine->run("DELETE FROM headwater.dirty WHERE id = ANY ('" + taken + "')");
    QCOMPARE(m_engine->ask("SELECT names FROM headwater.take_dirty('apps.example.', 100)"),
             std::string("{slow.apps.example.}"));
}

void WakeupsTest::marksOfOneTransactionAreTakenTogether()
{
    Session writer = m_database.session();
    m_engine->run("BEGIN ISOLATION LEVEL REPEATABLE READ");
    QCOMPARE(m_engine->ask("SELECT ids FROM headwater.take_dirty('apps.example.', 100)"),
             std::string());
    writer.run("BEGIN; " + insert("a") + ";" + insert("b") + "; COMMIT");
    // What was committed in between is neither in the marks nor in the records.
    QCOMPARE(m_engine->ask("SELECT count(*) FROM headwater.desired('apps.example.')"),
             std::string("0"));
    m_engine->run("COMMIT");
    QCOMPARE(m_engine->ask("SELECT names FROM headwater.take_dirty('apps.example.', 100)"),
             std::string("{a.apps.example.,b.apps.example.}"));
}

void WakeupsTest::randomInterleavingsLoseNothing()
{
    std::vector<Session> writers;
    for (int writer = 0; writer < 4; ++writer)
        writers.push_back(m_database.session());
    std::array<bool, 4> open{};
    int committed = 0;
    int taken = 0;
    std::uint32_t random = 1; // the same every time
    bool asleep = false;
    int heard = 0;
    for (int turn = 0; turn < 400; ++turn) {
        random = random * 1664525 + 1013904223;
        const std::size_t who = (random >> 16) % 5;
        if (who == 4) { // the engine
            if (asleep && m_engine->calls() == heard)
                continue;
            heard = m_engine->calls();
            if (asleep)
                m_engine->wakeUp();
            const std::string ids =
                m_engine->ask("SELECT ids FROM headwater.take_dirty('apps.example.', 100)");
            taken +=
                ids.empty() ? 0 : 1 + static_cast<int>(std::count(ids.begin(), ids.end(), ','));
            m_engine->run("DELETE FROM headwater.dirty WHERE id = ANY ('" +
                          (ids.empty() ? "{}" : ids) + "')");
            asleep = m_engine->fallAsleep();
        } else if (!open[who]) {
            writers[who].run("BEGIN; " + insert("n" + std::to_string(turn)));
            open[who] = true;
        } else {
            writers[who].run("COMMIT");
            open[who] = false;
            ++committed;
        }
    }
    for (std::size_t who = 0; who < 4; ++who) {
        committed += open[who] ? 1 : 0;
        writers[who].run("COMMIT");
    }
    // At rest: either it is called, or it was awake anyway.
    if (asleep && taken < committed)
        QTRY_VERIFY(m_engine->calls() > heard);
    taken += std::stoi(marks());
    QCOMPARE(taken, committed);
}

QTEST_GUILESS_MAIN(WakeupsTest)
#include "wakeups.moc"
