#include <QTest>

#include "servedzone.h"

using namespace headwater;

class TcpServer : public QObject
{
    Q_OBJECT

private:
    static DnsServer::Settings quick()
    {
        DnsServer::Settings settings;
        settings.firstMessage = Seconds(1);
        settings.idle = Seconds(1);
        settings.stall = Seconds(1);
        return settings;
    }

private Q_SLOTS:
    void rfc7766_1_aThousandPipelinedQuestionsAreAnswered();
    void CVE_2019_6477_pipeliningOpensNoWayAroundTheLimits();
    void rfc7766_2_aRequestInSinglePiecesIsAnswered();
    void rfc5936_12_transfersAndQuestionsShareAConnection();
    void moreTransfersThanAtATimeAreAllServed();
    void whoHasFinishedSendingIsStillAnswered();
    void whoSaysNothingIsClosed_data();
    void whoSaysNothingIsClosed();
    void CVE_2018_5743_aFloodStopsAtTheLimit();
    void aSecondaryHasItsLimitWhateverItsAddresses();
    void halfSentQuestionsDoNotDisturbOthers();
    void CVE_2022_0396_noDescriptorIsLeftBehind();
    void aVersionPublishedDuringATransferIsNotSeenInIt();
    void newRulesLeaveTransfersUnderWayAlone();
    void finishLetsTransfersEndThenDrains();
    void finishWaitsNoLongerThanItsGrace();
    void aServerMayBeStoppedInTheMiddleOfEverything();
};

void TcpServer::rfc7766_1_aThousandPipelinedQuestionsAreAnswered()
{
    ServedZone served;
    TestSocket socket = connected(served);
    Octets all;
    for (std::uint16_t i = 0; i < 1000; ++i) {
        const Octets asked = question("www.apps.example.", RecordType::A, i);
        appendUint16(all, static_cast<std::uint16_t>(asked.size()));
        append(all, asked);
    }
    QVERIFY(socket.sendRaw(all));
    std::vector<bool> answered(1000, false);
    for (int i = 0; i < 1000; ++i) {
        const auto answer = socket.receive();
        QVERIFY(answer);
        answered[uint16At(*answer, 0)] = true;
    }
    QVERIFY(std::find(answered.begin(), answered.end(), false) == answered.end());
    QCOMPARE(served.server().counters().tcpQueries, std::uint64_t(1000));
}

void TcpServer::CVE_2019_6477_pipeliningOpensNoWayAroundTheLimits()
{
    DnsServer::Settings settings;
    settings.transfers = 4;
    ServedZone served(settings, 100'000);
    TestSocket socket = connected(served, nullptr, 4096);
    Octets all;
    for (std::uint16_t i = 0; i < 2000; ++i) {
        const Octets asked = question("big.example.", RecordType::AXFR, i);
        appendUint16(all, static_cast<std::uint16_t>(asked.size()));
        append(all, asked);
    }
    QVERIFY(socket.sendRaw(all));
    // It does not read: four transfers wait for it, and no request is taken beyond the mark.
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 4; }));
    QCOMPARE(served.server().counters().connections, std::int64_t(1));
    QVERIFY(served.server().counters().transfers <= 4);
    TestSocket other = connected(served);
    QVERIFY(other.send(question("apps.example.", RecordType::SOA)) && other.receive());
}

void TcpServer::rfc7766_2_aRequestInSinglePiecesIsAnswered()
{
    ServedZone served;
    TestSocket socket = connected(served);
    const Octets asked = question("apps.example.", RecordType::SOA);
    Octets framed;
    appendUint16(framed, static_cast<std::uint16_t>(asked.size()));
    append(framed, asked);
    for (const std::uint8_t octet : framed) {
        QVERIFY(socket.sendRaw(OctetView(&octet, 1)));
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    QVERIFY(socket.receive());
}

void TcpServer::rfc5936_12_transfersAndQuestionsShareAConnection()
{
    ServedZone served({}, 20'000);
    TestSocket socket = connected(served);
    QVERIFY(socket.send(question("big.example.", RecordType::AXFR, 1)));
    QVERIFY(socket.send(question("apps.example.", RecordType::AXFR, 2)));
    QVERIFY(socket.send(question("other.example.", RecordType::AXFR, 3))); // a bad one
    QVERIFY(socket.send(question("apps.example.", RecordType::SOA, 4)));
    QVERIFY(socket.send(question("big.example.", RecordType::AXFR, 5)));
    std::map<std::uint16_t, int> soas;
    std::map<std::uint16_t, std::size_t> records;
    std::map<std::uint16_t, Rcode> rcodes;
    while (soas[1] < 2 || soas[2] < 2 || soas[4] < 1 || soas[5] < 2 || !rcodes.count(3)) {
        const auto wire = socket.receive();
        QVERIFY(wire);
        const Message message = needed(Message::read(*wire, Message::Limits{65535}));
        rcodes[message.header.id] = message.rcode();
        records[message.header.id] += message.answers.size();
        for (const MessageRecord& record : message.answers)
            soas[message.header.id] += record.type == RecordType::SOA ? 1 : 0;
    }
    QCOMPARE(rcodes[3], Rcode::NotAuth);
    QCOMPARE(records[1], std::size_t(20'003)); // SOA, NS, hosts, SOA
    QCOMPARE(records[5], std::size_t(20'003));
}

void TcpServer::moreTransfersThanAtATimeAreAllServed()
{
    ServedZone served({}, 5'000);
    TestSocket socket = connected(served);
    for (std::uint16_t i = 0; i < 100; ++i)
        QVERIFY(socket.send(question("big.example.", RecordType::AXFR, i)));
    std::map<std::uint16_t, int> soas;
    int complete = 0;
    while (complete < 100) {
        const auto wire = socket.receive();
        QVERIFY(wire);
        const Message message = needed(Message::read(*wire, Message::Limits{65535}));
        for (const MessageRecord& record : message.answers) {
            if (record.type == RecordType::SOA && ++soas[message.header.id] == 2)
                ++complete;
        }
    }
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 0; }));
    QCOMPARE(served.server().counters().transfers, std::uint64_t(100));
}

void TcpServer::whoHasFinishedSendingIsStillAnswered()
{
    ServedZone served({}, 20'000);
    TestSocket socket = connected(served);
    QVERIFY(socket.send(question("apps.example.", RecordType::SOA)));
    QVERIFY(socket.send(question("big.example.", RecordType::AXFR)));
    socket.finishSending();
    QVERIFY(socket.receive());
    QVERIFY(receiveTransfer(socket).complete);
    QVERIFY(socket.isClosedWithin(std::chrono::seconds(20)));
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 0; }));
}

void TcpServer::whoSaysNothingIsClosed_data()
{
    QTest::addColumn<int>("octets");
    QTest::addColumn<bool>("asksFirst");
    QTest::newRow("nothing at all") << 0 << false;
    QTest::newRow("one octet") << 1 << false;
    QTest::newRow("half a request") << 20 << false;
    QTest::newRow("a request, then nothing") << 0 << true;
    QTest::newRow("a request, then half of one") << 20 << true;
}

void TcpServer::whoSaysNothingIsClosed()
{
    QFETCH(int, octets);
    QFETCH(bool, asksFirst);
    ServedZone served(quick());
    TestSocket socket = connected(served);
    if (asksFirst) {
        QVERIFY(socket.send(question("apps.example.", RecordType::SOA)));
        QVERIFY(socket.receive());
    }
    Octets part(static_cast<std::size_t>(octets), 0);
    if (octets > 1)
        part[1] = 100;
    QVERIFY(socket.sendRaw(part));
    const auto start = std::chrono::steady_clock::now();
    QVERIFY(socket.isClosedWithin(std::chrono::seconds(20)));
    QVERIFY(std::chrono::steady_clock::now() - start > std::chrono::milliseconds(800));
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 0; }));
}

void TcpServer::CVE_2018_5743_aFloodStopsAtTheLimit()
{
    DnsServer::Settings settings;
    settings.firstMessage = Seconds(60);
    settings.connections = 60;
    settings.connectionsPerAddress = 40;
    ServedZone served(settings);
    std::vector<TestSocket> sockets;
    for (int i = 0; i < 300; ++i)
        sockets.push_back(connected(served, i % 2 == 0 ? "127.0.0.2" : "127.0.0.3"));
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 60; }));
    std::size_t alive = 0;
    for (TestSocket& socket : sockets) {
        if (socket.send(question("apps.example.", RecordType::SOA)) && socket.receive())
            ++alive;
    }
    QCOMPARE(alive, std::size_t(60));
    QVERIFY(becomesTrue([&] { return !served.facts<EngineProblem>().empty(); }));
    const EngineProblem told = served.facts<EngineProblem>().front();
    QCOMPARE(told.place, std::string("connections"));
    QVERIFY2(told.text.find("of at most 60, and at most 40 from one address") != std::string::npos,
             told.text.c_str());
    QVERIFY(served.facts<EngineProblem>().size() <= 2 * 30); // 20 at once and 5 a second each
    // Datagrams are not counted, and room comes back.
    TestSocket udp(TestSocket::Kind::Udp);
    QVERIFY(udp.connectTo(served.endpoint()));
    QVERIFY(udp.send(question("apps.example.", RecordType::SOA)));
    QVERIFY(udp.receive());
    sockets.clear();
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 0; }));
    TestSocket next = connected(served);
    QVERIFY(next.send(question("apps.example.", RecordType::SOA)) && next.receive());
    QVERIFY(becomesTrue([&] { return !served.facts<EngineProblemEnded>().empty(); }));
}

void TcpServer::aSecondaryHasItsLimitWhateverItsAddresses()
{
    DnsServer::Settings settings;
    settings.connectionsPerSecondary = 3;
    ServedZone served(settings);
    const auto ask = [](TestSocket& socket) {
        const auto wire = socket.send(question("apps.example.", RecordType::SOA)) ? socket.receive()
                                                                                  : std::nullopt;
        return wire ? needed(Header::read(*wire)).rcode : Rcode::Refused;
    };
    std::vector<TestSocket> sockets;
    for (int i = 0; i < 3; ++i) {
        sockets.push_back(connected(served, "127.0.0.5"));
        for (int often = 0; often < 2; ++often)
            QCOMPARE(ask(sockets.back()), Rcode::NoError);
    }
    TestSocket fourth = connected(served, "127.0.0.5");
    QCOMPARE(ask(fourth), Rcode::ServFail);
    QVERIFY(fourth.isClosedWithin(std::chrono::seconds(5)));
    QVERIFY(becomesTrue([&] { return served.facts<QueryRefused>().size() == 1; }));
    QCOMPARE(served.facts<QueryRefused>().front().code, std::string("connection-limit"));
    QCOMPARE(ask(sockets.front()), Rcode::NoError);
    sockets.pop_back();
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 2; }));
    TestSocket next = connected(served, "127.0.0.5");
    QCOMPARE(ask(next), Rcode::NoError);
}

void TcpServer::halfSentQuestionsDoNotDisturbOthers()
{
    DnsServer::Settings settings;
    settings.firstMessage = Seconds(60);
    ServedZone served(settings);
    std::vector<TestSocket> sockets;
    for (int i = 0; i < 150; ++i) {
        sockets.push_back(connected(served, "127.0.0.2"));
        QVERIFY(sockets.back().sendRaw(Octets{0, 40, 1, 2, 3}));
    }
    for (int i = 0; i < 20; ++i) {
        TestSocket socket = connected(served);
        QVERIFY(socket.send(question("big.example.", RecordType::AXFR)));
        QVERIFY(receiveTransfer(socket).complete);
    }
    // Nobody had to wait until they were given up.
    QVERIFY(served.server().counters().connections >= 150);
}

void TcpServer::CVE_2022_0396_noDescriptorIsLeftBehind()
{
    ServedZone served({}, 20'000);
    const int before = descriptorsAtRest(served);
    for (int i = 0; i < 100; ++i) {
        TestSocket socket = connected(served, nullptr, 4096);
        switch (i % 5) {
        case 0: // asked, then gone without reading
            socket.send(question("big.example.", RecordType::AXFR));
            break;
        case 1: // torn in the middle
            socket.send(question("big.example.", RecordType::AXFR));
            socket.receive();
            socket.reset();
            break;
        case 2: // half-closed with half a request
            socket.sendRaw(Octets{0, 40, 1});
            socket.finishSending();
            QVERIFY(socket.isClosedWithin(std::chrono::seconds(20)));
            break;
        case 3: // never says a word
            break;
        default: // half-closed, does not read, gone
            socket.send(question("big.example.", RecordType::AXFR));
            socket.finishSending();
            break;
        }
    }
    // The last of them may still wait to be accepted when the count is 0 for the first time.
    QVERIFY(becomesTrue([&] {
        return served.server().counters().connections == 0 && openDescriptors() == before;
    }));
    QCOMPARE(served.server().counters().transfersRunning, std::int64_t(0));
}

void TcpServer::aVersionPublishedDuringATransferIsNotSeenInIt()
{
    ServedZone served({}, 50'000);
    TestSocket slow = connected(served, nullptr, 4096);
    QVERIFY(slow.send(question("big.example.", RecordType::AXFR)));
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 1; }));
    auto zone = served.fixture.zones->find(name("big.example."));
    QVERIFY(served.fixture.zones->publish(oneMore(*zone)));
    zone.reset();
    const Received old = receiveTransfer(slow);
    QVERIFY(old.complete);
    QCOMPARE(old.first.value(), 1U);
    QCOMPARE(old.records, std::size_t(50'003));
    TestSocket next = connected(served);
    QVERIFY(next.send(question("big.example.", RecordType::AXFR)));
    const Received now = receiveTransfer(next);
    QCOMPARE(now.first.value(), 2U);
    QCOMPARE(now.records, std::size_t(50'004));
}

void TcpServer::newRulesLeaveTransfersUnderWayAlone()
{
    ServedZone served({}, 50'000);
    TestSocket slow = connected(served, nullptr, 4096);
    QVERIFY(slow.send(question("big.example.", RecordType::AXFR)));
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 1; }));
    served.run([&] { served.server().setRules(std::make_shared<const AccessRules>()); });
    QVERIFY(receiveTransfer(slow).complete);
    QVERIFY(slow.send(question("big.example.", RecordType::AXFR)));
    QCOMPARE(needed(Header::read(slow.receive().value())).rcode, Rcode::Refused);
}

void TcpServer::finishLetsTransfersEndThenDrains()
{
    ServedZone served({}, 50'000);
    TestSocket idle = connected(served);
    TestSocket slow = connected(served, nullptr, 4096);
    QVERIFY(slow.send(question("big.example.", RecordType::AXFR)));
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 1; }));
    const Endpoint where = served.endpoint();
    served.run([&] { served.server().finish(Seconds(20)); });
    QVERIFY(idle.isClosedWithin(std::chrono::seconds(20)));
    QVERIFY(!served.isDrained());
    TestSocket late(TestSocket::Kind::Tcp);
    QVERIFY(!late.connectTo(where));
    QVERIFY(receiveTransfer(slow).complete);
    QVERIFY(becomesTrue([&] { return served.isDrained(); }));
    QCOMPARE(served.facts<TransferFinished>().size(), std::size_t(1));
    QVERIFY(served.facts<TransferBroken>().empty());
}

void TcpServer::finishWaitsNoLongerThanItsGrace()
{
    ServedZone served({}, 50'000);
    TestSocket stalled = connected(served, nullptr, 4096);
    QVERIFY(stalled.send(question("big.example.", RecordType::AXFR)));
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 1; }));
    served.run([&] { served.server().finish(Milliseconds(300)); });
    QVERIFY(becomesTrue([&] { return served.isDrained(); }, std::chrono::seconds(30)));
    QCOMPARE(served.facts<TransferBroken>().size(), std::size_t(1));
    QCOMPARE(served.server().counters().connections, std::int64_t(0));
}

void TcpServer::aServerMayBeStoppedInTheMiddleOfEverything()
{
    const int before = openDescriptors();
    {
        ServedZone served({}, 50'000);
        std::vector<TestSocket> sockets;
        for (int i = 0; i < 20; ++i) {
            sockets.push_back(connected(served, nullptr, 4096));
            QVERIFY(sockets.back().send(question("big.example.", RecordType::AXFR)));
        }
        served.stop();
        for (TestSocket& socket : sockets)
            QVERIFY(socket.isClosedWithin(std::chrono::seconds(20)));
    }
    QCOMPARE(openDescriptors(), before);
}

QTEST_GUILESS_MAIN(TcpServer)
#include "tcpserver.moc"
