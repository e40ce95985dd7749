#include <QStandardPaths>
#include <QTest>

#include "tlsclient.h"

using namespace headwater;

/// Transfers over TLS (RFC 9103), asked for by kdig and openssl.
class TlsTransfers : public QObject
{
    Q_OBJECT

private:
    const Certificates m_certificates;

    static DnsServer::Settings settings()
    {
        DnsServer::Settings made;
        made.tlsListen.push_back(needed(Endpoint::parse("127.0.0.1:0", 0)));
        return made;
    }
    static Endpoint tlsOf(ServedZone& served) { return served.server().tlsAddresses().front(); }
    void identify(ServedZone& served) const
    {
        served.server().setTls(m_certificates.identity("server"));
    }
    [[nodiscard]] QStringList with(const char* name) const
    {
        return {QStringLiteral("-alpn"), QStringLiteral("dot"),
                QStringLiteral("-cert"), m_certificates.path(name, "pem"),
                QStringLiteral("-key"),  m_certificates.path(name, "key")};
    }
    static Rcode rcodeOf(TlsClient& client, RecordType type)
    {
        client.send(question("apps.example.", type));
        const auto answer = client.receive();
        return answer ? needed(Message::read(*answer)).rcode() : Rcode::ServFail;
    }

private Q_SLOTS:
    void rfc9103_1_kdigTakesTheWholeZone();
    void rfc9103_1_withoutAlpnDotNothingIsAnswered_data();
    void rfc9103_1_withoutAlpnDotNothingIsAnswered();
    void rfc9103_2_olderThanTls13IsNotSpoken();
    void rfc9103_5_transfersShareAConnection();
    void rfc9103_7_atTheLimitServfailAndTheConnectionStays();
    void rfc9103_4_aSecondaryIsKnownByItsCertificate();
    void aCertificateOfAClientCaIsKnownByItsName();
    void aNewCertificateIsForNewConnections();
    void withoutAnIdentityNothingIsSaidInTheClear();
    void CVE_2026_12245_garbageAndEarlyEndsCostNothing();
    void whoDoesNotFinishTheHandshakeIsClosed();
    void whoDoesNotReadIsClosedAndCostsOthersNothing();
};

void TlsTransfers::rfc9103_1_kdigTakesTheWholeZone()
{
    if (QStandardPaths::findExecutable(QStringLiteral("kdig")).isEmpty())
        QSKIP("kdig is not installed");
    ServedZone served(settings(), 20'000);
    identify(served);
    QProcess process;
    process.start(QStringLiteral("kdig"),
                  {QStringLiteral("@127.0.0.1"), QStringLiteral("-p"),
                   QString::number(tlsOf(served).port), QStringLiteral("+tls"),
                   QStringLiteral("big.example"), QStringLiteral("AXFR"), QStringLiteral("-y"),
                   QStringLiteral("hmac-sha256:knot-key:c2VjcmV0IG9mIHRoZSB0ZXN0")});
    QVERIFY(process.waitForFinished(20'000));
    const QByteArray output = process.readAllStandardOutput();
    QVERIFY2(output.contains("host19999.big.example."), output.right(2'000).constData());
    QCOMPARE(output.count("SOA\tns.big.example."), 2);
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 1; }));
    QCOMPARE(served.facts<SecondaryAsked>().front().transport, Transport::Tls);
    QCOMPARE(served.facts<SecondaryAsked>().front().secondary, std::string("knot"));
}

void TlsTransfers::rfc9103_1_withoutAlpnDotNothingIsAnswered_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("none offered") << QStringList{};
    QTest::newRow("another") << QStringList{QStringLiteral("-alpn"), QStringLiteral("h2")};
}

void TlsTransfers::rfc9103_1_withoutAlpnDotNothingIsAnswered()
{
    QFETCH(QStringList, arguments);
    ServedZone served(settings());
    identify(served);
    TlsClient client(tlsOf(served), arguments);
    client.send(question("apps.example.", RecordType::SOA));
    QVERIFY(!client.receive());
    QVERIFY(client.isOver());
    QCOMPARE(served.server().counters().tcpQueries, std::uint64_t(0));
}

void TlsTransfers::rfc9103_2_olderThanTls13IsNotSpoken()
{
    ServedZone served(settings());
    identify(served);
    TlsClient client(tlsOf(served),
                     {QStringLiteral("-alpn"), QStringLiteral("dot"), QStringLiteral("-tls1_2")});
    client.send(question("apps.example.", RecordType::SOA));
    QVERIFY(!client.receive());
    QVERIFY(client.isOver());
}

void TlsTransfers::rfc9103_5_transfersShareAConnection()
{
    ServedZone served(settings(), 20'000);
    identify(served);
    TlsClient client(tlsOf(served));
    Octets all;
    for (const Octets& asked : {question("big.example.", RecordType::AXFR, 1),
                                question("apps.example.", RecordType::SOA, 2),
                                question("big.example.", RecordType::AXFR, 3)}) {
        appendUint16(all, static_cast<std::uint16_t>(asked.size()));
        append(all, asked);
    }
    client.sendRaw(all);
    std::array<std::size_t, 4> records{};
    std::vector<std::uint16_t> order;
    while (records[1] + records[3] < 2 * 20'003) {
        const auto answer = client.receive();
        QVERIFY(answer);
        const Message message = needed(Message::read(*answer, Message::Limits{65535}));
        QVERIFY(message.header.id >= 1 && message.header.id <= 3);
        records[message.header.id] += message.answers.size();
        order.push_back(message.header.id);
    }
    QCOMPARE(records[1], std::size_t(20'003));
    QCOMPARE(records[2], std::size_t(1));
    QCOMPARE(records[3], std::size_t(20'003));
    QVERIFY(!std::is_sorted(order.begin(), order.end())); // out of order, intermingled
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 0; }));
}

void TlsTransfers::rfc9103_7_atTheLimitServfailAndTheConnectionStays()
{
    DnsServer::Settings narrow = settings();
    narrow.transfers = 1;
    ServedZone served(narrow, 100'000);
    identify(served);
    TlsClient busy(tlsOf(served)); // nobody empties the pipe behind it
    busy.send(question("big.example.", RecordType::AXFR));
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 1; }));
    TlsClient client(tlsOf(served));
    QCOMPARE(rcodeOf(client, RecordType::AXFR), Rcode::ServFail);
    QCOMPARE(rcodeOf(client, RecordType::SOA), Rcode::NoError);
    QVERIFY(becomesTrue([&] { return served.facts<QueryRefused>().size() == 1; }));
    QCOMPARE(served.facts<QueryRefused>().front().code, std::string("transfer-limit"));
    QCOMPARE(served.facts<QueryRefused>().front().rcode, Rcode::ServFail);
}

void TlsTransfers::rfc9103_4_aSecondaryIsKnownByItsCertificate()
{
    ServedZone served(settings());
    identify(served);
    auto rules = std::make_shared<AccessRules>(*served.fixture.rules);
    rules->permitted.clear();
    rules->secondaries.resize(1);
    rules->secondaries[0].key.reset();
    rules->secondaries[0].certificateKeys = {m_certificates.keyDigest("client")};
    served.server().setRules(rules);
    TlsClient right(tlsOf(served), with("client"));
    QCOMPARE(rcodeOf(right, RecordType::AXFR), Rcode::NoError);
    TlsClient wrong(tlsOf(served), with("stranger"));
    QCOMPARE(rcodeOf(wrong, RecordType::AXFR), Rcode::Refused);
    TlsClient none(tlsOf(served));
    QCOMPARE(rcodeOf(none, RecordType::AXFR), Rcode::Refused);
    TestSocket clear = connected(served);
    QVERIFY(clear.send(question("apps.example.", RecordType::AXFR)));
    const auto answer = clear.receive();
    QVERIFY(answer);
    QCOMPARE(needed(Message::read(*answer)).rcode(), Rcode::Refused);
}

void TlsTransfers::aCertificateOfAClientCaIsKnownByItsName()
{
    ServedZone served(settings());
    identify(served); // the client's certificate is its own CA
    auto rules = std::make_shared<AccessRules>(*served.fixture.rules);
    rules->permitted.clear();
    rules->secondaries.resize(1);
    rules->secondaries[0].key.reset();
    rules->secondaries[0].certificateName = name("client.example.");
    served.server().setRules(rules);
    TlsClient right(tlsOf(served), with("client"));
    QCOMPARE(rcodeOf(right, RecordType::AXFR), Rcode::NoError);
    rules = std::make_shared<AccessRules>(*rules);
    rules->secondaries[0].certificateName = name("stranger.example.");
    served.server().setRules(rules);
    TlsClient unknownCa(tlsOf(served), with("stranger"));
    QCOMPARE(rcodeOf(unknownCa, RecordType::AXFR), Rcode::Refused);
}

void TlsTransfers::aNewCertificateIsForNewConnections()
{
    ServedZone served(settings());
    identify(served);
    TlsClient before(tlsOf(served));
    QCOMPARE(rcodeOf(before, RecordType::SOA), Rcode::NoError);
    served.server().setTls(m_certificates.identity("stranger"));
    TlsClient after(tlsOf(served),
                    {QStringLiteral("-alpn"), QStringLiteral("dot"),
                     QStringLiteral("-verify_return_error"), QStringLiteral("-CAfile"),
                     m_certificates.path("stranger", "pem")});
    QCOMPARE(rcodeOf(after, RecordType::SOA), Rcode::NoError);
    QCOMPARE(rcodeOf(before, RecordType::SOA), Rcode::NoError);
}

void TlsTransfers::withoutAnIdentityNothingIsSaidInTheClear()
{
    ServedZone served(settings());
    TestSocket socket(TestSocket::Kind::Tcp);
    QVERIFY(socket.connectTo(tlsOf(served)));
    static_cast<void>(socket.send(question("apps.example.", RecordType::SOA)));
    QVERIFY(socket.isClosedWithin(std::chrono::seconds(5)));
    QCOMPARE(served.server().counters().tcpQueries, std::uint64_t(0));
}

void TlsTransfers::CVE_2026_12245_garbageAndEarlyEndsCostNothing()
{
    ServedZone served(settings());
    identify(served);
    const int before = descriptorsAtRest(served);
    for (int i = 0; i < 50; ++i) {
        TestSocket socket(TestSocket::Kind::Tcp);
        QVERIFY(socket.connectTo(tlsOf(served)));
        Octets garbage(static_cast<std::size_t>(i) * 7, static_cast<std::uint8_t>(i));
        if (i % 3 == 0) // the beginning of a handshake
            garbage.insert(garbage.begin(), {22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3});
        static_cast<void>(socket.sendRaw(garbage));
        if (i % 2 == 0)
            socket.reset();
    }
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 0; }));
    QVERIFY(becomesTrue([&] { return openDescriptors() <= before; }));
    TlsClient client(tlsOf(served));
    QCOMPARE(rcodeOf(client, RecordType::SOA), Rcode::NoError);
}

void TlsTransfers::whoDoesNotFinishTheHandshakeIsClosed()
{
    DnsServer::Settings quick = settings();
    quick.firstMessage = Seconds(1);
    ServedZone served(quick);
    identify(served);
    TestSocket socket(TestSocket::Kind::Tcp);
    QVERIFY(socket.connectTo(tlsOf(served)));
    QVERIFY(socket.sendRaw(Octets{22, 3, 1}));
    QVERIFY(socket.isClosedWithin(std::chrono::seconds(5)));
}

void TlsTransfers::whoDoesNotReadIsClosedAndCostsOthersNothing()
{
    DnsServer::Settings quick = settings();
    quick.stall = Seconds(1);
    quick.threads = 1;
    ServedZone served(quick, 100'000);
    identify(served);
    TlsClient stalled(tlsOf(served)); // nobody empties the pipe behind it
    stalled.send(question("big.example.", RecordType::AXFR));
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 1; }));
    TlsClient other(tlsOf(served));
    QCOMPARE(rcodeOf(other, RecordType::SOA), Rcode::NoError);
    QVERIFY(becomesTrue([&] { return served.facts<TransferBroken>().size() == 1; }));
    QCOMPARE(served.facts<TransferBroken>().front().reason, std::string("stalled for 1 s"));
}

QTEST_GUILESS_MAIN(TlsTransfers)
#include "tlstransfers.moc"
