#include <QTest>

#include "answerfixture.h"

using namespace headwater;

namespace {
const char* const Open = "192.0.2.200"; // the secondary without a key
const char* const Stranger = "203.0.113.9";
} // namespace

/// What happens to those who may ask, but too much or too early: SERVFAIL, and they come again.
class RequesterLimitsTest : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;
    std::shared_ptr<SlotCount> m_transfers;
    RateLimit m_questions{3, 3};
    RequestContext m_context;

    Answer ask(RecordType type, const char* peer = Open, std::optional<Serial> has = {},
               const char* qname = "apps.example.")
    {
        m_context.peer = address(peer);
        m_context.transport = Transport::Tcp;
        m_context.now = m_fixture.now;
        Query query{name(qname), type};
        query.has = has;
        return Answerer(m_fixture.zones, m_fixture.rules).answer(query.wire(), m_context);
    }
    static Rcode rcodeOf(Answer answer) { return messageOf(answer).rcode(); }

private Q_SLOTS:
    void init()
    {
        m_fixture = AnswerFixture();
        m_transfers = std::make_shared<SlotCount>(3, 2);
        m_context = {};
        m_context.limits.transfers = m_transfers.get();
    }

    void rfc9103_7_moreTransfersThanMayRunAreServfail()
    {
        Answer first = ask(RecordType::AXFR);
        Answer second = ask(RecordType::IXFR, Open, Serial(10));
        QVERIFY(first.slot && second.slot);
        Answer third = ask(RecordType::AXFR);
        QCOMPARE(messageOf(third).rcode(), Rcode::ServFail);
        QCOMPARE(messageOf(third).questions.size(), std::size_t(1)); // rfc5936_5
        QCOMPARE(third.report.code, std::string("transfer-limit"));
        QVERIFY(third.report.reason.find("open asks for apps.example") == 0);
        // Others have places of their own, up to the limit of all.
        Answer dig = ask(RecordType::AXFR, "127.0.0.1");
        QVERIFY(dig.slot);
        QCOMPARE(rcodeOf(ask(RecordType::AXFR, "127.0.0.2")), Rcode::ServFail);
        first.slot.reset();
        QCOMPARE(rcodeOf(ask(RecordType::AXFR)), Rcode::NoError);
        QCOMPARE(m_transfers->total(), std::size_t(2)); // that one is over
    }

    void moreConnectionsOfASecondaryThanMayBeAreServfail()
    {
        const auto connections = std::make_shared<SlotCount>(3, 2);
        m_context.limits.connections = connections.get();
        const Answer first = ask(RecordType::SOA);
        Answer second = ask(RecordType::AXFR);
        QVERIFY(first.connection && second.connection);
        Answer third = ask(RecordType::SOA);
        QCOMPARE(messageOf(third).rcode(), Rcode::ServFail);
        QVERIFY(!third.connection);
        QCOMPARE(third.report.code, std::string("connection-limit"));
        QVERIFY(third.report.reason.find("open asks for apps.example") == 0);
        // Whoever is no secondary has the limit of its address only.
        QCOMPARE(rcodeOf(ask(RecordType::SOA, "127.0.0.1")), Rcode::NoError);
        QCOMPARE(connections->total(), std::size_t(2));
        second.connection.reset();
        QVERIFY(ask(RecordType::SOA).connection);
    }

    void oneMessageNeedsNoPlace()
    {
        const Answer first = ask(RecordType::AXFR);
        const Answer second = ask(RecordType::AXFR);
        QCOMPARE(rcodeOf(ask(RecordType::SOA)), Rcode::NoError);
        for (const std::uint32_t has : {11U, 12U})
            QCOMPARE(rcodeOf(ask(RecordType::IXFR, Open, Serial(has))), Rcode::NoError);
    }

    void whoIsDeniedUsesUpNoPlace() // BIND GL#3589
    {
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(rcodeOf(ask(RecordType::AXFR, Stranger)), Rcode::Refused);
            QCOMPARE(rcodeOf(ask(RecordType::AXFR, "192.0.2.100")), Rcode::Refused); // no key
            QCOMPARE(rcodeOf(ask(RecordType::IXFR)), Rcode::FormErr);                // no SOA
        }
        const Answer first = ask(RecordType::AXFR);
        const Answer second = ask(RecordType::AXFR);
        QCOMPARE(rcodeOf(ask(RecordType::AXFR)), Rcode::ServFail);
        // Even now a stranger learns nothing but that it may not.
        QCOMPARE(rcodeOf(ask(RecordType::AXFR, Stranger)), Rcode::Refused);
    }

    void questionsOfOneAddressAreLimited()
    {
        m_context.limits.questions = &m_questions;
        for (int i = 0; i < 3; ++i)
            QCOMPARE(rcodeOf(ask(RecordType::SOA)), Rcode::NoError);
        Answer over = ask(RecordType::SOA);
        QCOMPARE(messageOf(over).rcode(), Rcode::ServFail);
        QCOMPARE(over.report.code, std::string("rate-limit"));
        QCOMPARE(rcodeOf(ask(RecordType::SOA, "127.0.0.1")), Rcode::NoError);
        QCOMPARE(rcodeOf(ask(RecordType::SOA, Stranger)), Rcode::Refused);
        m_context.received += std::chrono::seconds(1);
        QCOMPARE(rcodeOf(ask(RecordType::SOA)), Rcode::NoError);
    }

    void rfc5936_4_aZoneThatIsNotLoadedYetIsServfail_data()
    {
        QTest::addColumn<int>("type");
        for (const RecordType type :
             {RecordType::SOA, RecordType::AXFR, RecordType::IXFR, RecordType::A})
            QTest::addRow("rfc5936_4 type %d", int(type)) << int(type);
    }
    void rfc5936_4_aZoneThatIsNotLoadedYetIsServfail()
    {
        QFETCH(int, type);
        const auto asked = static_cast<RecordType>(type);
        const char* const late = "late.apps.example."; // below a zone that is served
        const auto rcode = [&](const char* peer) {
            return rcodeOf(ask(asked, peer, Serial(1), late));
        };
        const Rcode unknown = rcode(Open);
        m_fixture.zones->await(name(late));
        QCOMPARE(rcode(Open), Rcode::ServFail);
        QCOMPARE(rcode(Stranger), Rcode::Refused);
        QCOMPARE(rcode("192.0.2.100"), Rcode::Refused); // no key
        // What is beside it is answered as ever.
        QCOMPARE(rcodeOf(ask(RecordType::SOA)), Rcode::NoError);
        m_fixture.zones->remove(name(late));
        QCOMPARE(rcode(Open), unknown);
        m_fixture.zones->await(name(late));
        QVERIFY(m_fixture.zones->publish(PublishedZone::create(
            versionOf(name(late), "@ 60 SOA ns hm 2 1 1 1 1\n@ 60 NS ns\n"), {}, {}, {})));
        QCOMPARE(rcode(Open), Rcode::NoError);
    }
};

QTEST_APPLESS_MAIN(RequesterLimitsTest)
#include "requesterlimits.moc"
