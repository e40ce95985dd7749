#include <QTest>

#include "answer/servercookie.h"
#include "answerfixture.h"

using namespace headwater;

namespace {

constexpr std::uint16_t Nsid = 3;
constexpr std::uint16_t Keepalive = 11;
constexpr std::uint16_t ZoneVersionOption = 19;

Octets octets(const char* hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex);
    return Octets(bytes.begin(), bytes.end());
}

SipHashKey secret(const char* hex)
{
    SipHashKey key{};
    const Octets all = octets(hex);
    std::copy(all.begin(), all.end(), key.begin());
    return key;
}

} // namespace

/// Options that a requester sends along and wants to see answered.
class EdnsOptions : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;
    ServerIdentity m_identity{"primary-1", secret("e5e973e5a6b2a43f48e7dc849e37bfcf")};

    /// The option of that code in the answer; a message without it has none.
    Message ask(const EdnsOption& option, const char* qname = "apps.example.",
                RecordType type = RecordType::SOA, Transport transport = Transport::Udp,
                std::chrono::sys_seconds now = std::chrono::sys_seconds(Seconds(1'763'700'000)))
    {
        RequestContext context;
        context.peer = address("127.0.0.1");
        context.transport = transport;
        context.now = now;
        if (transport != Transport::Udp)
            context.idle = Seconds(30);
        Query query{name(qname), type};
        query.edns = std::make_shared<Edns>();
        query.edns->options.push_back(option);
        Answer answer =
            Answerer(m_fixture.zones, m_fixture.rules, m_identity).answer(query.wire(), context);
        return messageOf(answer);
    }
    static Octets dataOf(const Message& message, std::uint16_t code)
    {
        const EdnsOption* option = message.edns ? message.edns->option(code) : nullptr;
        return option ? option->data : Octets{};
    }

private Q_SLOTS:
    void sipHashIsThatOfItsAuthors();
    void rfc7873_1_theCookieIsThatOfEveryServerWithTheSecret();
    void rfc7873_1_aGoodCookieIsKeptAndAnOldOneRenewed();
    void rfc7873_1_aCookieOfBadLengthIsMalformed_data();
    void rfc7873_1_aCookieOfBadLengthIsMalformed();
    void rfc7873_1_aQuestionForACookieAlone();
    void rfc5001_theServerSaysItsNameWhenAsked();
    void rfc7828_keepaliveIsToldOverAStreamOnly();
    void rfc9660_1_theVersionOfTheZoneIsTold();
    void rfc9660_1_withDataItIsMalformed();
    void rfc9660_1_aZoneThatIsNotOursHasNoVersion();
    void nothingIsToldUnasked();
};

void EdnsOptions::sipHashIsThatOfItsAuthors()
{
    Octets input;
    for (std::uint8_t i = 0; i < 15; ++i)
        input.push_back(i);
    const auto hash = sipHash(secret("000102030405060708090a0b0c0d0e0f"), input);
    QCOMPARE(Octets(hash.begin(), hash.end()), octets("e545be4961ca29a1"));
}

void EdnsOptions::rfc7873_1_theCookieIsThatOfEveryServerWithTheSecret()
{
    // RFC 9018 appendix A.1.
    const auto answered = ServerCookie::answer(
        {ServerCookie::Option, octets("2464c4abcf10c957")}, address("198.51.100.100"),
        std::chrono::sys_seconds(Seconds(1559731985)), m_identity.cookieSecret);
    QCOMPARE(answered.data, octets("2464c4abcf10c957010000005cf79f111f8130c3eee29480"));
}

void EdnsOptions::rfc7873_1_aGoodCookieIsKeptAndAnOldOneRenewed()
{
    const auto at = [](std::int64_t seconds) { return std::chrono::sys_seconds(Seconds(seconds)); };
    const auto asked = [&](const Octets& data, std::int64_t seconds) {
        return dataOf(ask({ServerCookie::Option, data}, "apps.example.", RecordType::SOA,
                          Transport::Udp, at(seconds)),
                      ServerCookie::Option);
    };
    const Octets first = asked(octets("0102030405060708"), 1'763'700'000);
    QCOMPARE(first.size(), std::size_t(24));
    QCOMPARE(asked(first, 1'763'700'000 + 1800), first);
    QVERIFY(asked(first, 1'763'700'000 + 1801) != first);
    QVERIFY(asked(first, 1'763'700'000 - 301) != first);
    Octets forged = first;
    forged.back() ^= 1;
    QCOMPARE(asked(forged, 1'763'700'000), first); // answered all the same
}

void EdnsOptions::rfc7873_1_aCookieOfBadLengthIsMalformed_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("good");
    for (const int size : {0, 1, 7, 9, 15, 41, 60})
        QTest::addRow("%d octets", size) << size << false;
    for (const int size : {8, 16, 24, 40})
        QTest::addRow("%d octets", size) << size << true;
}

void EdnsOptions::rfc7873_1_aCookieOfBadLengthIsMalformed()
{
    QFETCH(int, size);
    QFETCH(bool, good);
    const Message message = ask({ServerCookie::Option, Octets(static_cast<std::size_t>(size), 1)});
    QCOMPARE(message.rcode(), good ? Rcode::NoError : Rcode::FormErr);
    QCOMPARE(dataOf(message, ServerCookie::Option).empty(), !good);
}

void EdnsOptions::rfc7873_1_aQuestionForACookieAlone()
{
    Edns edns;
    edns.options.push_back({ServerCookie::Option, Octets(8, 1)});
    Header header;
    header.additionals = 1;
    Octets wire;
    header.write(wire);
    edns.write(wire);
    Answer answer = m_fixture.ask(wire);
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::NoError);
    QCOMPARE(dataOf(message, ServerCookie::Option).size(), std::size_t(24));
}

void EdnsOptions::rfc5001_theServerSaysItsNameWhenAsked()
{
    const Octets told = dataOf(ask({Nsid, {}}), Nsid);
    QCOMPARE(std::string(told.begin(), told.end()), std::string("primary-1"));
    m_identity.nsid.clear();
    QVERIFY(!ask({Nsid, {}}).edns->option(Nsid));
    m_identity.nsid = "primary-1";
}

void EdnsOptions::rfc7828_keepaliveIsToldOverAStreamOnly()
{
    const Message stream = ask({Keepalive, {}}, "apps.example.", RecordType::SOA, Transport::Tcp);
    QCOMPARE(dataOf(stream, Keepalive), (Octets{1, 44})); // 300 times 100 ms
    QVERIFY(!ask({Keepalive, {}}).edns->option(Keepalive));
}

void EdnsOptions::rfc9660_1_theVersionOfTheZoneIsTold()
{
    for (const char* qname : {"apps.example.", "www.apps.example.", "nothere.apps.example."}) {
        const Octets told = dataOf(ask({ZoneVersionOption, {}}, qname), ZoneVersionOption);
        QCOMPARE(told, (Octets{2, 0, 0, 0, 0, 11})); // two labels, SOA serial, 11
    }
}

void EdnsOptions::rfc9660_1_withDataItIsMalformed()
{
    QCOMPARE(ask({ZoneVersionOption, {0}}).rcode(), Rcode::FormErr);
}

void EdnsOptions::rfc9660_1_aZoneThatIsNotOursHasNoVersion()
{
    const Message message = ask({ZoneVersionOption, {}}, "elsewhere.test.");
    QCOMPARE(message.rcode(), Rcode::Refused);
    QVERIFY(!message.edns->option(ZoneVersionOption));
}

void EdnsOptions::nothingIsToldUnasked()
{
    QVERIFY(ask({65001, {1, 2, 3}}).edns->options.empty());
}

QTEST_APPLESS_MAIN(EdnsOptions)
#include "ednsoptions.moc"
