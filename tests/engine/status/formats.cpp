#include "status/formats.h"

#include <QTest>

#include "status/samples.h"

using namespace headwater;

class FormatsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void durationsHaveOneOrTwoUnits_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QString>("text");
        const auto row = [](qint64 us, const char* text) {
            QTest::newRow(text) << us << QString::fromLatin1(text);
        };
        row(0, "0.0 ms");
        row(1900, "1.9 ms");
        row(41600, "41.6 ms");
        row(99940, "99.9 ms");
        row(99960, "100 ms");
        row(186400, "186 ms");
        row(999400, "999 ms");
        row(999600, "1.00 s");
        row(1420000, "1.42 s");
        row(9995000, "9.99 s");
        row(18400000, "18.4 s");
        row(59940000, "59.9 s");
        row(59990000, "1m 00s");
        row(252000000, "4m 12s");
        row(3600000000, "1h 00m");
        row(184680000000, "51h 18m");
        row(601200000000, "6d 23h");
        row(1036800000000, "12 d");
    }
    void durationsHaveOneOrTwoUnits()
    {
        QFETCH(qint64, us);
        QFETCH(QString, text);
        QCOMPARE(durationText(Microseconds(us)), text);
    }

    void aNegativeDurationIsZero()
    {
        QCOMPARE(durationText(Seconds{-5}), QStringLiteral("0.0 ms"));
    }

    void openDurationsAreFloored()
    {
        QCOMPARE(openDurationText(Seconds{252}), QStringLiteral("> 4m"));
        QCOMPARE(openDurationText(Seconds{47}), QStringLiteral("> 40 s"));
        QCOMPARE(openDurationText(Seconds{7200}), QStringLiteral("> 2h"));
    }

    void countsAreGroupedByCommas()
    {
        QCOMPARE(countText(0), QStringLiteral("0"));
        QCOMPARE(countText(999), QStringLiteral("999"));
        QCOMPARE(countText(48213), QStringLiteral("48,213"));
        QCOMPARE(countText(6143762), QStringLiteral("6,143,762"));
        QCOMPARE(countOf(1, QStringLiteral("zone")), QStringLiteral("1 zone"));
        QCOMPARE(countOf(3, QStringLiteral("secondary")), QStringLiteral("3 secondaries"));
    }

    void octetsArePowersOfAThousand()
    {
        QCOMPARE(octetsText(612), QStringLiteral("612 B"));
        QCOMPARE(octetsText(711000), QStringLiteral("711 kB"));
        QCOMPARE(octetsText(1240000), QStringLiteral("1.2 MB"));
        QCOMPARE(octetsText(999999), QStringLiteral("1.0 MB"));
    }

    void sharesHaveAsManyNinesAsNeeded()
    {
        QCOMPARE(shareText(0.012), QStringLiteral("1.2 %"));
        QCOMPARE(shareText(0.9992), QStringLiteral("99.92 %"));
        QCOMPARE(shareText(0.9999998), QStringLiteral("99.99998 %"));
        QCOMPARE(shareText(1), QStringLiteral("100 %"));
    }

    void changesHaveATrueMinus()
    {
        QCOMPARE(changeText(4, 4), QStringLiteral("+4 ") + QChar(0x2212) + QStringLiteral("4"));
        QCOMPARE(changeText(1, 0), QStringLiteral("+1"));
        QCOMPARE(changeText(0, 0), QString());
    }

    void momentsKeepTheirMicroseconds()
    {
        QCOMPARE(moment(Instant(Microseconds(1763649124958123))), 1763649124958.123);
        QCOMPARE(timeText(Instant(Seconds(1763649127))), QStringLiteral("14:32:07"));
        QCOMPARE(eventTimeText(Instant(Milliseconds(1763649126912))),
                 QStringLiteral("14:32:06.912"));
    }

    void p99NeedsAHundredSamples()
    {
        std::vector<double> values;
        QVERIFY(!percentiles(values).p50);
        for (int i = 1; i <= 99; ++i)
            values.push_back(i);
        QCOMPARE(*percentiles(values).p50, 50.0);
        QCOMPARE(*percentiles(values).p99, 99.0); // the greatest
        values.push_back(5000);
        QCOMPARE(*percentiles(values).p99, 99.0);
        QCOMPARE(percentiles(values).samples, std::size_t(100));
    }

    void samplesAreBoundedAndOfARange()
    {
        Samples samples(3);
        for (int i = 0; i < 5; ++i)
            samples.add(Instant(Seconds(i)), Milliseconds(i));
        QCOMPARE(samples.since(Instant{}), (std::vector<double>{2, 3, 4}));
        QCOMPARE(samples.since(Instant(Seconds(4))), std::vector<double>{4});
        QCOMPARE(samples.last(2), (std::vector<double>{3, 4}));
    }
};

QTEST_APPLESS_MAIN(FormatsTest)
#include "formats.moc"
