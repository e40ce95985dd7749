#include <algorithm>

#include <QTest>

#include "answerfixture.h"
#include "dns/hmac.h"

using namespace headwater;

namespace {

const char* const Shared = "192.0.2.100"; // knot and nsd, each with its key

/// A signed request and the session that can check its answer.
struct SignedRequest
{
    Octets wire;
    TsigSession session;

    SignedRequest(const Query& query, const TsigKey& with, std::chrono::sys_seconds at)
        : wire(query.wire())
        , session(with)
    {
        session.signRequest(wire, at);
    }
};

/// The parts of the TSIG record at the end of a request, to be taken apart and put together.
struct TsigParts
{
    std::size_t offset = 0;
    std::size_t lengthAt = 0; // RDLENGTH
    std::size_t macAt = 0;    // MAC size
    std::size_t macSize = 0;

    explicit TsigParts(const Octets& wire)
    {
        const Message message = needed(Message::read(wire));
        offset = message.tsig->offset;
        lengthAt = offset + message.tsig->keyName.wire().size() + 8;
        macAt = lengthAt + 2 + message.tsig->algorithm.wire().size() + 8;
        macSize = message.tsig->mac.size();
    }
};

Octets withMacCutTo(Octets wire, std::size_t size)
{
    const TsigParts parts(wire);
    const auto macBegin = wire.begin() + static_cast<std::ptrdiff_t>(parts.macAt + 2);
    wire.erase(macBegin + static_cast<std::ptrdiff_t>(size),
               macBegin + static_cast<std::ptrdiff_t>(parts.macSize));
    putUint16At(wire, parts.macAt, static_cast<std::uint16_t>(size));
    const std::uint16_t length = uint16At(wire, parts.lengthAt);
    putUint16At(wire, parts.lengthAt, static_cast<std::uint16_t>(length - (parts.macSize - size)));
    return wire;
}

bool hasMac(const Message& message)
{
    return message.tsig && !message.tsig->mac.empty();
}

} // namespace

class SignedRequests : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;
    Query m_soa{name("apps.example."), RecordType::SOA};

    Answer ask(const Octets& wire, const char* peer = Shared, bool stream = false)
    {
        return m_fixture.ask(wire, peer, stream);
    }

private Q_SLOTS:
    void rfc8945_1_theOrderOfChecks_data();
    void rfc8945_1_theOrderOfChecks();
    void rfc8945_2_aBadKeyOrMacIsToldUnsigned();
    void rfc8945_3_badTimeIsToldSigned();
    void rfc8945_4_aSignedRequestIsAnsweredSigned_data();
    void rfc8945_4_aSignedRequestIsAnsweredSigned();
    void rfc8945_4_anUnsignedRequestIsNeverAnsweredSigned();
    void rfc8945_10_aShortMacIsMalformed();
    void rfc8945_10_shorterThanPolicyIsBadtruncAndSigned();
    void rfc8945_11_tsigMustBeLastAndOnce_data();
    void rfc8945_11_tsigMustBeLastAndOnce();
    void rfc8945_12_roomForTheSignatureIsKept();
    void rfc8945_13_aKeyBelongsToASecondary();
    void theKeyTellsTwoSecondariesOfOneAddressApart();
    void CVE_2017_3142_aForgedStaleRequestGetsNoMac();
    void CVE_2016_7073_aStaleSignatureOpensNothing();
    void CVE_2025_40775_anUnknownAlgorithmIsBadkey();
    void CVE_2020_8622_everyLengthOfTheTsigRdataMayLie();
    void anEmptyTimeSignedIsBadtimeNotMalformed();
};

void SignedRequests::rfc8945_1_theOrderOfChecks_data()
{
    QTest::addColumn<QByteArray>("keyName");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<int>("clock");
    QTest::addColumn<int>("rcode");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("code");
    const QByteArray right = "c2VjcmV0IG9mIHRoZSB0ZXN0";
    const QByteArray wrong = "bm90IHRoZSBzZWNyZXQ=";
    QTest::newRow("rfc8945_1 good") << QByteArray("knot-key.") << right << 0 << 0 << 0 << QString();
    QTest::newRow("rfc8945_1 unknown key")
        << QByteArray("nobody.") << right << 0 << 9 << 17 << QStringLiteral("badkey");
    QTest::newRow("rfc8945_1 unknown key, bad time")
        << QByteArray("nobody.") << right << 9000 << 9 << 17 << QStringLiteral("badkey");
    QTest::newRow("rfc8945_1 bad MAC")
        << QByteArray("knot-key.") << wrong << 0 << 9 << 16 << QStringLiteral("badsig");
    QTest::newRow("rfc8945_1 bad MAC, bad time")
        << QByteArray("knot-key.") << wrong << 9000 << 9 << 16 << QStringLiteral("badsig");
    QTest::newRow("rfc8945_1 clock ahead")
        << QByteArray("knot-key.") << right << 301 << 9 << 18 << QStringLiteral("badtime");
    QTest::newRow("rfc8945_1 clock behind")
        << QByteArray("knot-key.") << right << -301 << 9 << 18 << QStringLiteral("badtime");
    QTest::newRow("rfc8945_1 at the edge of fudge")
        << QByteArray("knot-key.") << right << 300 << 0 << 0 << QString();
}

void SignedRequests::rfc8945_1_theOrderOfChecks()
{
    QFETCH(QByteArray, keyName);
    QFETCH(QByteArray, secret);
    QFETCH(int, clock);
    QFETCH(int, rcode);
    QFETCH(int, error);
    QFETCH(QString, code);
    const SignedRequest request(m_soa, key(keyName.constData(), secret.constData()),
                                m_fixture.now + std::chrono::seconds(clock));
    Answer answer = ask(request.wire);
    const Message message = messageOf(answer);
    QCOMPARE(int(message.rcode()), rcode);
    QVERIFY(message.tsig.has_value());
    QCOMPARE(int(message.tsig->error), error);
    QCOMPARE(QString::fromStdString(answer.report.code), code);
    QCOMPARE(answer.report.reason.empty(), code.isEmpty());
    QCOMPARE(message.answers.empty(), rcode != 0);
}

void SignedRequests::rfc8945_2_aBadKeyOrMacIsToldUnsigned()
{
    for (const TsigKey& with : {key("nobody."), key("knot-key.", "bm90IHRoZSBzZWNyZXQ=")}) {
        const SignedRequest request(m_soa, with, m_fixture.now);
        Answer answer = ask(request.wire);
        const Message message = messageOf(answer);
        QCOMPARE(message.rcode(), Rcode::NotAuth);
        QVERIFY(message.tsig && message.tsig->mac.empty());
        QVERIFY(message.tsig->keyName == with.name);
        QCOMPARE(message.questions.size(), std::size_t(1));
    }
}

void SignedRequests::rfc8945_3_badTimeIsToldSigned()
{
    const auto theirs = m_fixture.now - std::chrono::seconds(1000);
    SignedRequest request(m_soa, key("knot-key."), theirs);
    Answer answer = ask(request.wire);
    const Octets wire = octetsOf(answer);
    const Message message = needed(Message::read(wire));
    QCOMPARE(message.rcode(), Rcode::NotAuth);
    QCOMPARE(message.tsig->error, Rcode::BadTime);
    QCOMPARE(message.tsig->timeSigned, std::uint64_t(theirs.time_since_epoch().count()));
    QCOMPARE(message.tsig->fudge, std::uint16_t(300));
    QVERIFY(hasMac(message));
    QCOMPARE(message.tsig->otherData.size(), std::size_t(6));
    const std::uint64_t ours = (std::uint64_t(uint16At(message.tsig->otherData, 0)) << 32) |
                               uint32At(message.tsig->otherData, 2);
    QCOMPARE(ours, std::uint64_t(m_fixture.now.time_since_epoch().count()));
    QCOMPARE(request.session.verifyAnswer(wire, message, theirs), TsigVerdict::BadTime);
    QVERIFY(answer.report.reason.find("1000 s behind") != std::string::npos);
    QCOMPARE(answer.report.secondary, std::string("knot"));
}

void SignedRequests::rfc8945_4_aSignedRequestIsAnsweredSigned_data()
{
    QTest::addColumn<QByteArray>("qname");
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("stream");
    QTest::addColumn<int>("rcode");
    const auto row = [](const char* tag, const char* qname, RecordType type, bool stream,
                        Rcode rcode) {
        QTest::newRow(tag) << QByteArray(qname) << int(type) << stream << int(rcode);
    };
    row("rfc8945_4 SOA", "apps.example.", RecordType::SOA, false, Rcode::NoError);
    row("rfc8945_4 NXDOMAIN", "no.apps.example.", RecordType::A, false, Rcode::NxDomain);
    row("rfc8945_4 refused", "other.example.", RecordType::SOA, false, Rcode::Refused);
    row("rfc8945_4 AXFR", "apps.example.", RecordType::AXFR, true, Rcode::NoError);
    row("rfc8945_4 AXFR over UDP", "apps.example.", RecordType::AXFR, false, Rcode::Refused);
    row("rfc8945_4 IXFR", "apps.example.", RecordType::IXFR, true, Rcode::NoError);
    row("rfc8945_4 IXFR over UDP", "apps.example.", RecordType::IXFR, false, Rcode::NoError);
    row("rfc8945_4 not a zone", "other.example.", RecordType::AXFR, true, Rcode::NotAuth);
}

void SignedRequests::rfc8945_4_aSignedRequestIsAnsweredSigned()
{
    QFETCH(QByteArray, qname);
    QFETCH(int, type);
    QFETCH(bool, stream);
    QFETCH(int, rcode);
    Query query{name(qname.constData()), static_cast<RecordType>(type)};
    if (query.type == RecordType::IXFR)
        query.has = Serial(10);
    for (const char* keyName : {"knot-key.", "KNOT-key."}) {
        SignedRequest request(query, key(keyName), m_fixture.now);
        Answer answer = ask(request.wire, Shared, stream);
        const Octets wire = octetsOf(answer, m_fixture.now);
        const Message message = needed(Message::read(wire, Message::Limits{1000}));
        QCOMPARE(int(message.rcode()), rcode);
        QCOMPARE(request.session.verifyAnswer(wire, message, m_fixture.now), TsigVerdict::Good);
        QVERIFY(request.session.lastWasSigned());
    }
}

void SignedRequests::rfc8945_4_anUnsignedRequestIsNeverAnsweredSigned()
{
    for (const char* peer : {Shared, "127.0.0.1", "192.0.2.200", "203.0.113.1"}) {
        Answer answer = ask(m_soa.wire(), peer);
        QVERIFY(!messageOf(answer).tsig);
    }
}

void SignedRequests::rfc8945_10_aShortMacIsMalformed()
{
    const SignedRequest request(m_soa, key("knot-key."), m_fixture.now);
    for (const std::size_t size : {1U, 9U, 15U}) { // less than 10 octets or half of 32
        Answer answer = ask(withMacCutTo(request.wire, size));
        const Message message = messageOf(answer);
        QCOMPARE(message.rcode(), Rcode::FormErr);
        QVERIFY(!hasMac(message));
    }
    Answer half = ask(withMacCutTo(request.wire, 16));
    QCOMPARE(messageOf(half).rcode(), Rcode::NoError);
    QVERIFY(hasMac(messageOf(half)));
}

void SignedRequests::rfc8945_10_shorterThanPolicyIsBadtruncAndSigned()
{
    AnswerFixture fixture;
    fixture.rules->keys.at(name("knot-key.")).leastMac = 32;
    const SignedRequest request(m_soa, key("knot-key."), fixture.now);
    Answer answer = fixture.ask(withMacCutTo(request.wire, 31), Shared);
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::NotAuth);
    QCOMPARE(message.tsig->error, Rcode::BadTrunc);
    QCOMPARE(message.tsig->mac.size(), std::size_t(32)); // section 5.3.2: signed
    QVERIFY(message.tsig->otherData.empty());
    QVERIFY(message.answers.empty());
    QCOMPARE(answer.report.code, std::string("badsig"));
    QVERIFY(answer.report.reason.find("BADTRUNC: ") == 0);
    // The MAC in the chain is the one that was sent, cut as it was.
    const Octets wire = octetsOf(answer);
    const Octets sent = withMacCutTo(request.wire, 31);
    Octets digested{0, 31};
    append(digested, needed(Message::read(sent)).tsig->mac);
    Octets plain(wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(message.tsig->offset));
    plain[11] = 0;
    append(digested, plain);
    append(digested, name("knot-key.").wire());
    append(digested, Octets{0, 255, 0, 0, 0, 0}); // class ANY, TTL
    append(digested, name("hmac-sha256.").wire());
    appendUint16(digested, static_cast<std::uint16_t>(message.tsig->timeSigned >> 32));
    appendUint32(digested, static_cast<std::uint32_t>(message.tsig->timeSigned));
    append(digested, Octets{1, 44, 0, 22, 0, 0}); // fudge, BADTRUNC, no other data
    Hmac hmac(TsigAlgorithm::HmacSha256, key("knot-key.").secret);
    hmac.feed(digested);
    QCOMPARE(message.tsig->mac, hmac.finish());
}

void SignedRequests::rfc8945_11_tsigMustBeLastAndOnce_data()
{
    QTest::addColumn<int>("form");
    QTest::newRow("rfc8945_11 twice") << 0;
    QTest::newRow("rfc8945_11 not last") << 1;
    QTest::newRow("rfc8945_11 in the answer section") << 2;
    QTest::newRow("CVE-2016-7074 records after it that are not counted") << 3;
}

void SignedRequests::rfc8945_11_tsigMustBeLastAndOnce()
{
    QFETCH(int, form);
    const SignedRequest request(m_soa, key("knot-key."), m_fixture.now);
    Octets wire = request.wire;
    const std::size_t tsigAt = TsigParts(wire).offset;
    if (form == 0) {
        append(wire, Octets(request.wire.begin() + static_cast<std::ptrdiff_t>(tsigAt),
                            request.wire.end()));
        wire[11] = 2;
    } else if (form == 1 || form == 3) {
        Edns{}.write(wire);
        if (form == 1)
            wire[11] = 2;
    } else {
        wire[11] = 0;
        wire[7] = 1;
    }
    Answer answer = ask(wire);
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::FormErr);
    QVERIFY(!message.tsig);
    QVERIFY(message.answers.empty());
}

void SignedRequests::rfc8945_12_roomForTheSignatureIsKept()
{
    // CVE-2016-2776: answers that just do or do not fit, with TSIG and OPT.
    const Name zone = name("fit.example.");
    for (std::size_t length = 150; length < 1200;
         length += length % 7 == 0 ? std::size_t{11} : std::size_t{3}) {
        std::string text = "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\nt 60 TXT";
        for (std::size_t left = length; left > 0; left -= std::min<std::size_t>(left, 200))
            text += " \"" + std::string(std::min<std::size_t>(left, 200), 'x') + "\"";
        AnswerFixture fixture;
        static_cast<void>(fixture.zones->publish(
            PublishedZone::create(versionOf(zone, text + "\n"), {}, {}, {})));
        for (const int size : {0, 512, 700, 1232, 4096}) {
            Query query{name("t.fit.example."), RecordType::TXT};
            if (size != 0) {
                query.edns = std::make_shared<Edns>();
                query.edns->udpSize = static_cast<std::uint16_t>(size);
            }
            SignedRequest request(query, key("knot-key."), fixture.now);
            Answer answer = fixture.ask(request.wire, Shared);
            const Octets wire = octetsOf(answer);
            QVERIFY(wire.size() <= std::size_t(std::clamp(size, 512, 1232)));
            const Message message = needed(Message::read(wire));
            QCOMPARE(request.session.verifyAnswer(wire, message, fixture.now), TsigVerdict::Good);
            QCOMPARE(message.answers.empty(), message.header.truncated);
        }
    }
}

void SignedRequests::rfc8945_13_aKeyBelongsToASecondary()
{
    const SignedRequest request({name("apps.example."), RecordType::AXFR}, key("knot-key."),
                                m_fixture.now);
    // From an address that is no secondary's: refused, and told so signed.
    Answer elsewhere = ask(request.wire, "203.0.113.1", true);
    QCOMPARE(messageOf(elsewhere).rcode(), Rcode::Refused);
    QVERIFY(hasMac(messageOf(elsewhere)));
    // A zone that the owner of the key does not serve.
    m_fixture.rules->secondaries[0].zones = {name("other.example.")};
    Answer otherZone = ask(request.wire, Shared, true);
    QCOMPARE(messageOf(otherZone).rcode(), Rcode::Refused);
    m_fixture.rules->secondaries[0].zones.clear();
    Answer own = ask(request.wire, Shared, true);
    QVERIFY(std::holds_alternative<TransferStream>(own.message));
}

void SignedRequests::theKeyTellsTwoSecondariesOfOneAddressApart()
{
    AnswerFixture fixture;
    fixture.addSecondary("knot-local", "127.0.0.1", "local-a.");
    fixture.addSecondary("nsd-local", "127.0.0.1", "local-b.");
    const auto who = [&](const char* keyName) {
        Octets wire = m_soa.wire();
        if (keyName)
            wire = SignedRequest(m_soa, key(keyName), fixture.now).wire;
        const Answer answer = fixture.ask(wire, "127.0.0.1");
        return answer.report.rcode == Rcode::NoError ? answer.report.secondary : "refused";
    };
    QCOMPARE(who("local-a."), std::string("knot-local"));
    QCOMPARE(who("local-b."), std::string("nsd-local"));
    QCOMPARE(who("knot-key."), std::string()); // permitted, but nobody's key here
    QCOMPARE(who(nullptr), std::string());
    fixture.addSecondary("plain-local", "127.0.0.1", nullptr);
    QCOMPARE(who(nullptr), std::string("plain-local"));
    QCOMPARE(who("local-a."), std::string("knot-local"));
    fixture.addSecondary("plain-too", "127.0.0.1", nullptr);
    QCOMPARE(who(nullptr), std::string());
}

void SignedRequests::CVE_2017_3142_aForgedStaleRequestGetsNoMac()
{
    SignedRequest request(m_soa, key("knot-key."), m_fixture.now - std::chrono::hours(24));
    request.wire[TsigParts(request.wire).macAt + 2] ^= 1;
    Answer answer = ask(request.wire);
    const Message message = messageOf(answer);
    QCOMPARE(message.tsig->error, Rcode::BadSig);
    QVERIFY(!hasMac(message));
}

void SignedRequests::CVE_2016_7073_aStaleSignatureOpensNothing()
{
    const SignedRequest request({name("apps.example."), RecordType::AXFR}, key("knot-key."),
                                m_fixture.now - std::chrono::seconds(301));
    Answer answer = ask(request.wire, Shared, true);
    QVERIFY(std::holds_alternative<Octets>(answer.message));
    QCOMPARE(messageOf(answer).rcode(), Rcode::NotAuth);
}

void SignedRequests::CVE_2025_40775_anUnknownAlgorithmIsBadkey()
{
    SignedRequest request(m_soa, key("knot-key."), m_fixture.now);
    const TsigParts parts(request.wire);
    request.wire[parts.lengthAt + 3] = 'x'; // xmac-sha256
    Answer answer = ask(request.wire);
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::NotAuth);
    QCOMPARE(message.tsig->error, Rcode::BadKey);
    QVERIFY(!hasMac(message));
}

void SignedRequests::CVE_2020_8622_everyLengthOfTheTsigRdataMayLie()
{
    const SignedRequest request(m_soa, key("knot-key."), m_fixture.now);
    const TsigParts parts(request.wire);
    for (const std::size_t at : {parts.lengthAt, parts.macAt, request.wire.size() - 2}) {
        for (int value = 0; value <= 0xFFFF; value += value < 300 ? 1 : 97) {
            Octets wire = request.wire;
            if (uint16At(wire, at) == value)
                continue;
            putUint16At(wire, at, static_cast<std::uint16_t>(value));
            Answer answer = ask(wire);
            const Message message = messageOf(answer);
            QVERIFY(message.rcode() == Rcode::FormErr || message.rcode() == Rcode::NotAuth);
            QVERIFY(!hasMac(message));
        }
    }
}

void SignedRequests::anEmptyTimeSignedIsBadtimeNotMalformed()
{
    const SignedRequest request(m_soa, key("knot-key."), std::chrono::sys_seconds{});
    Answer answer = ask(request.wire);
    QCOMPARE(messageOf(answer).tsig->error, Rcode::BadTime);
}

QTEST_APPLESS_MAIN(SignedRequests)
#include "signedrequests.moc"
