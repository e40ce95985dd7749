#include "status/facttext.h"

#include "engine/status/statusfixture.h"

using namespace headwater;
using namespace headwater::test;

class FactTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPublicationIsOneLine()
    {
        const Fact fact = published(0, 2025112018);
        QCOMPARE(factText(fact), QStringLiteral("apps.example 2025112018 published, +1 ") +
                                     QChar(0x2212) +
                                     QStringLiteral("1, in 2.0 ms, by file apps.example.zone"));
        QCOMPARE(logLine(fact).level, LogLevel::Notice);
    }

    void everyKindOfFactHasALineAndARow()
    {
        const Name zone = name("apps.example");
        const std::vector<Fact> facts{
            published(0, 7),
            loaded(0, 7),
            {at(0), ZoneRejected{zone, "f", "line 14: no"}},
            {at(0), ZoneAccepted{zone}},
            {at(0), ZoneRetiring{zone, at(1000), "file gone"}},
            {at(0), ZoneRetired{zone}},
            sent(0, 7),
            acked(0, 7),
            unanswered(0, 7),
            asked(0, 7),
            transferred(0, 7),
            {at(0), TransferBroken{zone, "nsd", QueryKind::Axfr, Serial(7), 9, "a", "stalled"}},
            refused(0),
            shows(0, 7),
            silent(0),
            live(0, 7),
            {at(0), EngineProblem{"dns", "port in use"}},
            {at(0), EngineProblemEnded{"dns"}}};
        QCOMPARE(facts.size(), std::variant_size_v<Fact::Body>);
        for (std::size_t i = 0; i < facts.size(); ++i) {
            QCOMPARE(facts[i].body.index(), i);
            const QJsonObject row = factRow(facts[i]);
            QVERIFY(textOf(row, "text").size() > 8);
            QVERIFY(!textOf(row, "text").contains(QLatin1Char('%')));
            QVERIFY(!textOf(row, "kind").isEmpty());
            QCOMPARE(numberOf(row, "at"), 1763649000000.0);
            if (i < 16)
                QCOMPARE(textOf(row, "zone"), QStringLiteral("apps.example"));
        }
        QCOMPARE(factKind(facts[15]), QStringLiteral("SecondaryLive"));
    }

    void whoIsNoSecondaryIsNamedByItsAddress()
    {
        Fact fact = transferred(5, 7);
        auto& body = std::get<TransferFinished>(fact.body);
        body.secondary.clear();
        body.address = "127.0.0.1";
        QVERIFY(textOf(factRow(fact), "text").contains(QStringLiteral(" on 127.0.0.1: ")));
    }

    void whatWentWrongIsAWarning()
    {
        QCOMPARE(logLine(refused(0)).level, LogLevel::Warning);
        QCOMPARE(logLine(acked(0, 7, "nsd", Rcode::Refused)).level, LogLevel::Warning);
        QCOMPARE(logLine(acked(0, 7)).level, LogLevel::Notice);
        QCOMPARE(logLine(shows(0, 7)).level, LogLevel::Debug);
    }

    void theRowHasTheFieldsOfTheFact()
    {
        const QJsonObject row = factRow(transferred(5, 7));
        QCOMPARE(textOf(row, "kind"), QStringLiteral("TransferFinished"));
        QCOMPARE(textOf(row, "secondary"), QStringLiteral("nsd"));
        QCOMPARE(textOf(row, "query"), QStringLiteral("IXFR"));
        QCOMPARE(numberOf(row, "octets"), 612.0);
        QCOMPARE(numberOf(row, "durationMs"), 0.9);
    }
};

QTEST_APPLESS_MAIN(FactTextTest)
#include "facttext.moc"
