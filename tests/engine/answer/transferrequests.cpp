#include <QTest>

#include "answerfixture.h"

using namespace headwater;

namespace {
constexpr std::uint16_t ExpireOption = 9;
const char* const Knot = "192.0.2.200"; // the secondary without a key
} // namespace

class TransferRequests : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;

    Answer ask(RecordType type, std::optional<Serial> has, const char* transport,
               const char* peer = Knot)
    {
        Query query{name("apps.example."), type};
        query.has = has;
        return m_fixture.ask(query.wire(), peer, QLatin1String(transport) == QLatin1String("tcp"));
    }

private Q_SLOTS:
    void rfc1995_2_aClientThatIsNotBehindGetsOneSoa_data();
    void rfc1995_2_aClientThatIsNotBehindGetsOneSoa();
    void rfc1995_3_udpAnswersOneSoa();
    void rfc1995_4_withoutOneSoaItIsMalformed_data();
    void rfc1995_4_withoutOneSoaItIsMalformed();
    void rfc1995_5_missingHistoryIsSentFullUnderTheSameQuestion();
    void rfc1995_11_anUnknownSerialIsNoError();
    void aKnownSerialIsSentAsDifference();
    void rfc1995_13_aClientAheadIsReported();
    void rfc5936_3_theHeaderOfATransfer();
    void rfc5936_4_whatIsNotAZoneHereIsNotauth();
    void rfc5936_5_anErrorRepeatsTheQuestion();
    void rfc5936_8_optOnlyWhenAsked();
    void rfc5936_13_axfrOverUdpIsRefused();
    void rfc5936_15_whoMayNotFetchIsRefusedAndReported();
    void rfc7314_1_expireIsToldWhenAsked_data();
    void rfc7314_1_expireIsToldWhenAsked();
    void rfc7314_2_noExpireWhenNotAuthoritative();
    void theReportSaysWhoAskedForWhat();
};

void TransferRequests::rfc1995_2_aClientThatIsNotBehindGetsOneSoa_data()
{
    QTest::addColumn<QByteArray>("transport");
    QTest::addColumn<quint32>("has");
    QTest::newRow("rfc1995_2 same, udp") << QByteArray("udp") << 11U;
    QTest::newRow("rfc1995_2 same, tcp") << QByteArray("tcp") << 11U;
    QTest::newRow("rfc1995_2 newer, udp") << QByteArray("udp") << 12U;
    QTest::newRow("rfc1995_2 newer, tcp") << QByteArray("tcp") << 12U;
    QTest::newRow("rfc1982_2 2^31 apart, tcp") << QByteArray("tcp") << 11U + 0x80000000U;
}

void TransferRequests::rfc1995_2_aClientThatIsNotBehindGetsOneSoa()
{
    QFETCH(QByteArray, transport);
    QFETCH(quint32, has);
    Answer answer = ask(RecordType::IXFR, Serial(has), transport.constData());
    QVERIFY(std::holds_alternative<Octets>(answer.message));
    const Message message = messageOf(answer);
    QVERIFY(message.header.authoritative);
    QCOMPARE(message.answers.size(), std::size_t(1));
    QCOMPARE(message.answers.front().type, RecordType::SOA);
    QCOMPARE(needed(Soa::fromRdata(message.answers.front().rdata)).serial.value(), 11U);
    QCOMPARE(message.questions.front().type, RecordType::IXFR);
    QVERIFY(message.authorities.empty() && message.additionals.empty());
}

void TransferRequests::rfc1995_3_udpAnswersOneSoa()
{
    Answer answer = ask(RecordType::IXFR, Serial(10), "udp");
    const Message message = messageOf(answer);
    QVERIFY(!message.header.truncated && message.header.authoritative);
    QCOMPARE(message.answers.size(), std::size_t(1));
    QCOMPARE(message.answers.front().type, RecordType::SOA);
    QCOMPARE(answer.report.has->value(), 10U);
    QCOMPARE(answer.report.given->value(), 11U);
}

void TransferRequests::rfc1995_4_withoutOneSoaItIsMalformed_data()
{
    QTest::addColumn<int>("form");
    QTest::newRow("rfc1995_4 none") << 0;
    QTest::newRow("rfc1995_4 two") << 1;
    QTest::newRow("rfc1995_4 another owner") << 2;
    QTest::newRow("rfc1995_4 another type") << 3;
    QTest::newRow("rfc1995_4 cut RDATA") << 4;
    QTest::newRow("rfc1995_4 another class") << 5;
}

void TransferRequests::rfc1995_4_withoutOneSoaItIsMalformed()
{
    QFETCH(int, form);
    Query query{name("apps.example."), RecordType::IXFR};
    const std::size_t soaAt = query.wire().size();
    if (form != 0)
        query.has = Serial(10);
    Octets wire = query.wire();
    const std::size_t owner = name("apps.example.").wire().size();
    if (form == 1) {
        const Octets soa(wire.begin() + static_cast<std::ptrdiff_t>(soaAt), wire.end());
        append(wire, soa);
        wire[9] = 2;
    } else if (form == 2) {
        wire[soaAt + 1] = 'x';
    } else if (form == 3) {
        wire[soaAt + owner + 1] = 16;
    } else if (form == 4) {
        wire.pop_back();
        --wire[soaAt + owner + 9];
    } else if (form == 5) {
        wire[soaAt + owner + 3] = 3;
    }
    for (const bool stream : {false, true}) {
        Answer answer = m_fixture.ask(wire, Knot, stream);
        const Message message = messageOf(answer);
        QCOMPARE(message.rcode(), Rcode::FormErr);
        QCOMPARE(message.questions.size(), std::size_t(1));
    }
}

void TransferRequests::rfc1995_5_missingHistoryIsSentFullUnderTheSameQuestion()
{
    Answer answer = ask(RecordType::IXFR, Serial(9), "tcp");
    auto* stream = std::get_if<TransferStream>(&answer.message);
    QVERIFY(stream);
    QCOMPARE(stream->plan().kind, TransferKind::Full);
    const Message message = messageOf(answer);
    QCOMPARE(message.questions.front().type, RecordType::IXFR);
    QVERIFY(message.answers.size() > 2);
    QVERIFY(message.answers[1].type != RecordType::SOA); // rfc1995_9
}

void TransferRequests::rfc1995_11_anUnknownSerialIsNoError()
{
    Answer answer = ask(RecordType::IXFR, Serial(4294967000U), "tcp");
    QCOMPARE(messageOf(answer).rcode(), Rcode::NoError);
}

void TransferRequests::aKnownSerialIsSentAsDifference()
{
    Answer answer = ask(RecordType::IXFR, Serial(10), "tcp");
    const auto* stream = std::get_if<TransferStream>(&answer.message);
    QVERIFY(stream);
    QCOMPARE(stream->plan().kind, TransferKind::Incremental);
}

void TransferRequests::rfc1995_13_aClientAheadIsReported()
{
    Answer answer = ask(RecordType::IXFR, Serial(12), "tcp");
    QCOMPARE(answer.report.rcode, Rcode::NoError);
    QCOMPARE(QString::fromStdString(answer.report.code), QStringLiteral("serial-ahead"));
    QVERIFY(answer.report.reason.find("12") != std::string::npos);
    Answer level = ask(RecordType::IXFR, Serial(11), "tcp");
    QVERIFY(level.report.code.empty());
}

void TransferRequests::rfc5936_3_theHeaderOfATransfer()
{
    Query query{name("apps.example."), RecordType::AXFR};
    query.id = 0xBEEF;
    Answer answer = m_fixture.ask(query.wire(), Knot, true);
    const Message message = messageOf(answer);
    QCOMPARE(message.header.id, std::uint16_t(0xBEEF));
    QVERIFY(message.header.response && message.header.authoritative);
    QVERIFY(!message.header.truncated && !message.header.recursionAvailable);
    QVERIFY(!message.header.authenticData && !message.header.checkingDisabled);
    QVERIFY(message.authorities.empty());
    QCOMPARE(message.answers.front().type, RecordType::SOA);
}

void TransferRequests::rfc5936_4_whatIsNotAZoneHereIsNotauth()
{
    for (const char* qname : {"other.example.", "www.apps.example.", "example."}) {
        for (const RecordType type : {RecordType::AXFR, RecordType::IXFR}) {
            Query query{name(qname), type};
            query.has = Serial(1);
            Answer answer = m_fixture.ask(query.wire(), Knot, true);
            const Message message = messageOf(answer);
            QCOMPARE(message.rcode(), Rcode::NotAuth);
            QVERIFY(!message.header.authoritative);
            QCOMPARE(message.questions.size(), std::size_t(1));
        }
    }
}

void TransferRequests::rfc5936_5_anErrorRepeatsTheQuestion()
{
    Answer answer = ask(RecordType::AXFR, std::nullopt, "tcp", "203.0.113.9");
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::Refused);
    QCOMPARE(message.questions.size(), std::size_t(1));
    QCOMPARE(message.questions.front().type, RecordType::AXFR);
    QVERIFY(message.questions.front().name == name("apps.example."));
}

void TransferRequests::rfc5936_8_optOnlyWhenAsked()
{
    Query query{name("apps.example."), RecordType::AXFR};
    Answer plain = m_fixture.ask(query.wire(), Knot, true);
    QVERIFY(!messageOf(plain).edns);
    query.edns = std::make_shared<Edns>();
    Answer withOpt = m_fixture.ask(query.wire(), Knot, true);
    QVERIFY(messageOf(withOpt).edns.has_value());
}

void TransferRequests::rfc5936_13_axfrOverUdpIsRefused()
{
    Answer answer = ask(RecordType::AXFR, std::nullopt, "udp");
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::Refused);
    QVERIFY(message.answers.empty() && !message.header.truncated);
}

void TransferRequests::rfc5936_15_whoMayNotFetchIsRefusedAndReported()
{
    Answer stranger = ask(RecordType::AXFR, std::nullopt, "tcp", "203.0.113.9");
    QCOMPARE(messageOf(stranger).rcode(), Rcode::Refused);
    QCOMPARE(stranger.report.code, std::string("xfr-refused"));
    QVERIFY(stranger.report.reason.find("203.0.113.9") != std::string::npos);
    // It does not learn which zones are here either.
    Answer elsewhere =
        m_fixture.ask(Query{name("other.example."), RecordType::AXFR}.wire(), "203.0.113.9", true);
    QCOMPARE(messageOf(elsewhere).rcode(), Rcode::Refused);
    // A secondary that has to sign and does not.
    Answer unsignedOne = ask(RecordType::AXFR, std::nullopt, "tcp", "192.0.2.100");
    QCOMPARE(messageOf(unsignedOne).rcode(), Rcode::Refused);
    QCOMPARE(unsignedOne.report.code, std::string("badkey"));
}

void TransferRequests::rfc7314_1_expireIsToldWhenAsked_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<quint32>("has");
    QTest::newRow("rfc7314_1 SOA") << int(RecordType::SOA) << 0U;
    QTest::newRow("rfc7314_1 IXFR up to date") << int(RecordType::IXFR) << 11U;
}

void TransferRequests::rfc7314_1_expireIsToldWhenAsked()
{
    QFETCH(int, type);
    QFETCH(quint32, has);
    Query query{name("apps.example."), static_cast<RecordType>(type)};
    if (has != 0)
        query.has = Serial(has);
    query.edns = std::make_shared<Edns>();
    Answer without = m_fixture.ask(query.wire(), Knot, true);
    QVERIFY(!messageOf(without).edns->option(ExpireOption));
    query.edns->options.push_back({ExpireOption, {}});
    Answer with = m_fixture.ask(query.wire(), Knot, true);
    const Message message = messageOf(with);
    const EdnsOption* option = message.edns->option(ExpireOption);
    QVERIFY(option);
    QCOMPARE(option->data, (Octets{0x00, 0x09, 0x3A, 0x80})); // 604800
}

void TransferRequests::rfc7314_2_noExpireWhenNotAuthoritative()
{
    Query query{name("other.example."), RecordType::SOA};
    query.edns = std::make_shared<Edns>();
    query.edns->options.push_back({ExpireOption, {}});
    for (const char* qname : {"other.example.", "child.apps.example.", "www.apps.example."}) {
        query.qname = name(qname);
        Answer answer = m_fixture.ask(query.wire());
        QVERIFY(!messageOf(answer).edns->option(ExpireOption));
    }
}

void TransferRequests::theReportSaysWhoAskedForWhat()
{
    Answer answer = ask(RecordType::IXFR, Serial(10), "tcp");
    QCOMPARE(answer.report.kind, RequestReport::Kind::Ixfr);
    QCOMPARE(answer.report.secondary, std::string("open"));
    QVERIFY(answer.report.zone == name("apps.example."));
    QCOMPARE(answer.report.has->value(), 10U);
    QCOMPARE(answer.report.given->value(), 11U);
    QVERIFY(answer.report.code.empty());
    Answer soa = ask(RecordType::SOA, std::nullopt, "udp");
    QCOMPARE(soa.report.kind, RequestReport::Kind::Soa);
    QCOMPARE(soa.report.given->value(), 11U);
    Answer dig = ask(RecordType::AXFR, std::nullopt, "tcp", "127.0.0.1");
    QVERIFY(dig.report.secondary.empty());
    QVERIFY(std::holds_alternative<TransferStream>(dig.message));
}

QTEST_APPLESS_MAIN(TransferRequests)
#include "transferrequests.moc"
