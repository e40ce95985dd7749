#include <QTest>

#include <QJsonArray>

#include "textoutput.h"

using namespace headwater;

/// What headwaterctl prints of an answer.
class TextOutputTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void durations_data()
    {
        QTest::addColumn<double>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("below 10 ms") << 1.94 << "1.9 ms";
        QTest::newRow("just below 10 ms") << 9.96 << "10 ms";
        QTest::newRow("whole milliseconds") << 186.4 << "186 ms";
        QTest::newRow("seconds") << 1420.0 << "1.42 s";
        QTest::newRow("tens of seconds") << 18400.0 << "18.4 s";
        QTest::newRow("minutes") << 252000.0 << "4m 12s";
        QTest::newRow("hours") << 184680000.0 << "51h 18m";
        QTest::newRow("days") << 601200000.0 << "6d 23h";
    }

    void durations()
    {
        QFETCH(double, milliseconds);
        QFETCH(QString, text);
        QCOMPARE(durationText(milliseconds), text);
    }

    void whatIsNotKnownIsAnEmptyCell()
    {
        QCOMPARE(durationText(QJsonValue()), QString());
        QCOMPARE(timeText(QJsonValue()), QString());
    }

    void columnsAreAsWideAsTheirWidestCell()
    {
        TextTable table({QStringLiteral("A"), QStringLiteral("B")});
        table.add({QStringLiteral("long cell"), QStringLiteral("x")});
        QCOMPARE(table.text(), QStringLiteral("A          B\nlong cell  x\n"));
    }

    void aZoneThatWasRejectedShowsItsProblemBelow()
    {
        const QJsonObject zone{{QStringLiteral("name"), QStringLiteral("apps.example")},
                               {QStringLiteral("state"), QStringLiteral("ok")},
                               {QStringLiteral("live"), 1},
                               {QStringLiteral("of"), 2},
                               {QStringLiteral("serial"), 4294967295.0},
                               {QStringLiteral("problem"), QStringLiteral("line 3: bad")}};
        const QString text = zonesText({{QStringLiteral("zones"), QJsonArray{zone}}});
        QVERIFY(text.contains(QStringLiteral("4294967295")));
        QVERIFY(text.contains(QStringLiteral("1 / 2")));
        QVERIFY(text.endsWith(QStringLiteral("! apps.example: line 3: bad\n")));
    }
};

QTEST_APPLESS_MAIN(TextOutputTest)
#include "textoutput.moc"
