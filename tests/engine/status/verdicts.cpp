#include "status/verdict.h"

#include "engine/status/statusfixture.h"
#include "status/expirywatch.h"

using namespace headwater;
using namespace headwater::test;

namespace {

Verdict verdictFor(Books& b, int ms, std::size_t zonesMoving = 0)
{
    b.books.ledger().judgeDue(at(ms));
    const Ledger& ledger = b.books.ledger();
    Situation situation;
    situation.causes = causeViews(b.books, {}, QStringLiteral("127.0.0.1:5300"), at(ms));
    situation.problems = b.books.problems();
    situation.zones = ledger.zones().size();
    situation.zonesOk = ledger.zoneCounts()[index(SyncState::Ok)];
    situation.zonesMoving = zonesMoving;
    situation.secondaries = ledger.secondaries().size();
    situation.pairs = 2;
    situation.neverObserved = ledger.neverObserved();
    situation.oldestOpen = ledger.oldestOpen();
    return verdictOf(situation, at(ms));
}

std::vector<Fact> quiet()
{
    return {loaded(0, 7), shows(1, 7), shows(1, 7, "knot")};
}

} // namespace

class VerdictsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingInFlight()
    {
        Books b;
        b.add(quiet());
        const Verdict v = verdictFor(b, 1000);
        QCOMPARE(v.headline, QStringLiteral("Every change is live everywhere"));
        QCOMPARE(v.rank, 8);
        QCOMPARE(v.state, SyncState::Ok);
    }

    void inFlightTheHeadlineNamesTheAgeOfTheOldest()
    {
        Books b;
        b.add(quiet());
        b.add({published(1000, 8)});
        const Verdict v = verdictFor(b, 2098, 1);
        QCOMPARE(v.headline, QStringLiteral("Every change older than 1.10 s is live everywhere"));
        QCOMPARE(v.rank, 7);
        QCOMPARE(v.detail, QStringLiteral("1 zone is in flight, on time."));
    }

    void stuckNamesZonesPlaceStepTimeReasonAndRemedy()
    {
        Books b;
        b.add(quiet());
        b.add({published(1000, 8), sent(1001, 8), acked(1002, 8), refused(1100),
               shows(1200, 8, "knot")});
        const Verdict v = verdictFor(b, 252998);
        QCOMPARE(v.headline, QStringLiteral("1 zone is not live on nsd"));
        QCOMPARE(v.detail,
                 QStringLiteral("Stuck at transfer since 14:30:00 (4m 12s). BADKEY: it signs with "
                                "hw-2025q3, which is unknown here. Install hw-2025q4 on nsd, then "
                                "retry."));
        QCOMPARE(v.rank, 3);
        QCOMPARE(v.zone, QStringLiteral("apps.example"));
        QCOMPARE(v.secondary, QStringLiteral("nsd"));
        QVERIFY(v.impact.startsWith(QStringLiteral("impact unknown")));
    }

    void aRefusalIsSaidWithinTwoSeconds()
    {
        Books b;
        b.add(quiet());
        b.add({published(1000, 8), refused(1100)});
        QCOMPARE(verdictFor(b, 2110).rank, 3);
    }

    void lateSaysWhatItWaitsFor()
    {
        Books b;
        b.add(quiet());
        b.add({published(1000, 8), sent(1001, 8), acked(1002, 8), shows(1100, 8, "knot")});
        const Verdict v = verdictFor(b, 19398);
        QCOMPARE(v.headline, QStringLiteral("1 zone is late on nsd"));
        QVERIFY2(v.detail.startsWith(
                     QStringLiteral("Waiting for ask since 14:30:00 (18.4 s). It acked 18.4 s ago "
                                    "and has not asked.")),
                 qPrintable(v.detail));
        QCOMPARE(v.rank, 4);
    }

    void aWholeSiteIsOnePlace()
    {
        Books b({watched("syd1-a", "syd1"), watched("syd1-b", "syd1"), watched("hel1-a", "hel1")});
        b.add({loaded(0, 7)});
        for (const char* each : {"syd1-a", "syd1-b", "hel1-a"})
            b.add({shows(1, 7, each)});
        b.add({published(1000, 8), shows(1100, 8, "hel1-a"), sent(1001, 8, "syd1-a"),
               sent(1001, 8, "syd1-b")});
        const Verdict v = verdictFor(b, 10000);
        QCOMPARE(v.headline, QStringLiteral("1 zone is late on syd1, all 2 secondaries"));
        QVERIFY2(v.detail.contains(
                     QStringLiteral("2 addresses do not answer NOTIFY; the other secondary does")),
                 qPrintable(v.detail));
        QVERIFY(v.detail.endsWith(QStringLiteral("Check the path to syd1.")));
        QCOMPARE(v.chips.size(), std::size_t(0));
    }

    void furtherCausesAreChips()
    {
        Books b({watched("a"), watched("b"), watched("c")});
        b.add({loaded(0, 7)});
        for (const char* each : {"a", "b", "c"})
            b.add({shows(1, 7, each)});
        b.add({published(1000, 8), refused(1100, "a"), sent(1100, 8, "b"), acked(1100, 8, "c")});
        const Verdict v = verdictFor(b, 9000);
        QCOMPARE(v.headline, QStringLiteral("1 zone is not live on a"));
        QCOMPARE(v.chips.size(), std::size_t(2));
        QCOMPARE(v.chips[0].second, QStringLiteral("c late by 8.00 s, 1 zone"));
        QCOMPARE(v.chips[1].second, QStringLiteral("b late by 8.00 s, 1 zone"));
    }

    void aRefusedZoneIsStuckAtPublish()
    {
        Books b;
        b.add(quiet());
        b.add({{at(1000),
                ZoneRejected{name("apps.example"), "apps.example.zone",
                             "apps.example.zone: line 14: A record needs an IPv4 address"}}});
        const Verdict v = verdictFor(b, 13000);
        QCOMPARE(v.headline, QStringLiteral("1 zone is not published"));
        QVERIFY2(v.detail.contains(QStringLiteral("apps.example was refused: apps.example.zone: "
                                                  "line 14")),
                 qPrintable(v.detail));
        QVERIFY(
            v.detail.endsWith(QStringLiteral("Fix the record. The last good version stays live.")));
        b.add({{at(14000), ZoneAccepted{name("apps.example")}}});
        QCOMPARE(verdictFor(b, 14001).rank, 8);
    }

    void anEngineThatDoesNotPublishComesBeforeStuckPairs()
    {
        Books b;
        b.add(quiet());
        b.add({published(1000, 8),
               refused(1100),
               {at(11000), EngineProblem{"store", "database is locked"}}});
        const Verdict v = verdictFor(b, 12000);
        QCOMPARE(v.rank, 2);
        QCOMPARE(v.headline, QStringLiteral("The engine publishes nothing since 14:30:11"));
        QVERIFY(v.detail.startsWith(QStringLiteral("store: database is locked.")));
        b.add({{at(13000), EngineProblemEnded{"store"}}});
        QCOMPARE(verdictFor(b, 13000).rank, 3);
    }

    void aSilentSecondaryIsSaidAfterAMinute()
    {
        Books b;
        b.add(quiet());
        b.add({silent(1000)});
        QCOMPARE(verdictFor(b, 60500).rank, 8);
        const Verdict v = verdictFor(b, 61000);
        QCOMPARE(v.rank, 5);
        QCOMPARE(v.headline, QStringLiteral("nsd is not observed for 1m 00s"));
    }

    void beforeTheFirstLookNothingIsClaimed()
    {
        Books b;
        b.add({loaded(0, 7), shows(1, 7)});
        const Verdict v = verdictFor(b, 10);
        QCOMPARE(v.headline, QStringLiteral("Reading the state of 1 zone"));
        QCOMPARE(v.state, SyncState::Unknown);
    }

    void withoutZonesOrSecondariesNothingIsClaimedEither()
    {
        Books none;
        QCOMPARE(verdictFor(none, 10).headline, QStringLiteral("No zones yet"));
        Books alone{std::vector<WatchedSecondary>()};
        alone.add({loaded(0, 7)});
        QCOMPARE(verdictFor(alone, 10).headline, QStringLiteral("No secondary yet"));
    }

    void aZoneThatExpiresSoonComesFirst()
    {
        Books b;
        ZoneLoaded body{name("apps.example"), Serial(7), 5, at(0), "embedded"};
        body.expire = 604800;
        b.add({{at(0), body}, shows(1, 7), shows(1, 7, "knot")});
        const auto days = [](int count) { return std::chrono::hours(24 * count); };
        QVERIFY(findExpiring(b.books.ledger(), Begin, Begin + days(5)).empty());
        b.add({asked(static_cast<int>(Milliseconds(days(3)).count()), 7, "knot")});
        const auto found = findExpiring(b.books.ledger(), Begin, Begin + days(6) + Seconds{1});
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(b.books.ledger().secondaries()[found.front().secondary].config.name,
                 std::string("nsd"));
        Situation situation;
        situation.zones = 1;
        situation.secondaries = 2;
        const Instant now = Begin + days(6) + Seconds{1};
        situation.causes = causeViews(b.books, found, {}, now);
        const Verdict v = verdictOf(situation, now);
        QCOMPARE(v.rank, 1);
        QCOMPARE(v.headline, QStringLiteral("nsd drops 1 zone in 23h 59m"));
        QVERIFY(v.detail.startsWith(QStringLiteral("SOA EXPIRE runs out at 14:30:00")));
    }
};

QTEST_APPLESS_MAIN(VerdictsTest)
#include "verdicts.moc"
