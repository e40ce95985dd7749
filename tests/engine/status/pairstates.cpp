#include "engine/status/statusfixture.h"

using namespace headwater;
using namespace headwater::test;

Q_DECLARE_METATYPE(headwater::SyncState)

class PairStatesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aLoadedZoneIsNotObservedUntilItIsLookedAt()
    {
        Books b;
        b.add({loaded(0, 7)});
        QCOMPARE(b.state(1), SyncState::Unknown);
        QCOMPARE(b.books.ledger().neverObserved(), std::size_t(2));
        b.add({shows(10, 7)});
        QCOMPARE(b.state(11), SyncState::Ok);
        QCOMPARE(b.books.ledger().neverObserved(), std::size_t(1));
        QCOMPARE(b.books.ledger().openPairs(), std::size_t(0));
    }

    void aPublicationIsInFlightUntilTheSecondaryShowsIt()
    {
        Books b;
        b.add({loaded(0, 7), shows(1, 7), shows(1, 7, "knot"), published(100, 8)});
        QCOMPARE(b.state(101), SyncState::Moving);
        b.add({sent(102, 8), acked(103, 8), asked(104, 8), transferred(105, 8)});
        QCOMPARE(b.state(106), SyncState::Moving); // invariant 24
        b.add({shows(110, 8), live(110, 8)});
        QCOMPARE(b.state(111), SyncState::Ok);
        QCOMPARE(b.state(111, "knot"), SyncState::Moving);
    }

    void agesBeyondTheBudgetAreLateAfterASecondThenStuckAfterTenBudgets()
    {
        Books b;
        b.add({loaded(0, 7), shows(1, 7), published(100, 8), sent(102, 8)});
        QCOMPARE(b.state(5090), SyncState::Moving);
        QCOMPARE(b.state(5500), SyncState::Moving); // over the budget, but not yet for a second
        QCOMPARE(b.state(6110), SyncState::Lag);
        QCOMPARE(b.state(50000), SyncState::Lag);
        QCOMPARE(b.state(51200), SyncState::Fail); // no step since 102 ms
        b.add({shows(60000, 8)});
        QCOMPARE(b.state(60000), SyncState::Ok); // at once
    }

    void aZoneThatMakesProgressDoesNotAge()
    {
        Books b;
        b.add({loaded(0, 100), shows(1, 100)});
        for (int i = 1; i <= 60; ++i) {
            const auto serial = static_cast<std::uint32_t>(100 + i);
            b.add({published(i * 1000, serial)});
            QCOMPARE(b.state(i * 1000 + 10), SyncState::Moving);
            if (i > 2)
                b.add({shows(i * 1000 + 20, serial - 2)}); // always two versions behind
            QCOMPARE(b.state(i * 1000 + 30), SyncState::Moving);
        }
        const ZoneId id = *b.books.ledger().find(name("apps.example"));
        const LedgerZone& zone = b.books.ledger().zone(id);
        QCOMPARE(zone.behind(zone.pairs[1]), std::uint64_t(2));
    }

    void aDefinitiveErrorIsStuckAfterASecond_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("definitive");
        QTest::newRow("NOTIFY REFUSED") << 0 << true;
        QTest::newRow("NOTIFY NOTAUTH") << 1 << true;
        QTest::newRow("NOTIFY NOTIMP") << 2 << true;
        QTest::newRow("NOTIFY FORMERR") << 3 << true;
        QTest::newRow("NOTIFY SERVFAIL") << 4 << false;
        QTest::newRow("timeout") << 5 << false;
        QTest::newRow("transfer refused") << 6 << true;
        QTest::newRow("two transfers broken") << 7 << false;
        QTest::newRow("three transfers broken") << 8 << true;
    }
    void aDefinitiveErrorIsStuckAfterASecond()
    {
        QFETCH(int, kind);
        QFETCH(bool, definitive);
        Books b;
        b.add({loaded(0, 7), shows(1, 7), published(100, 8), sent(101, 8)});
        const Fact broken{at(200), TransferBroken{name("apps.example"), "nsd", QueryKind::Axfr,
                                                  Serial(8), 100, "a", "closed"}};
        const Rcode rcodes[] = {Rcode::Refused, Rcode::NotAuth, Rcode::NotImp, Rcode::FormErr,
                                Rcode::ServFail};
        if (kind < 5)
            b.add({acked(200, 8, "nsd", rcodes[kind])});
        else if (kind == 5)
            b.add({unanswered(200, 8)});
        else if (kind == 6)
            b.add({refused(200)});
        else if (kind == 7)
            b.add({broken, broken});
        else
            b.add({broken, broken, broken});
        QCOMPARE(b.state(1100), SyncState::Moving);
        QCOMPARE(b.state(1250), definitive ? SyncState::Fail : SyncState::Moving);
    }

    void aSuccessOfTheSameOrALaterStepEndsTheError()
    {
        Books b;
        b.add({loaded(0, 7), shows(1, 7), published(100, 8), refused(200)});
        QCOMPARE(b.state(1250), SyncState::Fail);
        b.add({acked(1300, 8)}); // that NOTIFY is answered says nothing of the transfer
        QCOMPARE(b.state(1301), SyncState::Fail);
        b.add({transferred(1400, 8)});
        QCOMPARE(b.state(1401), SyncState::Moving);
    }

    void aSerialNewerThanAnythingPublishedIsStuck()
    {
        Books b;
        b.add({loaded(0, 7), shows(1, 9)});
        QCOMPARE(b.state(500), SyncState::Ok);
        QCOMPARE(b.state(1100), SyncState::Fail);
        b.add({published(2000, 10), shows(2100, 10)});
        QCOMPARE(b.state(2100), SyncState::Ok);
    }

    void silenceIsNotObservedAndLatenessIsWorse()
    {
        Books b;
        b.add({loaded(0, 7), shows(1, 7), silent(100)});
        QCOMPARE(b.state(101), SyncState::Unknown);
        b.add({published(200, 8)});
        QCOMPARE(b.state(201), SyncState::Unknown);
        QCOMPARE(b.state(6300), SyncState::Lag);
        b.add({shows(6400, 8)});
        QCOMPARE(b.state(6400), SyncState::Ok);
    }

    void aSecondaryThatFallsBackIsLate()
    {
        Books b;
        b.add({loaded(0, 7), shows(1, 7), published(100, 8), shows(200, 8)});
        b.add({shows(60000, 7)});
        QCOMPARE(b.state(60001), SyncState::Moving);
        QCOMPARE(b.state(61100), SyncState::Lag);
    }

    void allPublicAddressesMustShowIt()
    {
        Books b({watched("nsd", "", 2)});
        b.add({loaded(0, 7), shows(1, 7)});
        QCOMPARE(b.state(2), SyncState::Unknown);
        b.add({shows(3, 7, "nsd", "apps.example", 1)});
        QCOMPARE(b.state(4), SyncState::Ok);
        b.add({published(100, 8), shows(150, 8)});
        QCOMPARE(b.state(151), SyncState::Moving);
        b.add({shows(160, 8, "nsd", "apps.example", 1)});
        QCOMPARE(b.state(161), SyncState::Ok);
        b.add({silent(170, "nsd", "apps.example", 1)});
        QCOMPARE(b.state(171), SyncState::Unknown);
        b.add({shows(180, 8)}); // the other address
        QCOMPARE(b.state(181), SyncState::Unknown);
        b.add({shows(190, 8, "nsd", "apps.example", 1)});
        QCOMPARE(b.state(191), SyncState::Ok);
    }

    void theBudgetIsThreeTimesItsOwnP99WithinBounds()
    {
        Books b;
        b.add({loaded(0, 1), shows(1, 1), shows(1, 1, "knot")});
        LedgerSecondary& nsd = b.books.ledger().secondaries()[1];
        QCOMPARE(nsd.budgetAt(at(10)), Microseconds(Seconds{5}));
        b.add({published(10000, 2), live(14000, 2)});
        QCOMPARE(nsd.budgetAt(at(20000)), Microseconds(Milliseconds{3 * 4002}));
        b.add({published(30000, 3), live(90000, 3)});
        QCOMPARE(nsd.budgetAt(at(100000)), Microseconds(Seconds{60}));
        nsd.config.budget = Milliseconds{330000};
        QCOMPARE(nsd.budgetAt(at(101000)), Microseconds(Milliseconds{330000}));
    }

    void aZoneThatWasNeverPublishedIsInNoCount()
    {
        Books b;
        b.add({{at(0), ZoneRejected{name("bad.example"), "bad.example.zone", "line 3: no"}}});
        QCOMPARE(b.books.ledger().neverObserved(), std::size_t(0));
        QCOMPARE(b.books.ledger().zoneCounts(), StateCounts{});
        b.add({published(10, 1, "bad.example")});
        QCOMPARE(b.books.ledger().zoneCounts()[index(SyncState::Moving)], 1U);
        b.add({{at(20), ZoneRetired{name("bad.example")}}});
        QCOMPARE(b.books.ledger().zoneCounts(), StateCounts{});
        QCOMPARE(b.books.ledger().pairCounts(), StateCounts{});
        QVERIFY(!b.books.ledger().oldestOpen());
    }

    void countsAreTheSumOfThePairsAfterAnyFacts()
    {
        std::uint32_t random = 12345;
        const auto next = [&](std::uint32_t below) {
            random = random * 1664525U + 1013904223U;
            return (random >> 8) % below;
        };
        Books b({watched("a", "x", 2), watched("b"), watched("c")});
        const std::string secondaries[] = {"a", "b", "c"};
        std::uint32_t serial = 10;
        for (int step = 0; step < 4000; ++step) {
            const std::string zone = "z" + std::to_string(next(6)) + ".example";
            const std::string& secondary = secondaries[next(3)];
            const int ms = step * 137;
            const std::uint32_t shown = serial - next(4);
            const Fact facts[] = {published(ms, ++serial, zone),
                                  sent(ms, shown, secondary, zone),
                                  acked(ms, shown, secondary, Rcode::NoError, zone),
                                  acked(ms, shown, secondary, Rcode::Refused, zone),
                                  asked(ms, shown, secondary, zone),
                                  transferred(ms, shown, secondary, zone),
                                  refused(ms, secondary, "badkey", zone),
                                  shows(ms, shown, secondary, zone, next(2)),
                                  shows(ms, shown, secondary, zone, 0),
                                  live(ms, shown, secondary, zone),
                                  silent(ms, secondary, zone, 0),
                                  {at(ms), ZoneRetired{name(zone)}}};
            const std::uint32_t kind = next(40);
            b.add({facts[kind < 11 ? kind : kind == 39 ? 11 : kind % 11]});
            check(b.books.ledger());
        }
    }

private:
    static void check(const Ledger& ledger)
    {
        StateCounts pairs{};
        StateCounts zones{};
        std::size_t inCauses = 0;
        for (const auto& entry : ledger.zones()) {
            const LedgerZone& zone = ledger.zone(entry.second);
            if (!zone.counted)
                continue;
            StateCounts own{};
            for (const PairCell& cell : zone.pairs) {
                ++own[index(cell.state)];
                ++pairs[index(cell.state)];
            }
            QCOMPARE(zone.counts, own);
            ++zones[index(zone.state())];
        }
        QCOMPARE(ledger.pairCounts(), pairs);
        QCOMPARE(ledger.zoneCounts(), zones);
        std::uint64_t stations = ledger.neverObserved();
        for (const StateCounts& each : ledger.stations()) {
            for (const std::uint32_t count : each)
                stations += count;
        }
        std::uint64_t all = 0;
        for (const std::uint32_t count : pairs)
            all += count;
        for (const auto& group : ledger.causes().groups())
            inCauses += group.second.members.size();
        QVERIFY2(stations >= all && stations <= all + pairs[index(SyncState::Unknown)],
                 qPrintable(QStringLiteral("%1 of %2").arg(stations).arg(all)));
        QVERIFY(inCauses <= pairs[index(SyncState::Fail)] + pairs[index(SyncState::Lag)] +
                                pairs[index(SyncState::Unknown)]);
        QVERIFY(inCauses >= pairs[index(SyncState::Fail)] + pairs[index(SyncState::Lag)]);
    }
};

QTEST_APPLESS_MAIN(PairStatesTest)
#include "pairstates.moc"
