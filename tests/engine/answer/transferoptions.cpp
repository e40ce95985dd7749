#include <QTest>

#include "answerfixture.h"

using namespace headwater;

namespace {

constexpr std::uint16_t Nsid = 3;
constexpr std::uint16_t Expire = 9;
constexpr std::uint16_t Cookie = 10;
constexpr std::uint16_t Keepalive = 11;
const char* const Open = "192.0.2.200"; // the secondary without a key

} // namespace

/// What a transfer carries besides records, and what the profile of a secondary makes of it.
class TransferOptions : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;

    TransferProfile& profile() { return m_fixture.rules->secondaries.back().transfers; }

    Answer ask(RecordType type, std::optional<Serial> has = {},
               std::initializer_list<EdnsOption> options = {})
    {
        RequestContext context;
        context.peer = address(Open);
        context.transport = Transport::Tcp;
        context.now = m_fixture.now;
        context.idle = Seconds(30);
        Query query{name("apps.example."), type};
        query.has = has;
        query.edns = std::make_shared<Edns>();
        query.edns->options = options;
        ServerIdentity identity;
        identity.nsid = "primary-1";
        return Answerer(m_fixture.zones, m_fixture.rules, identity).answer(query.wire(), context);
    }

private Q_SLOTS:
    void init() { m_fixture = AnswerFixture(); }

    void whatIsAskedForIsInTheFirstMessage_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<quint32>("has");
        QTest::newRow("AXFR") << int(RecordType::AXFR) << 0U;
        QTest::newRow("IXFR") << int(RecordType::IXFR) << 10U;
        QTest::newRow("IXFR answered in full") << int(RecordType::IXFR) << 5U;
        QTest::newRow("IXFR up to date") << int(RecordType::IXFR) << 11U;
    }
    void whatIsAskedForIsInTheFirstMessage()
    {
        QFETCH(int, type);
        QFETCH(quint32, has);
        const auto serial = has ? std::optional<Serial>(Serial(has)) : std::nullopt;
        Answer answer = ask(static_cast<RecordType>(type), serial,
                            {{Nsid, {}}, {Expire, {}}, {Cookie, Octets(8, 1)}, {Keepalive, {}}});
        const Message message = messageOf(answer);
        const auto size = [&](std::uint16_t code) {
            const EdnsOption* option = message.edns ? message.edns->option(code) : nullptr;
            return option ? int(option->data.size()) : -1;
        };
        QCOMPARE(size(Nsid), 9);
        QCOMPARE(size(Expire), 4); // rfc7314_1
        QCOMPARE(size(Cookie), 24);
        QCOMPARE(size(Keepalive), 2); // rfc9103_8
    }

    /// Over TLS, and only there, for those who pad themselves: with a signature or without, and
    /// where records are packed anew.
    void rfc9103_11_everyMessageIsPadded_data()
    {
        QTest::addColumn<int>("transport");
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("asked");
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<bool>("anew");
        const auto row = [](const char* title, Transport transport, RecordType type, bool asked,
                            bool isSigned = false, bool anew = false) {
            QTest::newRow(title) << int(transport) << int(type) << asked << isSigned << anew;
        };
        row("AXFR", Transport::Tls, RecordType::AXFR, true);
        row("AXFR, signed", Transport::Tls, RecordType::AXFR, true, true);
        row("AXFR, packed anew", Transport::Tls, RecordType::AXFR, true, false, true);
        row("IXFR, signed", Transport::Tls, RecordType::IXFR, true, true);
        row("SOA", Transport::Tls, RecordType::SOA, true);
        row("AXFR, not asked for", Transport::Tls, RecordType::AXFR, false);
        row("AXFR over TCP", Transport::Tcp, RecordType::AXFR, true);
        row("SOA over UDP", Transport::Udp, RecordType::SOA, true);
    }
    void rfc9103_11_everyMessageIsPadded()
    {
        QFETCH(int, transport);
        QFETCH(int, type);
        QFETCH(bool, asked);
        QFETCH(bool, isSigned);
        QFETCH(bool, anew);
        if (anew)
            profile().messageSize = 2 * 468;
        RequestContext context;
        context.peer = address(isSigned ? "192.0.2.100" : Open);
        context.transport = static_cast<Transport>(transport);
        context.now = m_fixture.now;
        Query query{name("apps.example."), static_cast<RecordType>(type)};
        if (query.type == RecordType::IXFR)
            query.has = Serial(10);
        query.edns = std::make_shared<Edns>();
        if (asked)
            query.edns->options = {{12, Octets(100)}};
        Octets wire = query.wire();
        if (isSigned)
            TsigSession(key("nsd-key.")).signRequest(wire, m_fixture.now);
        Answer answer = Answerer(m_fixture.zones, m_fixture.rules).answer(wire, context);
        std::vector<Octets> messages;
        if (auto* stream = std::get_if<TransferStream>(&answer.message)) {
            TransferMessage message;
            while (stream->next(&message, m_fixture.now)) {
                messages.push_back(message.head);
                append(messages.back(), message.shared);
                append(messages.back(), message.tail);
            }
        } else {
            messages.push_back(std::get<Octets>(answer.message));
        }
        QVERIFY(!messages.empty());
        for (const Octets& each : messages) {
            const Message message = needed(Message::read(each, Message::Limits{65535}));
            QCOMPARE(message.rcode(), Rcode::NoError);
            const EdnsOption* padding = message.edns->option(12);
            QCOMPARE(padding != nullptr, asked && context.transport == Transport::Tls);
            if (padding == nullptr)
                continue;
            QCOMPARE(each.size() % 468, std::size_t(0));
            QCOMPARE(padding->data, Octets(padding->data.size(), 0));
        }
    }

    void nothingIsToldUnasked()
    {
        Answer answer = ask(RecordType::AXFR);
        QVERIFY(messageOf(answer).edns->options.empty());
    }

    void rfc7314_3_expireIsNeverMoreThanThatOfTheSoaBesideIt()
    {
        Answer answer = ask(RecordType::AXFR, {}, {{Expire, {}}});
        const Message message = messageOf(answer);
        const Soa soa = needed(Soa::fromRdata(message.answers.front().rdata));
        QCOMPARE(uint32At(message.edns->option(Expire)->data, 0), soa.expire);
    }

    void rfc7314_4_thePrimaryItselfIsNeverSilent()
    {
        // SOA expire less the option is for how long a server has not heard of its primary.
        for (const int days : {0, 1, 400}) {
            m_fixture.now += Seconds(days * 86400);
            Answer answer = ask(RecordType::SOA, {}, {{Expire, {}}});
            const Message message = messageOf(answer);
            const Soa soa = needed(Soa::fromRdata(message.answers.front().rdata));
            QCOMPARE(soa.expire - uint32At(message.edns->option(Expire)->data, 0), 0U);
        }
    }

    void fullTransfersOnlyWhereThatIsAskedFor()
    {
        profile().contents = TransferProfile::Contents::FullOnly;
        Answer behind = ask(RecordType::IXFR, Serial(10));
        const auto* stream = std::get_if<TransferStream>(&behind.message);
        QVERIFY(stream);
        QCOMPARE(stream->plan().kind, TransferKind::Full);
        Answer level = ask(RecordType::IXFR, Serial(11));
        QCOMPARE(messageOf(level).answers.size(), std::size_t(1)); // rfc1995_2
    }

    void noOptWhereThatIsAskedFor_data()
    {
        QTest::addColumn<int>("type");
        for (const RecordType type : {RecordType::SOA, RecordType::AXFR, RecordType::IXFR})
            QTest::addRow("type %d", int(type)) << int(type);
    }
    void noOptWhereThatIsAskedFor()
    {
        QFETCH(int, type);
        profile().edns = TransferProfile::Edns::Never;
        Answer answer = ask(static_cast<RecordType>(type), Serial(10), {{Expire, {}}});
        const Message message = messageOf(answer);
        QCOMPARE(message.rcode(), Rcode::NoError);
        QVERIFY(!message.answers.empty());
        QVERIFY(!message.edns);
    }

    void theProfileOfTheSecondaryThatAsksIsUsed()
    {
        profile().packing = TransferProfile::Packing::OneRecord;
        Answer open = ask(RecordType::AXFR);
        QCOMPARE(messageOf(open).answers.size(), std::size_t(1));
        Answer permitted =
            m_fixture.ask(Query{name("apps.example."), RecordType::AXFR}.wire(), "127.0.0.1", true);
        QVERIFY(messageOf(permitted).answers.size() > 1);
    }
};

QTEST_APPLESS_MAIN(TransferOptions)
#include "transferoptions.moc"
