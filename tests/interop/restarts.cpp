#include <QDir>

#include "interop/interopbench.h"

using namespace headwater;

/// Either side goes and comes back, and the zone goes on where it was.
class Restarts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRestartedSecondaryGoesOn_data() { InteropBench::addKinds(); }
    void aRestartedSecondaryGoesOn();
    void aSecondaryThatWasAwayCatchesUpByDifferences_data() { InteropBench::addKinds(); }
    void aSecondaryThatWasAwayCatchesUpByDifferences();
    void aRestartedPrimaryGoesOn_data();
    void aRestartedPrimaryGoesOn();
    void aKilledPrimaryLosesNothingThatWasSaved_data() { InteropBench::addKinds(); }
    void aKilledPrimaryLosesNothingThatWasSaved();
    void aPrimaryThatLostItsStateIsLiftedAboveItsSecondary_data() { InteropBench::addKinds(); }
    void aPrimaryThatLostItsStateIsLiftedAboveItsSecondary();
    void aSecondaryThatIsDownIsSaid();
};

namespace {

QStringList www(int last)
{
    return {QStringLiteral("www IN A 192.0.2.%1").arg(last)};
}

} // namespace

void Restarts::aRestartedSecondaryGoesOn()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    QVERIFY(bench.begin(www(1), "192.0.2.1"));
    QTest::qWait(1500); // nsd writes its zone files once a second
    bench.secondary().stop();
    QVERIFY(bench.secondary().startAndWait());
    bench.save(www(2));
    QVERIFY(bench.bothAnswer("192.0.2.2"));
    QVERIFY(bench.tookBy(QStringLiteral("IXFR")));
    bench.compareZones();
}

void Restarts::aSecondaryThatWasAwayCatchesUpByDifferences()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    QVERIFY(bench.begin(www(1), "192.0.2.1"));
    QTest::qWait(1500); // nsd writes its zone files once a second
    const std::uint32_t had = bench.secondarySerial();
    bench.secondary().stop();
    for (int i = 2; i <= 4; ++i) {
        bench.save(www(i));
        QVERIFY(
            bench.answers(bench.engine().dns(), qPrintable(QStringLiteral("192.0.2.%1").arg(i))));
    }
    QVERIFY(bench.secondary().startAndWait());
    QVERIFY(bench.bothAnswer("192.0.2.4"));
    QVERIFY(bench.tookBy(QStringLiteral("IXFR")));
    const auto transfer = bench.told().value(QStringLiteral("lastTransfer")).toObject();
    QCOMPARE(transfer.value(QStringLiteral("from")).toDouble(), double(had));
    bench.compareZones();
}

void Restarts::aRestartedPrimaryGoesOn_data()
{
    QTest::addColumn<ServerKind>("kind");
    QTest::addColumn<bool>("killed");
    QTest::newRow("knot, stopped") << ServerKind::Knot << false;
    QTest::newRow("nsd, stopped") << ServerKind::Nsd << false;
    QTest::newRow("bind, stopped") << ServerKind::Bind << false;
    QTest::newRow("knot, killed") << ServerKind::Knot << true;
    QTest::newRow("nsd, killed") << ServerKind::Nsd << true;
    QTest::newRow("bind, killed") << ServerKind::Bind << true;
}

void Restarts::aRestartedPrimaryGoesOn()
{
    QFETCH(ServerKind, kind);
    QFETCH(bool, killed);
    InteropBench bench(kind);
    QVERIFY(bench.begin(www(1), "192.0.2.1"));
    bench.save(www(2));
    QVERIFY(bench.bothAnswer("192.0.2.2"));
    const std::uint32_t serial = bench.engineSerial();
    if (killed)
        bench.engine().kill();
    else
        QVERIFY(bench.engine().stop());
    QVERIFY(bench.engine().startAndWait());
    QCOMPARE(bench.engineSerial(), serial); // the same contents keep their serial
    bench.save(www(3));
    QVERIFY(bench.bothAnswer("192.0.2.3"));
    QVERIFY(bench.tookBy(QStringLiteral("IXFR")));
    QCOMPARE(bench.told()
                 .value(QStringLiteral("lastTransfer"))
                 .toObject()
                 .value(QStringLiteral("from"))
                 .toDouble(),
             double(serial));
    QCOMPARE(bench.engineSerial(), serial + 1);
    bench.compareZones();
}

void Restarts::aKilledPrimaryLosesNothingThatWasSaved()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    QVERIFY(bench.begin(www(1), "192.0.2.1"));
    std::uint32_t highest = bench.engineSerial();
    // Killed at some moment of the way: read, committed, shown, told, or none of these yet.
    for (int round = 0; round < 8; ++round) {
        bench.save(www(round + 2));
        QTest::qWait(round);
        highest = std::max(highest, bench.secondarySerial());
        bench.engine().kill();
        QVERIFY(bench.engine().startAndWait());
        QVERIFY(bench.answers(bench.engine().dns(),
                              qPrintable(QStringLiteral("192.0.2.%1").arg(round + 2))));
        QVERIFY2(bench.engineSerial() >= highest, "a serial went backwards");
        highest = bench.engineSerial();
    }
    QVERIFY(bench.bothAnswer("192.0.2.9"));
    QCOMPARE(bench.secondarySerial(), bench.engineSerial());
    bench.compareZones();
}

/// It begins at a serial that the secondary has left behind, and would never be asked again.
void Restarts::aPrimaryThatLostItsStateIsLiftedAboveItsSecondary()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    QVERIFY(bench.begin(www(1), "192.0.2.1"));
    for (int i = 2; i <= 4; ++i) {
        bench.save(www(i));
        QVERIFY(bench.bothAnswer(qPrintable(QStringLiteral("192.0.2.%1").arg(i))));
    }
    const std::uint32_t had = bench.secondarySerial();
    bench.engine().stop();
    QVERIFY(QDir(bench.engine().stateFolder()).removeRecursively());
    QVERIFY(bench.engine().startAndWait());
    QTRY_VERIFY_WITH_TIMEOUT(Serial(bench.secondarySerial()).isNewerThan(Serial(had)), 20'000);
    QVERIFY(bench.engine().logText().contains(QStringLiteral("lift above %1").arg(had)));
    QVERIFY(bench.bothAnswer("192.0.2.4"));
    bench.compareZones();
}

void Restarts::aSecondaryThatIsDownIsSaid()
{
    InteropBench bench(ServerKind::Knot); // not started
    bench.save(www(1));
    QVERIFY(bench.engine().startAndWait());
    bench.save(www(2));
    QVERIFY(QTest::qWaitFor(
        [&] {
            const QString state = bench.told().value(QStringLiteral("state")).toString();
            return state != QStringLiteral("ok") && state != QStringLiteral("moving") &&
                   !bench.told().value(QStringLiteral("error")).toString().isEmpty();
        },
        InteropBench::Patience));
    const auto zone =
        bench.engine().headwaterctl({QStringLiteral("zone"), QStringLiteral("interop.example")});
    QCOMPARE(zone.code, 4); // not live
    QVERIFY2(zone.output.contains(QStringLiteral("nothing listens")), qPrintable(zone.output));
}

QTEST_GUILESS_MAIN(Restarts)
#include "restarts.moc"
