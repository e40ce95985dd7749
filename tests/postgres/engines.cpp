#include <csignal>

#include <QJsonObject>

#include "postgres/enginebench.h"

using namespace headwater;

/// Several engines on one database: one publishes, all serve the same octets.
class Engines : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void followersServeTheSameOctets();
    void aFollowerThatCameLaterHasTheHistory();
    void whenTheLeaderIsKilledAnotherTakesOver();
    void aHungLeaderIsDeposedAndPublishesNothingAfterwards();
    void threeEnginesHaveOneLeader();
};

namespace {

void add(Application& session, const char* owner, const char* address)
{
    session.run(std::string("INSERT INTO headwater.record (zone, name, type, content) VALUES"
                            " ('apps.example.', '") +
                owner + "', 'A', '" + address + "')");
}

const QString One = QStringLiteral("one");
const QString Two = QStringLiteral("two");
const QString Three = QStringLiteral("three");

} // namespace

void Engines::followersServeTheSameOctets()
{
    EngineBench bench;
    bench.makeZone(500);
    bench.start(One);
    QVERIFY(bench.becomes(One, "leader"));
    bench.start(Two);
    QVERIFY(bench.becomes(Two, "follower"));
    QVERIFY(bench.answers(Two, "app-500.apps.example.", "10.0.1.244"));
    Application session = bench.session();
    for (int i = 0; i < 5; ++i) {
        const std::string name = "n" + std::to_string(i) + ".apps.example.";
        add(session, name.c_str(), "192.0.2.1");
        QVERIFY(bench.answers(Two, name.c_str(), "192.0.2.1"));
    }
    QCOMPARE(bench.lines(One), bench.lines(Two));
    QVERIFY(bench.lines(One).size() == 508);
    for (const std::uint32_t serial : {1U, 3U}) {
        const auto a = bench.client(One).ixfr(*Name::parse("apps.example."), Serial(serial));
        const auto b = bench.client(Two).ixfr(*Name::parse("apps.example."), Serial(serial));
        QVERIFY(a && b);
        QVERIFY(a->kind() == Transfer::Kind::Incremental);
        QCOMPARE(a->octets(), b->octets());
        QCOMPARE(a->sequences().size(), b->sequences().size());
    }
}

void Engines::aFollowerThatCameLaterHasTheHistory()
{
    EngineBench bench;
    bench.makeZone(500);
    bench.start(One);
    QVERIFY(bench.reaches(One, Serial(1)));
    Application session = bench.session();
    for (int i = 0; i < 5; ++i) {
        const std::string name = "n" + std::to_string(i) + ".apps.example.";
        add(session, name.c_str(), "192.0.2.1");
        QVERIFY(bench.answers(One, name.c_str(), "192.0.2.1"));
    }
    bench.start(Two);
    QVERIFY(bench.reaches(Two, *bench.serial(One)));
    QCOMPARE(bench.lines(One), bench.lines(Two));
    const auto transfer = bench.client(Two).ixfr(*Name::parse("apps.example."), Serial(2));
    QVERIFY(transfer);
    QVERIFY(transfer->kind() == Transfer::Kind::Incremental);
}

void Engines::whenTheLeaderIsKilledAnotherTakesOver()
{
    EngineBench bench;
    bench.makeZone();
    bench.start(One);
    QVERIFY(bench.becomes(One, "leader"));
    bench.start(Two);
    QVERIFY(bench.reaches(Two, Serial(1)));
    bench.engine(One).kill();
    Application session = bench.session();
    add(session, "after.apps.example.", "192.0.2.9");
    QVERIFY(bench.answers(Two, "after.apps.example.", "192.0.2.9", Milliseconds{5'000}));
    bench.start(One);
    QVERIFY(bench.reaches(One, *bench.serial(Two)));
    QVERIFY(bench.becomes(One, "follower"));
    QCOMPARE(bench.lines(One), bench.lines(Two));
}

void Engines::aHungLeaderIsDeposedAndPublishesNothingAfterwards()
{
    EngineBench bench;
    bench.makeZone();
    bench.start(One);
    QVERIFY(bench.becomes(One, "leader"));
    bench.start(Two);
    QVERIFY(bench.reaches(Two, Serial(1)));
    QCOMPARE(::kill(static_cast<pid_t>(bench.engine(One).pid()), SIGSTOP), 0);
    Application session = bench.session();
    add(session, "after.apps.example.", "192.0.2.9");
    QVERIFY(bench.answers(Two, "after.apps.example.", "192.0.2.9", Milliseconds{8'000}));
    QCOMPARE(::kill(static_cast<pid_t>(bench.engine(One).pid()), SIGCONT), 0);
    QVERIFY(bench.reaches(One, *bench.serial(Two)));
    QVERIFY(bench.becomes(One, "follower"));
    QCOMPARE(bench.lines(One), bench.lines(Two));
    QCOMPARE(session.ask("SELECT count(DISTINCT serial) = count(*) FROM headwater.version"),
             std::string("t"));
}

void Engines::threeEnginesHaveOneLeader()
{
    EngineBench bench;
    bench.makeZone();
    for (const QString& name : {One, Two, Three})
        bench.start(name);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.leader().isEmpty(), 10'000);
    Application session = bench.session();
    for (int round = 0; round < 2; ++round) {
        bench.engine(bench.leader()).kill();
        const std::string name = "r" + std::to_string(round) + ".apps.example.";
        add(session, name.c_str(), "192.0.2.1");
        QTRY_VERIFY_WITH_TIMEOUT(!bench.leader().isEmpty(), 10'000);
        QVERIFY(bench.answers(bench.leader(), name.c_str(), "192.0.2.1"));
    }
    QCOMPARE(session.ask("SELECT count(DISTINCT term) FROM headwater.version"), std::string("3"));
}

QTEST_GUILESS_MAIN(Engines)
#include "engines.moc"
