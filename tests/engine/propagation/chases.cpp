#include "propagation/chases.h"

#include <QTest>

#include "propagation/askbudget.h"

using namespace headwater;

namespace {
constexpr Instant Begin{Seconds{1000}};
constexpr ProbeKey Key = 7;

/// Plays time forward; the moments at which a chase that never succeeds asks, in ms since Begin.
std::vector<qint64> asks(Chases& chases, Milliseconds until)
{
    std::vector<qint64> moments;
    while (const auto due = chases.nextDue()) {
        if (*due > Begin + until)
            break;
        for (const ProbeKey key : chases.takeDue(*due)) {
            moments.push_back(std::chrono::duration_cast<Milliseconds>(*due - Begin).count());
            chases.find(key)->phase = Chase::Phase::InFlight;
            chases.again(key, *due);
        }
    }
    return moments;
}

} // namespace

class ChasesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstIsAtOnceThenTheWaitsAreDoubledUpToASecond()
    {
        Chases chases{Chases::Waits{}};
        chases.hurry(Key, Chase::Reason::Told, Begin, Begin);
        const auto moments = asks(chases, Milliseconds{4000});
        const std::vector<qint64> wanted{0, 2, 6, 14, 30, 62, 126, 254, 510, 1022, 2022, 3022};
        QCOMPARE(moments, wanted);
    }

    void afterHalfAMinuteItSlowsDownToHalfAMinute()
    {
        Chases chases{Chases::Waits{}};
        chases.hurry(Key, Chase::Reason::Told, Begin, Begin);
        const auto moments = asks(chases, Milliseconds{300000});
        QVERIFY(moments.size() < 60);
        QCOMPARE(moments[moments.size() - 1] - moments[moments.size() - 2], qint64(30000));
    }

    void progressMakesTheWaitsShortAgain()
    {
        Chases chases{Chases::Waits{}};
        chases.hurry(Key, Chase::Reason::Told, Begin, Begin);
        (void)asks(chases, Milliseconds{60000});
        const Instant later = Begin + Milliseconds{60000};
        chases.hurry(Key, Chase::Reason::Told, later, later);
        QVERIFY(chases.nextDue() == later);
        QCOMPARE(chases.takeDue(later).size(), std::size_t(1));
        chases.again(Key, later);
        QVERIFY(chases.find(Key)->due == later + Milliseconds{2});
    }

    void aChaseIsHurriedWhileItsQuestionIsInFlight()
    {
        Chases chases{Chases::Waits{}};
        chases.hurry(Key, Chase::Reason::Told, Begin, Begin);
        (void)asks(chases, Milliseconds{3500});
        const Instant due = *chases.nextDue();
        (void)chases.takeDue(due);
        chases.find(Key)->phase = Chase::Phase::InFlight;
        chases.hurry(Key, Chase::Reason::Told, due, due);
        QVERIFY(!chases.nextDue() || *chases.nextDue() != due);
        chases.again(Key, due + Milliseconds{1});
        QVERIFY(chases.find(Key)->due == due + Milliseconds{3});
    }

    void whatEndedIsNotAskedAgain()
    {
        Chases chases{Chases::Waits{}};
        chases.hurry(Key, Chase::Reason::Told, Begin, Begin);
        chases.end(Key);
        QVERIFY(chases.takeDue(Begin + Seconds{1}).empty());
        QCOMPARE(chases.size(), std::size_t(0));
    }

    void theBudgetAllowsABurstThenItsRate()
    {
        AskBudget budget(200);
        int taken = 0;
        for (int ms = 0; ms < 2000; ++ms) {
            while (budget.take(Begin + Milliseconds{ms}))
                ++taken;
        }
        QVERIFY2(taken >= 440 && taken <= 455, qPrintable(QString::number(taken)));
        QVERIFY(budget.wait() > Microseconds{0});
        QVERIFY(budget.wait() <= Milliseconds{5} + Microseconds{1});
    }
};

QTEST_APPLESS_MAIN(ChasesTest)
#include "chases.moc"
