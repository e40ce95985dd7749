#include "server/sessiondeadlines.h"

#include <QTest>

using namespace headwater;
using Cause = SessionDeadlines::Cause;

class SessionDeadlinesTest : public QObject
{
    Q_OBJECT

private:
    SessionDeadlines::Time m_start{};
    static DnsServer::Settings settings()
    {
        DnsServer::Settings chosen;
        chosen.stall = Seconds(30);
        chosen.idle = Seconds(20);
        chosen.firstMessage = Seconds(10);
        chosen.lifetime = Seconds(1000);
        return chosen;
    }
    [[nodiscard]] SessionDeadlines::Time at(int seconds) const
    {
        return m_start + Seconds(seconds);
    }

private Q_SLOTS:
    void aConnectionMustAskSomething()
    {
        const SessionDeadlines deadlines(settings(), m_start);
        QCOMPARE(deadlines.due().cause, Cause::FirstMessage);
        QVERIFY(deadlines.due().at == at(10));
    }
    void halfARequestMustBecomeWhole()
    {
        SessionDeadlines deadlines(settings(), m_start);
        deadlines.requestTaken(at(1));
        deadlines.setHalfRead(true, at(5));
        deadlines.setHalfRead(true, at(9)); // another octet changes nothing
        QCOMPARE(deadlines.due().cause, Cause::HalfMessage);
        QVERIFY(deadlines.due().at == at(15));
        deadlines.setHalfRead(false, at(10));
        QCOMPARE(deadlines.due().cause, Cause::Idle);
    }
    void idleCountsFromTheLastAnswerThatLeft()
    {
        SessionDeadlines deadlines(settings(), m_start);
        deadlines.requestTaken(at(1));
        QVERIFY(deadlines.due().at == at(21));
        deadlines.setSending(true, at(2));
        deadlines.setSending(false, at(7));
        QCOMPARE(deadlines.due().cause, Cause::Idle);
        QVERIFY(deadlines.due().at == at(27));
    }
    void aStallCountsFromTheLastOctetTaken()
    {
        SessionDeadlines deadlines(settings(), m_start);
        deadlines.requestTaken(at(1));
        deadlines.setSending(true, at(100));
        QCOMPARE(deadlines.due().cause, Cause::Stall);
        QVERIFY(deadlines.due().at == at(130));
        deadlines.progressed(at(120));
        QVERIFY(deadlines.due().at == at(150));
        deadlines.requestTaken(at(140)); // asking more is not taking
        QVERIFY(deadlines.due().at == at(150));
        QCOMPARE(deadlines.reason(Cause::Stall), std::string("stalled for 30 s"));
    }
    void nothingLivesForEver()
    {
        SessionDeadlines deadlines(settings(), m_start);
        deadlines.setSending(true, at(990));
        deadlines.progressed(at(999));
        QCOMPARE(deadlines.due().cause, Cause::Lifetime);
        QVERIFY(deadlines.due().at == at(1000));
    }
};

QTEST_APPLESS_MAIN(SessionDeadlinesTest)
#include "sessiondeadlines.moc"
