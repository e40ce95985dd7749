#include <QTest>

#include "servedzone.h"

using namespace headwater;

class UdpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWildcardAddressAnswersFromTheOneThatWasAsked();
    void aThousandQuestionsAtOnceAreAnswered();
    void answersOfManySizesToManyPeersArriveWhole_data();
    void answersOfManySizesToManyPeersArriveWhole();
    void garbageIsNotAnswered();
    void aPortInUseIsSaidPlainly();
    void anAddressThatIsNotOursIsSaidPlainly();
    void udpAndTcpShareThePortThatWasTaken();
    void newRulesHoldFromTheNextQuestion();
    void ipv6IsServedToo();
};

void UdpServer::aWildcardAddressAnswersFromTheOneThatWasAsked()
{
    DnsServer::Settings settings;
    settings.listen.push_back(needed(Endpoint::parse("0.0.0.0:0", 0)));
    ServedZone served(settings);
    QVERIFY(served.started());
    for (const char* asked : {"127.0.0.1", "127.0.0.2", "127.9.9.9"}) {
        // A connected socket only sees what comes from the address it asked.
        TestSocket socket(TestSocket::Kind::Udp);
        QVERIFY(socket.bindTo(needed(Endpoint::parse("127.0.0.3:0", 0))));
        QVERIFY(socket.connectTo({address(asked), served.endpoint().port}));
        QVERIFY(socket.send(question("apps.example.", RecordType::SOA)));
        const auto answer = socket.receive();
        QVERIFY2(answer, asked);
        QCOMPARE(needed(Message::read(*answer)).answers.size(), std::size_t(1));
    }
}

void UdpServer::aThousandQuestionsAtOnceAreAnswered()
{
    ServedZone served;
    TestSocket socket(TestSocket::Kind::Udp, 1 << 20);
    QVERIFY(socket.connectTo(served.endpoint()));
    std::vector<bool> answered(1000, false);
    for (std::uint16_t round = 0; round < 10; ++round) {
        for (std::uint16_t i = 0; i < 100; ++i) {
            const auto id = static_cast<std::uint16_t>(round * 100 + i);
            QVERIFY(socket.send(question("apps.example.", RecordType::SOA, id)));
        }
        for (int i = 0; i < 100; ++i) {
            const auto answer = socket.receive();
            QVERIFY(answer);
            answered[uint16At(*answer, 0)] = true;
        }
    }
    QVERIFY(std::find(answered.begin(), answered.end(), false) == answered.end());
    QCOMPARE(served.server().counters().udpQueries, std::uint64_t(1000));
}

void UdpServer::answersOfManySizesToManyPeersArriveWhole_data()
{
    QTest::addColumn<QByteArray>("listen");
    QTest::newRow("one address") << QByteArray("127.0.0.1:0");
    QTest::newRow("every address") << QByteArray("0.0.0.0:0");
}

/// They leave together as far as they can: none may be cut, joined or sent to somebody else.
void UdpServer::answersOfManySizesToManyPeersArriveWhole()
{
    QFETCH(QByteArray, listen);
    DnsServer::Settings settings;
    settings.listen.push_back(needed(Endpoint::parse(listen.constData(), 0)));
    ServedZone served(settings);
    QVERIFY(served.started());
    constexpr std::uint16_t Questions = 60;
    const std::array<const char*, 3> names{"apps.example.", "a.name.of.no.record.apps.example.",
                                           "b.apps.example."};
    std::array<TestSocket, 2> peers{TestSocket(TestSocket::Kind::Udp, 1 << 20),
                                    TestSocket(TestSocket::Kind::Udp, 1 << 20)};
    for (TestSocket& peer : peers)
        QVERIFY(peer.connectTo({address("127.0.0.1"), served.endpoint().port}));
    served.run([&] { // all of them wait in the kernel before the first is read
        for (std::uint16_t id = 0; id < Questions; ++id) {
            const char* name = names[id % 5 < 3 ? 0 : id % 2 + 1];
            if (!peers[id / 7 % 2].send(question(name, RecordType::SOA, id)))
                qFatal("a question cannot be sent");
        }
    });
    for (std::uint16_t id = 0; id < Questions; ++id) {
        const auto answer = peers[id / 7 % 2].receive();
        QVERIFY(answer);
        const auto message = Message::read(*answer);
        QVERIFY(message);
        QCOMPARE(message->header.id, id);
        QCOMPARE(message->questions.at(0).name,
                 needed(Name::parse(names[id % 5 < 3 ? 0 : id % 2 + 1])));
        QCOMPARE(message->answers.size() + message->authorities.size(), std::size_t(1));
    }
}

void UdpServer::garbageIsNotAnswered()
{
    ServedZone served;
    TestSocket socket(TestSocket::Kind::Udp);
    QVERIFY(socket.connectTo(served.endpoint()));
    Octets response = question("apps.example.", RecordType::SOA);
    response[2] |= 0x80;
    QVERIFY(socket.send(response)); // CVE-2012-0206
    QVERIFY(socket.send(Octets(11, 0)));
    QVERIFY(socket.sendRaw(Octets(1, 0)));
    Octets large(5000, 0); // longer than any request may be
    QVERIFY(socket.send(large));
    const auto formerr = socket.receive();
    QVERIFY(formerr);
    QCOMPARE(needed(Header::read(*formerr)).rcode, Rcode::FormErr);
    QVERIFY(!socket.receive(std::chrono::milliseconds(50)));
}

void UdpServer::aPortInUseIsSaidPlainly()
{
    TestSocket taken(TestSocket::Kind::Udp);
    QVERIFY(taken.bindTo(needed(Endpoint::parse("127.0.0.1:0", 0))));
    sockaddr_in in{};
    socklen_t size = sizeof in;
    QCOMPARE(getsockname(taken.descriptor(), reinterpret_cast<sockaddr*>(&in), &size), 0);
    const std::string where = "127.0.0.1:" + std::to_string(ntohs(in.sin_port));
    DnsServer::Settings settings;
    settings.listen.push_back(needed(Endpoint::parse(where, 0)));
    ServedZone served(settings);
    QVERIFY(!served.started());
    QCOMPARE(QString::fromStdString(served.started().error().text),
             QStringLiteral("cannot listen on %1/udp: Address already in use")
                 .arg(QString::fromStdString(where)));
}

void UdpServer::anAddressThatIsNotOursIsSaidPlainly()
{
    DnsServer::Settings settings;
    settings.listen.push_back(needed(Endpoint::parse("192.0.2.77:5300", 0)));
    ServedZone served(settings);
    QVERIFY(!served.started());
    QCOMPARE(QString::fromStdString(served.started().error().text),
             QStringLiteral("cannot listen on 192.0.2.77:5300/tcp: Cannot assign requested "
                            "address"));
}

void UdpServer::udpAndTcpShareThePortThatWasTaken()
{
    ServedZone served;
    QVERIFY(served.endpoint().port != 0);
    TestSocket udp(TestSocket::Kind::Udp);
    QVERIFY(udp.connectTo(served.endpoint()));
    QVERIFY(udp.send(question("apps.example.", RecordType::SOA)));
    QVERIFY(udp.receive());
    TestSocket tcp = connected(served);
    QVERIFY(tcp.send(question("apps.example.", RecordType::SOA)));
    QVERIFY(tcp.receive());
}

void UdpServer::newRulesHoldFromTheNextQuestion()
{
    ServedZone served;
    TestSocket socket(TestSocket::Kind::Udp);
    QVERIFY(socket.connectTo(served.endpoint()));
    const auto rcode = [&] {
        socket.send(question("apps.example.", RecordType::SOA));
        return needed(Header::read(socket.receive().value())).rcode;
    };
    QCOMPARE(rcode(), Rcode::NoError);
    served.run([&] { served.server().setRules(std::make_shared<const AccessRules>()); });
    QCOMPARE(rcode(), Rcode::Refused);
    served.run([&] { served.server().setRules(served.fixture.rules); });
    QCOMPARE(rcode(), Rcode::NoError);
}

void UdpServer::ipv6IsServedToo()
{
    DnsServer::Settings settings;
    settings.listen.push_back(needed(Endpoint::parse("[::]:0", 0)));
    ServedZone served(settings);
    if (!served.started())
        QSKIP("no IPv6 here");
    Descriptor socket(::socket(AF_INET6, SOCK_DGRAM, 0));
    Endpoint to = served.endpoint();
    to.address = address("::1");
    const SocketAddress there = SocketAddress::from(to);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&there.storage), there.size) != 0)
        QSKIP("no ::1 here");
    const Octets asked = question("apps.example.", RecordType::SOA);
    QVERIFY(::send(socket.get(), asked.data(), asked.size(), 0) > 0);
    pollfd waiting{socket.get(), POLLIN, 0};
    QVERIFY(::poll(&waiting, 1, 5000) > 0);
    Octets answer(1232);
    QVERIFY(::recv(socket.get(), answer.data(), answer.size(), 0) > 12);
    QCOMPARE(needed(Header::read(answer)).rcode, Rcode::Refused); // ::1 is not permitted here
}

QTEST_GUILESS_MAIN(UdpServer)
#include "udpserver.moc"
