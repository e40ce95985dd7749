#include <QTest>

#include <QJsonArray>

#include "textoutput.h"

using namespace headwater;

/// What headwaterctl prints of an answer.
class TextOutputTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void durationsAreWrittenAsEverywhereElse()
    {
        QCOMPARE(durationText(95.3), QStringLiteral("95.3 ms"));
        QCOMPARE(durationText(1420.0), QStringLiteral("1.42 s"));
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
