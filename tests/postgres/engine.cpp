#include "postgres/enginebench.h"

using namespace headwater;

/// Rows that are committed are answered, exactly, and one at a time.
class Engine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCommittedRowIsAnswered();
    void aTransactionIsOneVersion();
    void aRolledBackTransactionIsNothing();
    void whatComesToTheSameIsNoVersion();
    void aRowThatIsNoRecordHoldsBackItsRRsetOnly();
    void rowsOfAnApplicationsTableAreAnswered();
    void aViewThatLostAColumnLeavesTheZoneAsItWas();
    void aBareNotificationComparesTheZone();
    void aComparisonIsNotForgottenWhenTheViewIsBroken();
    void truncatedRecordsLeaveTheLastGoodVersion();
    void aRenamedZoneIsServedUnderItsNewName();
    void aRemovedZoneIsRefused();
    void aWriteThroughTheApiIsInTheDatabase();
    void tenThousandRowsAreOneVersion();
    void lateCommittersAreNotLost();
    void aKilledEngineLosesAndDoublesNothing();
    void anApplicationIsToldWhenItsChangeIsLive();
};

void Engine::aCommittedRowIsAnswered()
{
    EngineBench bench;
    bench.start(QStringLiteral("one"));
    bench.makeZone();
    QVERIFY(bench.answers(QStringLiteral("one"), "ns1.apps.example.", "192.0.2.53"));
    bench.session().run("INSERT INTO headwater.record (zone, name, type, content) VALUES"
                        " ('apps.example', 'www.apps.example', 'A', '192.0.2.1')");
    QVERIFY(bench.answers(QStringLiteral("one"), "www.apps.example.", "192.0.2.1"));
    bench.session().run("UPDATE headwater.record SET content = '192.0.2.2' WHERE type = 'A' AND"
                        " name = 'www.apps.example.'");
    QVERIFY(bench.answers(QStringLiteral("one"), "www.apps.example.", "192.0.2.2"));
    QCOMPARE(bench.session().ask("SELECT count(*) FROM headwater.dirty"), std::string("0"));
}

void Engine::aTransactionIsOneVersion()
{
    EngineBench bench;
    bench.makeZone();
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    bench.session().run("BEGIN;"
                        "INSERT INTO headwater.record (zone, name, type, content) VALUES"
                        " ('apps.example.', 'a.apps.example', 'A', '192.0.2.1');"
                        "INSERT INTO headwater.record (zone, name, type, content) VALUES"
                        " ('apps.example.', 'b.apps.example', 'A', '192.0.2.2');"
                        "UPDATE headwater.zone SET refresh = 1234; COMMIT");
    QVERIFY(bench.answers(QStringLiteral("one"), "b.apps.example.", "192.0.2.2"));
    QCOMPARE(bench.serial(QStringLiteral("one"))->value(), 2U);
    const auto transfer =
        bench.client(QStringLiteral("one")).ixfr(*Name::parse("apps.example."), Serial(1));
    QVERIFY(transfer);
}

void Engine::aRolledBackTransactionIsNothing()
{
    EngineBench bench;
    bench.makeZone();
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    bench.session().run("BEGIN;"
                        "INSERT INTO headwater.record (zone, name, type, content) VALUES"
                        " ('apps.example.', 'a.apps.example', 'A', '192.0.2.1'); ROLLBACK");
    QTest::qWait(300);
    QCOMPARE(bench.serial(QStringLiteral("one"))->value(), 1U);
}

void Engine::whatComesToTheSameIsNoVersion()
{
    EngineBench bench;
    bench.makeZone();
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    bench.session().run("UPDATE headwater.record SET content = '192.0.2.9' WHERE type = 'A';"
                        "UPDATE headwater.record SET content = '192.0.2.53' WHERE type = 'A'");
    bench.session().run("SELECT pg_notify('dns_zone_changed', '')");
    QTRY_COMPARE_WITH_TIMEOUT(bench.session().ask("SELECT count(*) FROM headwater.dirty"),
                              std::string("0"), 10'000);
    QTest::qWait(200);
    QCOMPARE(bench.serial(QStringLiteral("one"))->value(), 1U);
}

void Engine::aRowThatIsNoRecordHoldsBackItsRRsetOnly()
{
    EngineBench bench;
    bench.makeZone(2);
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.answers(QStringLiteral("one"), "app-1.apps.example.", "10.0.0.1"));
    bench.session().run("BEGIN;"
                        "UPDATE headwater.record SET content = 'no address' WHERE"
                        " name = 'app-1.apps.example.';"
                        "UPDATE headwater.record SET content = '192.0.2.2' WHERE"
                        " name = 'app-2.apps.example.'; COMMIT");
    QVERIFY(bench.answers(QStringLiteral("one"), "app-2.apps.example.", "192.0.2.2"));
    QVERIFY(bench.answers(QStringLiteral("one"), "app-1.apps.example.", "10.0.0.1"));
    QVERIFY(bench.session().ask("SELECT reason FROM headwater.rejected").find("IPv4") !=
            std::string::npos);
    bench.session().run("UPDATE headwater.record SET content = '192.0.2.1' WHERE"
                        " name = 'app-1.apps.example.'");
    QVERIFY(bench.answers(QStringLiteral("one"), "app-1.apps.example.", "192.0.2.1"));
    QCOMPARE(bench.session().ask("SELECT count(*) FROM headwater.rejected"), std::string("0"));
}

namespace {

void makeServices(EngineBench& bench)
{
    bench.session().run(
        "CREATE TABLE public.services (slug text PRIMARY KEY, address inet);"
        "CREATE VIEW public.dns AS SELECT 'apps.example.' AS zone, slug || '.apps.example.' AS"
        " name, 'A' AS type, 60 AS ttl, host(address) AS content FROM public.services;"
        "SELECT headwater.use_view('public.dns');"
        "SELECT headwater.watch('public.services', zone => $$'apps.example.'$$,"
        " name => $$slug || '.apps.example.'$$)");
}

} // namespace

void Engine::rowsOfAnApplicationsTableAreAnswered()
{
    EngineBench bench;
    bench.makeZone();
    makeServices(bench);
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    bench.session().run("INSERT INTO public.services VALUES ('shop', '192.0.2.7')");
    QVERIFY(bench.answers(QStringLiteral("one"), "shop.apps.example.", "192.0.2.7"));
    bench.session().run("UPDATE public.services SET slug = 'store'");
    QVERIFY(bench.answers(QStringLiteral("one"), "store.apps.example.", "192.0.2.7"));
    const auto before = bench.client(QStringLiteral("one"))
                            .lookUp(*Name::parse("shop.apps.example."), RecordType::A);
    QVERIFY(!before || before->empty());
    bench.session().run("TRUNCATE public.services");
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(QStringLiteral("one")).size(), std::size_t{3}, 10'000);
}

void Engine::aViewThatLostAColumnLeavesTheZoneAsItWas()
{
    EngineBench bench;
    bench.makeZone();
    makeServices(bench);
    HeadwaterProcess& one = bench.start(QStringLiteral("one"));
    bench.session().run("INSERT INTO public.services VALUES ('shop', '192.0.2.7')");
    QVERIFY(bench.answers(QStringLiteral("one"), "shop.apps.example.", "192.0.2.7"));
    bench.session().run("DROP VIEW public.dns; CREATE VIEW public.dns AS SELECT slug AS name"
                        " FROM public.services; GRANT SELECT ON public.dns TO PUBLIC;"
                        "INSERT INTO public.services VALUES ('other', '192.0.2.8')");
    QTRY_VERIFY_WITH_TIMEOUT(one.logText().contains(QStringLiteral("public.dns")), 10'000);
    QVERIFY(bench.answers(QStringLiteral("one"), "shop.apps.example.", "192.0.2.7"));
}

void Engine::aBareNotificationComparesTheZone()
{
    EngineBench bench;
    bench.makeZone();
    makeServices(bench);
    bench.session().run("SELECT headwater.unwatch('public.services')");
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.becomes(QStringLiteral("one"), "leader"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    bench.session().run("INSERT INTO public.services VALUES ('shop', '192.0.2.7')");
    bench.session().run("SELECT pg_notify('dns_zone_changed', 'apps.example.')");
    QVERIFY(bench.answers(QStringLiteral("one"), "shop.apps.example.", "192.0.2.7"));
    bench.session().run("UPDATE public.services SET address = '192.0.2.8'");
    bench.session().run("SELECT pg_notify('dns_zone_changed', '')");
    QVERIFY(bench.answers(QStringLiteral("one"), "shop.apps.example.", "192.0.2.8"));
}

/// What it would have found is found when the view is mended and the next row comes.
void Engine::aComparisonIsNotForgottenWhenTheViewIsBroken()
{
    EngineBench bench;
    bench.makeZone();
    makeServices(bench);
    bench.session().run("SELECT headwater.unwatch('public.services')");
    HeadwaterProcess& one = bench.start(QStringLiteral("one"));
    QVERIFY(bench.becomes(QStringLiteral("one"), "leader"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    bench.session().run("INSERT INTO public.services VALUES ('shop', '192.0.2.7');"
                        "ALTER VIEW public.dns RENAME COLUMN content TO contents");
    bench.session().run("SELECT pg_notify('dns_zone_changed', 'apps.example.')");
    QTRY_VERIFY_WITH_TIMEOUT(one.logText().contains(QStringLiteral("public.dns")), 10'000);
    bench.session().run("ALTER VIEW public.dns RENAME COLUMN contents TO content");
    QVERIFY(bench.answers(QStringLiteral("one"), "shop.apps.example.", "192.0.2.7",
                          Milliseconds{30'000}));
}

void Engine::truncatedRecordsLeaveTheLastGoodVersion()
{
    EngineBench bench;
    bench.makeZone(3);
    HeadwaterProcess& one = bench.start(QStringLiteral("one"));
    QVERIFY(bench.answers(QStringLiteral("one"), "app-3.apps.example.", "10.0.0.3"));
    bench.session().run("TRUNCATE headwater.record");
    QTRY_VERIFY_WITH_TIMEOUT(one.logText().contains(QStringLiteral("no NS record")), 10'000);
    QVERIFY(bench.answers(QStringLiteral("one"), "app-3.apps.example.", "10.0.0.3"));
}

void Engine::aRenamedZoneIsServedUnderItsNewName()
{
    EngineBench bench;
    bench.makeZone(1);
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.answers(QStringLiteral("one"), "app-1.apps.example.", "10.0.0.1"));
    bench.session().run("BEGIN; UPDATE headwater.zone SET name = 'other.example.';"
                        "UPDATE headwater.record SET content = 'ns1.other.example.' WHERE"
                        " type = 'NS'; COMMIT");
    QVERIFY(bench.answers(QStringLiteral("one"), "app-1.other.example.", "10.0.0.1"));
    QVERIFY(!bench.serial(QStringLiteral("one"), "apps.example."));
}

void Engine::aRemovedZoneIsRefused()
{
    EngineBench bench;
    bench.makeZone(1);
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.answers(QStringLiteral("one"), "app-1.apps.example.", "10.0.0.1"));
    bench.session().run("INSERT INTO headwater.zone (name) VALUES ('second.example');"
                        "DELETE FROM headwater.zone WHERE name = 'apps.example.'");
    QTRY_VERIFY_WITH_TIMEOUT(!bench.serial(QStringLiteral("one")), 10'000);
    bench.session().run("DELETE FROM headwater.zone");
    bench.makeZone(1);
    QVERIFY(bench.answers(QStringLiteral("one"), "app-1.apps.example.", "10.0.0.1"));
    QVERIFY(bench.serial(QStringLiteral("one"))->isNewerThan(Serial(1)));
}

void Engine::aWriteThroughTheApiIsInTheDatabase()
{
    EngineBench bench;
    bench.makeZone();
    HeadwaterProcess& one = bench.start(QStringLiteral("one"));
    QVERIFY(bench.becomes(QStringLiteral("one"), "leader"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    const auto added = one.headwaterctl({QStringLiteral("record"), QStringLiteral("set"),
                                         QStringLiteral("www.apps.example."), QStringLiteral("A"),
                                         QStringLiteral("192.0.2.1")});
    QVERIFY2(added.code == 0, qPrintable(added.errors + added.output));
    QVERIFY(bench.answers(QStringLiteral("one"), "www.apps.example.", "192.0.2.1"));
    QCOMPARE(bench.session().ask(
                 "SELECT content FROM headwater.record WHERE name = 'www.apps.example.'"),
             std::string("192.0.2.1"));
}

void Engine::tenThousandRowsAreOneVersion()
{
    EngineBench bench;
    bench.makeZone();
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    bench.session().run("INSERT INTO headwater.record (zone, name, type, content) SELECT"
                        " 'apps.example.', 'n' || n || '.apps.example.', 'A', '192.0.2.1' FROM"
                        " generate_series(1, 10000) AS n");
    QVERIFY(bench.answers(QStringLiteral("one"), "n10000.apps.example.", "192.0.2.1",
                          Milliseconds{30'000}));
    QCOMPARE(bench.serial(QStringLiteral("one"))->value(), 2U);
    QCOMPARE(bench.lines(QStringLiteral("one")).size(), std::size_t{10'003});
}

/// Ids are handed out in another order than transactions commit in.
void Engine::lateCommittersAreNotLost()
{
    EngineBench bench;
    bench.makeZone(1);
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.answers(QStringLiteral("one"), "app-1.apps.example.", "10.0.0.1"));
    Application slow = bench.session();
    slow.run("BEGIN; INSERT INTO headwater.record (zone, name, type, content) VALUES"
             " ('apps.example.', 'slow.apps.example', 'A', '192.0.2.1')");
    bench.session().run("INSERT INTO headwater.record (zone, name, type, content) VALUES"
                        " ('apps.example.', 'fast.apps.example', 'A', '192.0.2.2')");
    QVERIFY(bench.answers(QStringLiteral("one"), "fast.apps.example.", "192.0.2.2"));
    slow.run("COMMIT");
    QVERIFY(bench.answers(QStringLiteral("one"), "slow.apps.example.", "192.0.2.1"));
}

void Engine::aKilledEngineLosesAndDoublesNothing()
{
    EngineBench bench;
    bench.makeZone();
    bench.start(QStringLiteral("one"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    Application session = bench.session();
    for (int round = 0; round < 4; ++round) {
        for (int i = 0; i < 50; ++i)
            session.run("INSERT INTO headwater.record (zone, name, type, content) VALUES"
                        " ('apps.example.', 'n" +
                        std::to_string(round * 50 + i) + ".apps.example', 'A', '192.0.2.1')");
        bench.engine(QStringLiteral("one")).kill();
        bench.start(QStringLiteral("one"));
    }
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(QStringLiteral("one")).size(), std::size_t{203}, 20'000);
    // Every version follows from the one before, and no serial stands twice.
    QCOMPARE(session.ask("SELECT count(*) - count(DISTINCT serial) FROM headwater.version"),
             std::string("0"));
    QCOMPARE(session.ask("SELECT sum(added - removed) FROM headwater.version WHERE number > 1"),
             std::string("200"));
}

/// The loop closes in SQL: the application waits in the database that it uses already.
void Engine::anApplicationIsToldWhenItsChangeIsLive()
{
    EngineBench bench;
    bench.makeZone();
    const auto secondary = bench.startWithSecondary(QStringLiteral("one"));
    QVERIFY(bench.reaches(QStringLiteral("one"), Serial(1)));
    Application application = bench.session();
    QTRY_COMPARE_WITH_TIMEOUT(application.ask("SELECT headwater.is_live('apps.example', 1)"),
                              std::string("t"), 20'000);
    application.listen("headwater_live");
    QCOMPARE(application.ask("SELECT headwater.is_live('apps.example', 2)"), std::string("f"));
    application.run("INSERT INTO headwater.record (zone, name, type, content) VALUES"
                    " ('apps.example', 'www.apps.example', 'A', '192.0.2.1')");
    const std::string told = application.heard();
    QVERIFY2(told.find("\"zone\" : \"apps.example.\", \"serial\" : 2, \"live\" : 1, \"of\" : 1") !=
                 std::string::npos,
             told.c_str());
    QCOMPARE(application.ask("SELECT headwater.is_live('apps.example', 2)"), std::string("t"));
    QCOMPARE(application.ask("SELECT headwater.is_live('apps.example', 2, 2)"), std::string("f"));
    QCOMPARE(DnsClient(secondary->endpoint()).serial(*Name::parse("apps.example."))->value(), 2U);
}

QTEST_GUILESS_MAIN(Engine)
#include "engine.moc"
