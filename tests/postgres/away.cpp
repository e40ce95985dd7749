#include <QJsonObject>

#include "postgres/enginebench.h"

using namespace headwater;

/// The database is away, comes back, or comes back as it was yesterday.
class Away : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void zonesAreServedWhileTheDatabaseIsAway();
    void anEngineStartsAndServesWithoutTheDatabase();
    void writesAreRefusedMeanwhile();
    void aKilledDatabaseLosesNoCommit();
    void aRestoredDatabaseSendsNoSerialBackwards();
    void anEmptyDatabaseTakesNothingAway();
};

namespace {

const QString One = QStringLiteral("one");

void add(Application session, const std::string& owner, const char* address)
{
    session.run("INSERT INTO headwater.record (zone, name, type, content) VALUES"
                " ('apps.example.', '" +
                owner + "', 'A', '" + address + "')");
}

} // namespace

void Away::zonesAreServedWhileTheDatabaseIsAway()
{
    EngineBench bench;
    bench.makeZone(1);
    bench.start(One);
    QVERIFY(bench.answers(One, "app-1.apps.example.", "10.0.0.1"));
    bench.database().server().stop();
    QVERIFY(bench.becomes(One, "away"));
    QVERIFY(!bench.source(One).value(QLatin1String("lastError")).toString().isEmpty());
    QVERIFY(bench.source(One).value(QLatin1String("asOf")).toDouble() > 0);
    QVERIFY(bench.engine(One).logText().contains(QStringLiteral("zones are served as of")));
    QVERIFY(bench.answers(One, "app-1.apps.example.", "10.0.0.1"));
    QVERIFY(bench.database().server().startAndWait());
    add(bench.session(), "back.apps.example.", "192.0.2.1");
    QVERIFY(bench.answers(One, "back.apps.example.", "192.0.2.1"));
    QCOMPARE(bench.serial(One)->value(), 2U);
}

void Away::anEngineStartsAndServesWithoutTheDatabase()
{
    EngineBench bench;
    bench.makeZone(1);
    bench.start(One);
    QVERIFY(bench.answers(One, "app-1.apps.example.", "10.0.0.1"));
    bench.stop(One);
    bench.database().server().stop();
    bench.start(One);
    QVERIFY(bench.answers(One, "app-1.apps.example.", "10.0.0.1"));
    QVERIFY(bench.lines(One).size() == 4);
    QVERIFY(bench.database().server().startAndWait());
    for (int i = 0; i < 3; ++i)
        add(bench.session(), "n" + std::to_string(i) + ".apps.example.", "192.0.2.1");
    QVERIFY(bench.answers(One, "n2.apps.example.", "192.0.2.1"));
}

void Away::writesAreRefusedMeanwhile()
{
    EngineBench bench;
    bench.makeZone(1);
    HeadwaterProcess& one = bench.start(One);
    QVERIFY(bench.answers(One, "app-1.apps.example.", "10.0.0.1"));
    bench.database().server().stop();
    QVERIFY(bench.becomes(One, "away"));
    const auto tried = one.headwaterctl({QStringLiteral("record"), QStringLiteral("set"),
                                         QStringLiteral("www.apps.example."), QStringLiteral("A"),
                                         QStringLiteral("192.0.2.1")});
    QVERIFY(tried.code != 0);
    QVERIFY2(tried.errors.contains(QStringLiteral("PostgreSQL is away")), qPrintable(tried.errors));
}

void Away::aKilledDatabaseLosesNoCommit()
{
    EngineBench bench;
    bench.makeZone();
    bench.start(One);
    QVERIFY(bench.reaches(One, Serial(1)));
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 20; ++i)
            add(bench.session(), "n" + std::to_string(round * 20 + i) + ".apps.example.",
                "192.0.2.1");
        bench.database().server().kill();
        QVERIFY(bench.database().server().startAndWait());
    }
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(One).size(), std::size_t{63}, 20'000);
    QCOMPARE(bench.session().ask("SELECT sum(added - removed) FROM headwater.version WHERE"
                                 " number > 1"),
             std::string("60"));
}

void Away::aRestoredDatabaseSendsNoSerialBackwards()
{
    EngineBench bench;
    bench.makeZone(1);
    bench.start(One);
    QVERIFY(bench.reaches(One, Serial(1)));
    add(bench.session(), "kept.apps.example.", "192.0.2.1");
    QVERIFY(bench.answers(One, "kept.apps.example.", "192.0.2.1"));
    bench.session().run("CREATE SCHEMA old; CREATE TABLE old.record AS SELECT * FROM"
                        " headwater.record; CREATE TABLE old.version AS SELECT * FROM"
                        " headwater.version; CREATE TABLE old.serial_floor AS SELECT * FROM"
                        " headwater.serial_floor");
    add(bench.session(), "lost.apps.example.", "192.0.2.2");
    QVERIFY(bench.answers(One, "lost.apps.example.", "192.0.2.2"));
    const Serial newest = *bench.serial(One);
    bench.stop(One);
    // As pg_restore of the older state leaves it.
    bench.session().run(
        "SET session_replication_role = replica;"
        "DELETE FROM headwater.record; INSERT INTO headwater.record (zone, name, type, ttl,"
        " content) SELECT zone, name, type, ttl, content FROM old.record;"
        "DELETE FROM headwater.version WHERE number > 2; DELETE FROM headwater.serial_floor;"
        "INSERT INTO headwater.serial_floor SELECT * FROM old.serial_floor");
    bench.start(One);
    QTRY_VERIFY_WITH_TIMEOUT(bench.serial(One) && bench.serial(One)->isNewerThan(newest), 10'000);
    QVERIFY(bench.answers(One, "kept.apps.example.", "192.0.2.1"));
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(One).size(), std::size_t{5}, 10'000);
    add(bench.session(), "new.apps.example.", "192.0.2.3");
    QVERIFY(bench.answers(One, "new.apps.example.", "192.0.2.3"));
}

void Away::anEmptyDatabaseTakesNothingAway()
{
    EngineBench bench;
    bench.makeZone(1);
    HeadwaterProcess& one = bench.start(One);
    QVERIFY(bench.answers(One, "app-1.apps.example.", "10.0.0.1"));
    bench.stop(One);
    bench.session().run("SET session_replication_role = replica; DELETE FROM headwater.record;"
                        "DELETE FROM headwater.zone; DELETE FROM headwater.version;"
                        "DELETE FROM headwater.serial_floor; DELETE FROM headwater.dirty");
    bench.start(One);
    QTRY_VERIFY_WITH_TIMEOUT(one.logText().contains(QStringLiteral("has no zones")), 10'000);
    QVERIFY(bench.answers(One, "app-1.apps.example.", "10.0.0.1"));
    bench.makeZone(2);
    QVERIFY(bench.answers(One, "app-2.apps.example.", "10.0.0.2", Milliseconds{15'000}));
    QVERIFY(bench.serial(One)->isNewerThan(Serial(1)));
}

QTEST_GUILESS_MAIN(Away)
#include "away.moc"
