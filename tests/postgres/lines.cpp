#include <QJsonObject>

#include "postgres/enginebench.h"
#include "support/freeport.h"
#include "support/pgbouncer.h"
#include "support/tcpproxy.h"

using namespace headwater;

/// What lies between the engine and its database.
class Lines : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCutConnectionIsMadeAgainAndNothingIsMissing();
    void aLeaderBehindAPulledCableIsReplaced();
    void theSecondHostIsTakenWhenTheFirstIsAway();
    void aPoolerInTransactionModeIsExplained();
};

namespace {

const QString One = QStringLiteral("one");
const QString Two = QStringLiteral("two");

std::string through(const TcpProxy& proxy, const EngineBench& bench)
{
    const std::string url = bench.database().url();
    return "postgresql://engine@127.0.0.1:" + std::to_string(proxy.port()) +
           url.substr(url.rfind('/'));
}

void add(Application session, const char* owner, const char* address)
{
    session.run(std::string("INSERT INTO headwater.record (zone, name, type, content) VALUES"
                            " ('apps.example.', '") +
                owner + "', 'A', '" + address + "')");
}

} // namespace

void Lines::aCutConnectionIsMadeAgainAndNothingIsMissing()
{
    EngineBench bench;
    bench.makeZone();
    TcpProxy proxy(bench.database().server().port());
    bench.start(One, through(proxy, bench));
    QVERIFY(bench.reaches(One, Serial(1)));
    for (int round = 0; round < 3; ++round) {
        proxy.set(TcpProxy::Line::Cut);
        QVERIFY(bench.becomes(One, "away"));
        const std::string name = "n" + std::to_string(round) + ".apps.example.";
        add(bench.session(), name.c_str(), "192.0.2.1");
        proxy.set(TcpProxy::Line::Up);
        QVERIFY(bench.answers(One, name.c_str(), "192.0.2.1"));
    }
    QCOMPARE(bench.serial(One)->value(), 4U); // one version each time it came back
}

void Lines::aLeaderBehindAPulledCableIsReplaced()
{
    EngineBench bench;
    bench.makeZone();
    TcpProxy proxy(bench.database().server().port());
    bench.start(One, through(proxy, bench));
    QVERIFY(bench.becomes(One, "leader"));
    bench.start(Two);
    QVERIFY(bench.reaches(Two, Serial(1)));
    proxy.set(TcpProxy::Line::Frozen);
    add(bench.session(), "after.apps.example.", "192.0.2.9");
    QVERIFY(bench.answers(Two, "after.apps.example.", "192.0.2.9", Milliseconds{8'000}));
    proxy.set(TcpProxy::Line::Up);
    QVERIFY(bench.reaches(One, *bench.serial(Two)));
    QVERIFY(bench.becomes(One, "follower"));
    QCOMPARE(bench.lines(One), bench.lines(Two));
}

void Lines::theSecondHostIsTakenWhenTheFirstIsAway()
{
    EngineBench bench;
    bench.makeZone(1);
    const std::string url = bench.database().url();
    bench.start(One, "postgresql://engine@127.0.0.1:" + std::to_string(freePort()) +
                         ",127.0.0.1:" + std::to_string(bench.database().server().port()) +
                         url.substr(url.rfind('/')));
    QVERIFY(bench.answers(One, "app-1.apps.example.", "10.0.0.1"));
}

void Lines::aPoolerInTransactionModeIsExplained()
{
    EngineBench bench;
    bench.makeZone(1);
    TemporaryFolder folder;
    PgBouncer pooler(folder.path(), bench.database().server().port());
    QVERIFY2(pooler.startAndWait(), qPrintable(pooler.logText()));
    const std::string url = bench.database().url();
    HeadwaterProcess& one = bench.start(One, pooler.url(url.substr(url.rfind('/') + 1)));
    QTRY_VERIFY2_WITH_TIMEOUT(one.logText().contains(QStringLiteral("PgBouncer")),
                              qPrintable(one.logText()), 20'000);
    QVERIFY(bench.source(One)
                .value(QLatin1String("lastError"))
                .toString()
                .contains(QLatin1String("PgBouncer")));
}

QTEST_GUILESS_MAIN(Lines)
#include "lines.moc"
