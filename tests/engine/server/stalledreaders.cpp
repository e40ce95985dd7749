#include <QTest>

#include "servedzone.h"

using namespace headwater;

class StalledReaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thirtyOfThemDoNotDisturbOthersAndAreCut();
    void CVE_2024_0760_whoAsksAndNeverReadsHoldsLittle();
    void aSlowReaderIsNotCut();
    void noSpeedAboveSixteenKilobytesASecondIsDemanded();
};

void StalledReaders::thirtyOfThemDoNotDisturbOthersAndAreCut()
{
    DnsServer::Settings settings;
    settings.stall = Seconds(4);
    ServedZone served(settings, 50'000);
    std::vector<TestSocket> stalled;
    for (int i = 0; i < 30; ++i) {
        stalled.push_back(connected(served, "127.0.0.5", 4096));
        QVERIFY(stalled.back().send(question("big.example.", RecordType::AXFR)));
    }
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 30; }));
    for (int i = 0; i < 5; ++i) {
        TestSocket socket = connected(served);
        QVERIFY(socket.send(question("big.example.", RecordType::AXFR)));
        QVERIFY(receiveTransfer(socket).complete);
        TestSocket udp(TestSocket::Kind::Udp);
        QVERIFY(udp.connectTo(served.endpoint()));
        QVERIFY(udp.send(question("apps.example.", RecordType::SOA)));
        QVERIFY(udp.receive());
    }
    // Nobody had to wait until they were cut. The last reader has its octets before the server has
    // counted the end.
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 30; }));
    QVERIFY(served.facts<TransferBroken>().empty());
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 0; },
                        std::chrono::seconds(30)));
    // A session is gone before what it reported has come to the thread of the server.
    QVERIFY(becomesTrue([&] { return served.facts<TransferBroken>().size() == 30; }));
    for (const TransferBroken& body : served.facts<TransferBroken>()) {
        QCOMPARE(body.reason, std::string("stalled for 4 s"));
        QCOMPARE(body.secondary, std::string("plain"));
        QCOMPARE(body.to.value(), 1U);
        QVERIFY(body.octets < 400'000);
    }
    QCOMPARE(served.server().counters().transfersRunning, std::int64_t(0));
}

void StalledReaders::CVE_2024_0760_whoAsksAndNeverReadsHoldsLittle()
{
    DnsServer::Settings settings;
    settings.stall = Seconds(2);
    settings.highWaterMark = 64 * 1024;
    ServedZone served(settings);
    TestSocket socket = connected(served, nullptr, 4096);
    // Questions until nobody takes them any more: the server has stopped reading.
    const timeval patience{0, 300'000};
    setsockopt(socket.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const Octets asked = question("apps.example.", RecordType::SOA);
    Octets many;
    for (int i = 0; i < 1000; ++i) {
        appendUint16(many, static_cast<std::uint16_t>(asked.size()));
        append(many, asked);
    }
    bool taken = true;
    for (int i = 0; i < 2000 && taken; ++i)
        taken = socket.sendRaw(many);
    QVERIFY(!taken);
    // At about 80 octets an answer: the mark, what the kernels hold, and no more.
    QVERIFY(served.server().counters().tcpQueries < 60'000);
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 0; },
                        std::chrono::seconds(30)));
}

void StalledReaders::aSlowReaderIsNotCut()
{
    DnsServer::Settings settings;
    settings.stall = Seconds(2);
    ServedZone served(settings, 50'000);
    TestSocket socket = connected(served, nullptr, 16 * 1024);
    QVERIFY(socket.send(question("big.example.", RecordType::AXFR)));
    std::size_t records = 0;
    int soas = 0;
    for (int i = 0; soas < 2; ++i) {
        if (i % 4 == 0)
            std::this_thread::sleep_for(
                std::chrono::milliseconds(150)); // more than the deadline in all
        const auto wire = socket.receive();
        QVERIFY(wire);
        const Message message = needed(Message::read(*wire, Message::Limits{65535}));
        records += message.answers.size();
        for (const MessageRecord& record : message.answers)
            soas += record.type == RecordType::SOA ? 1 : 0;
    }
    QCOMPARE(records, std::size_t(50'003));
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 1; }));
}

/// Everything ten times as fast: a deadline of 1 s instead of 10 s, and 160 kB/s.
void StalledReaders::noSpeedAboveSixteenKilobytesASecondIsDemanded()
{
    DnsServer::Settings settings;
    settings.stall = Seconds(1);
    ServedZone served(settings, 50'000);
    TestSocket socket = connected(served, nullptr, 16 * 1024);
    QVERIFY(socket.send(question("big.example.", RecordType::AXFR)));
    Octets taken(16'000);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 1; i <= 30; ++i) {
        std::this_thread::sleep_until(start + i * std::chrono::milliseconds(100));
        QVERIFY(::recv(socket.descriptor(), taken.data(), taken.size(), MSG_WAITALL) > 0);
    }
    QCOMPARE(served.server().counters().transfersRunning, std::int64_t(1));
    QVERIFY(served.facts<TransferBroken>().empty());
}

QTEST_GUILESS_MAIN(StalledReaders)
#include "stalledreaders.moc"
