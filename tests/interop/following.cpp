#include <QRandomGenerator>

#include "interop/interopbench.h"

using namespace headwater;

/// A secondary follows its primary: whole at first, by differences from then on.
class Following : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aNewSecondaryTakesTheWholeZone_data() { InteropBench::addKinds(); }
    void aNewSecondaryTakesTheWholeZone();
    void anEditTravelsAsADifference_data() { InteropBench::addKinds(); }
    void anEditTravelsAsADifference();
    void fiftyEditsLeaveTheSameZoneOnBothSides_data() { InteropBench::addKinds(); }
    void fiftyEditsLeaveTheSameZoneOnBothSides();
    void aRecordSetByCommandTravels_data() { InteropBench::addKinds(); }
    void aRecordSetByCommandTravels();
};

void Following::aNewSecondaryTakesTheWholeZone()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    QVERIFY(bench.begin({QStringLiteral("www IN A 192.0.2.1")}, "192.0.2.1"));
    QVERIFY(bench.tookBy(QStringLiteral("AXFR")));
    bench.compareZones();
}

void Following::anEditTravelsAsADifference()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    QVERIFY(bench.begin({QStringLiteral("www IN A 192.0.2.1")}, "192.0.2.1"));
    const std::uint32_t before = bench.engineSerial();

    bench.save({QStringLiteral("www IN A 192.0.2.2"), QStringLiteral("new IN TXT \"x y\"")});
    QVERIFY(bench.bothAnswer("192.0.2.2"));
    QVERIFY(bench.tookBy(QStringLiteral("IXFR")));
    QCOMPARE(bench.engineSerial(), before + 1);
    QCOMPARE(bench.secondarySerial(), before + 1);
    bench.compareZones();

    // What changes nothing publishes nothing.
    bench.save({QStringLiteral("; only a comment"), QStringLiteral("new IN TXT \"x y\""),
                QStringLiteral("www IN A 192.0.2.2")});
    QTest::qWait(300);
    QCOMPARE(bench.engineSerial(), before + 1);
}

void Following::fiftyEditsLeaveTheSameZoneOnBothSides()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    QVERIFY(bench.begin({QStringLiteral("www IN A 192.0.2.1")}, "192.0.2.1"));

    QRandomGenerator random(20251121);
    QMap<QString, QString> lines; // by what makes them one RRset
    for (int edit = 0; edit < 50; ++edit) {
        for (int change = random.bounded(1, 4); change > 0; --change) {
            const QString owner = QStringLiteral("e%1").arg(random.bounded(30));
            switch (random.bounded(5)) {
            case 0:
                lines.remove(owner + QStringLiteral(" A"));
                break;
            case 1:
                lines[owner + QStringLiteral(" TXT")] =
                    owner +
                    QStringLiteral(" %1 IN TXT \"edit %2\"").arg(random.bounded(60, 99)).arg(edit);
                break;
            case 2:
                lines[owner + QStringLiteral(" MX")] =
                    owner +
                    QStringLiteral(" IN MX %1 Mail.interop.example.").arg(random.bounded(20));
                break;
            default:
                lines[owner + QStringLiteral(" A")] =
                    owner + QStringLiteral(" IN A 203.0.113.%1").arg(random.bounded(256));
            }
        }
        QStringList text = lines.values();
        text += QStringLiteral("www IN A 192.0.2.%1").arg(edit + 2);
        bench.save(text);
        if (random.bounded(3) == 0) // some one by one, some in a row
            QVERIFY(bench.answers(bench.secondary().endpoint(),
                                  qPrintable(QStringLiteral("192.0.2.%1").arg(edit + 2))));
        else
            QTest::qWait(random.bounded(8));
    }
    QVERIFY(bench.bothAnswer("192.0.2.51"));
    QVERIFY(bench.tookBy(QStringLiteral("IXFR")));
    QCOMPARE(bench.secondarySerial(), bench.engineSerial());
    bench.compareZones();
}

void Following::aRecordSetByCommandTravels()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    QVERIFY(bench.engine().startAndWait());
    const auto added = bench.engine().headwaterctl(
        {QStringLiteral("zone"), QStringLiteral("add"), QStringLiteral("interop.example"),
         QStringLiteral("--ns"), QStringLiteral("ns1.interop.example")});
    QVERIFY2(added.code == 0, qPrintable(added.errors));
    QVERIFY(bench.secondary().startAndWait());
    const auto set = bench.engine().headwaterctl({QStringLiteral("record"), QStringLiteral("set"),
                                                  QStringLiteral("www.interop.example"),
                                                  QStringLiteral("A"), QStringLiteral("192.0.2.10"),
                                                  QStringLiteral("--ttl"), QStringLiteral("60")});
    QVERIFY2(set.code == 0, qPrintable(set.errors));
    QVERIFY(bench.bothAnswer("192.0.2.10"));
    bench.compareZones();
}

QTEST_GUILESS_MAIN(Following)
#include "following.moc"
