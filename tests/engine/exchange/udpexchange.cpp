#include "exchange/udpexchange.h"

#include <memory>
#include <set>

#include "engine/exchange/scriptedpeer.h"

using namespace headwater;
using namespace headwater::test;

namespace {

Octets soaRequest(const char* zone = "apps.example.", Opcode opcode = Opcode::Query)
{
    Header header;
    header.opcode = opcode;
    MessageWriter writer(header, 512);
    writer.ask({name(zone), RecordType::SOA, RecordClass::IN});
    return writer.finish();
}

UdpExchange::Request requestTo(const Endpoint& to, Milliseconds timeout = Milliseconds{2000})
{
    UdpExchange::Request request;
    request.to = to;
    request.message = soaRequest();
    request.timeout = timeout;
    return request;
}

/// Asks once and waits for what comes of it.
ExchangeOutcome askOnce(UdpExchange& exchange, const UdpExchange::Request& request)
{
    std::optional<ExchangeOutcome> got;
    exchange.ask(request, [&](const ExchangeOutcome& outcome) { got = outcome; });
    const bool told = QTest::qWaitFor([&] { return got.has_value(); }, 8000);
    Q_ASSERT(told);
    Q_UNUSED(told);
    return *got;
}

TsigKey key(const char* secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=")
{
    return TsigKey::create("hw-key.", "hmac-sha256", secret).value();
}

using Kind = ExchangeOutcome::Kind;

} // namespace

class UdpExchangeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRightAnswerIsTaken()
    {
        ScriptedPeer peer([](const auto& request) {
            return std::optional<Octets>(answerTo(request, Rcode::NoError, Serial(7)));
        });
        UdpExchange exchange;
        const ExchangeOutcome outcome = askOnce(exchange, requestTo(peer.endpoint()));
        QCOMPARE(outcome.kind, Kind::Answered);
        QCOMPARE(outcome.answer.answers.size(), std::size_t(1));
        QVERIFY(outcome.roundTrip > Microseconds{0});
        QVERIFY(outcome.roundTrip < Seconds{2});
        QCOMPARE(exchange.inFlight(), std::size_t(0));
    }

    void invariant23_anAnswerCountsOnlyWhenAllOfItIsRight_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("wrong id") << 0;
        QTest::newRow("wrong question") << 1;
        QTest::newRow("wrong opcode") << 2;
        QTest::newRow("not a response") << 3;
        QTest::newRow("no question") << 4;
        QTest::newRow("cut short") << 5;
    }
    void invariant23_anAnswerCountsOnlyWhenAllOfItIsRight()
    {
        QFETCH(int, fault);
        ScriptedPeer peer([fault](const ScriptedPeer::Request& original) {
            ScriptedPeer::Request request = original;
            if (fault == 1)
                request.message.questions.front().name = name("other.example.");
            if (fault == 2)
                request.message.header.opcode = Opcode::Notify;
            Octets answer = answerTo(request, Rcode::NoError, Serial(7));
            if (fault == 0)
                answer[0] = static_cast<std::uint8_t>(answer[0] ^ 0x5A);
            if (fault == 3)
                answer[2] = static_cast<std::uint8_t>(answer[2] & 0x7F);
            if (fault == 4) {
                answer.resize(Header::Size);
                putUint16At(answer, 4, 0);
                putUint16At(answer, 6, 0);
            }
            if (fault == 5)
                answer.resize(answer.size() - 3);
            return std::optional<Octets>(answer);
        });
        UdpExchange exchange;
        const auto outcome = askOnce(exchange, requestTo(peer.endpoint(), Milliseconds{150}));
        QCOMPARE(peer.requests().size(), std::size_t(1));
        QCOMPARE(outcome.kind, Kind::TimedOut);
        QVERIFY(outcome.reason.find("timeout") == 0);
    }

    void invariant23_anAnswerFromAnotherPortIsIgnored()
    {
        ScriptedPeer stranger(silence());
        ScriptedPeer peer([&](const ScriptedPeer::Request& request) {
            stranger.send(answerTo(request), request.port);
            return std::optional<Octets>();
        });
        UdpExchange exchange;
        const auto outcome = askOnce(exchange, requestTo(peer.endpoint(), Milliseconds{150}));
        QCOMPARE(outcome.kind, Kind::TimedOut);
    }

    void theRightAnswerIsTakenAfterWrongOnes()
    {
        ScriptedPeer peer([&](const ScriptedPeer::Request& request) {
            Octets wrong = answerTo(request);
            wrong[0] = static_cast<std::uint8_t>(wrong[0] ^ 1);
            peer.send(wrong, request.port);
            return std::optional<Octets>(answerTo(request));
        });
        UdpExchange exchange;
        QCOMPARE(askOnce(exchange, requestTo(peer.endpoint())).kind, Kind::Answered);
    }

    void aClosedPortIsToldAtOnce()
    {
        UdpExchange exchange;
        const Instant begun = Clock::now();
        const auto outcome = askOnce(exchange, requestTo(closedPort(), Milliseconds{5000}));
        QCOMPARE(outcome.kind, Kind::PortClosed);
        QVERIFY(outcome.reason.find("port closed") == 0);
        QVERIFY(Clock::now() - begun < Seconds{1});
        // The socket is as good as before.
        ScriptedPeer peer(acknowledge());
        QCOMPARE(askOnce(exchange, requestTo(peer.endpoint())).kind, Kind::Answered);
    }

    void aSignedAnswerIsTaken()
    {
        ScriptedPeer peer(acknowledgeSigned(key()));
        UdpExchange exchange;
        auto request = requestTo(peer.endpoint());
        request.key = key();
        QCOMPARE(askOnce(exchange, request).kind, Kind::Answered);
    }

    void invariant23_anAnswerWithoutTheRightSignatureIsNone_data()
    {
        QTest::addColumn<bool>("isSigned");
        QTest::newRow("unsigned") << false;
        QTest::newRow("other secret") << true;
    }
    void invariant23_anAnswerWithoutTheRightSignatureIsNone()
    {
        QFETCH(bool, isSigned);
        ScriptedPeer peer([isSigned](const ScriptedPeer::Request& request) {
            Octets answer = answerTo(request);
            if (isSigned) {
                TsigSession other(key("YW5vdGhlci1zZWNyZXQtYW5vdGhlcg=="));
                (void)other.verifyRequest(request.wire, request.message, Clock::wall());
                other.signRequest(answer, Clock::wall());
            }
            return std::optional<Octets>(answer);
        });
        UdpExchange exchange;
        auto request = requestTo(peer.endpoint(), Milliseconds{150});
        request.key = key();
        const auto outcome = askOnce(exchange, request);
        QCOMPARE(outcome.kind, Kind::BadSignature);
        QVERIFY(outcome.reason.find("bad signature") == 0);
    }

    void manyQuestionsAreEachAnsweredOnce()
    {
        ScriptedPeer peer(acknowledge());
        UdpExchange exchange;
        constexpr int Count = 150; // the peer's socket holds them all
        int answered = 0;
        for (int i = 0; i < Count; ++i)
            exchange.ask(requestTo(peer.endpoint(), Milliseconds{5000}),
                         [&](const ExchangeOutcome& outcome) {
                             answered += outcome.kind == Kind::Answered ? 1 : 1000;
                         });
        QVERIFY(exchange.inFlight() > 0);
        QTRY_COMPARE_WITH_TIMEOUT(answered, Count, 6000);
        std::set<std::pair<quint16, std::uint16_t>> ids;
        std::set<quint16> ports;
        for (const auto& request : peer.requests()) {
            ids.insert({request.port, request.message.header.id});
            ports.insert(request.port);
        }
        QCOMPARE(ids.size(), std::size_t(Count));
        QVERIFY(ports.size() > 1);
    }

    void whatCannotBeSentIsToldLater()
    {
        UdpExchange exchange;
        auto request = requestTo({IpAddress::parse("127.0.0.1").value(), 53});
        request.from = IpAddress::parse("192.0.2.77").value(); // not an address of this machine
        bool inside = true;
        std::optional<ExchangeOutcome> got;
        exchange.ask(request, [&](const ExchangeOutcome& outcome) {
            QVERIFY(!inside);
            got = outcome;
        });
        inside = false;
        QTRY_VERIFY(got);
        QCOMPARE(got->kind, Kind::NotSent);
        QVERIFY(got->reason.find("192.0.2.77") != std::string::npos);
    }

    void nothingIsToldOnceItIsGone()
    {
        ScriptedPeer peer(acknowledge());
        int told = 0;
        {
            UdpExchange exchange;
            exchange.ask(requestTo(peer.endpoint()), [&](const ExchangeOutcome&) { ++told; });
            auto request = requestTo(peer.endpoint());
            request.message.clear();
            exchange.ask(request, [&](const ExchangeOutcome&) { ++told; });
        }
        QTest::qWait(50);
        QCOMPARE(told, 0);
    }
};

QTEST_GUILESS_MAIN(UdpExchangeTest)
#include "udpexchange.moc"
