#include <QTest>

#include "servedzone.h"

using namespace headwater;

class ServerFacts : public QObject
{
    Q_OBJECT

private:
    static Octets signedWith(const char* keyName, const Query& query,
                             std::chrono::seconds apart = {})
    {
        Octets wire = query.wire();
        TsigSession session(key(keyName));
        session.signRequest(wire, Clock::wall() + apart);
        return wire;
    }

private Q_SLOTS:
    void aSoaQuestionOfASecondaryIsAFact();
    void theSameQuestionAgainIsNoFact();
    void aTransferIsFinishedWhenItsLastOctetHasArrived();
    void whatOnlyTheKernelHasTakenIsNotFinished();
    void whatTheKernelHoldsWhenThePeerLeavesIsBroken_data();
    void whatTheKernelHoldsWhenThePeerLeavesIsBroken();
    void anIncrementalTransferSaysWhereItBegan();
    void upToDateIsFinishedToo();
    void anIxfrThatIsSentFullIsToldAsAxfr();
    void aTornTransferIsBrokenNotFinished();
    void aRefusalNamesTheSecondaryAndTheReason();
    void aFloodOfRefusalsIsAFewFacts();
    void factsComeOnTheQueryThread();
};

void ServerFacts::aSoaQuestionOfASecondaryIsAFact()
{
    ServedZone served;
    TestSocket socket(TestSocket::Kind::Udp);
    QVERIFY(socket.connectTo(served.endpoint()));
    QVERIFY(socket.send(signedWith("nsd-key.", {name("apps.example."), RecordType::SOA})));
    QVERIFY(socket.receive());
    QVERIFY(becomesTrue([&] { return served.facts<SecondaryAsked>().size() == 1; }));
    const SecondaryAsked asked = served.facts<SecondaryAsked>().front();
    QCOMPARE(asked.secondary, std::string("nsd"));
    QCOMPARE(asked.key, std::string("nsd-key"));
    QCOMPARE(asked.kind, QueryKind::Soa);
    QCOMPARE(asked.transport, Transport::Udp);
    QCOMPARE(asked.address, std::string("127.0.0.1"));
    QCOMPARE(asked.answered.value(), 11U);
    // Somebody permitted who is no secondary is not one.
    QVERIFY(socket.send(question("apps.example.", RecordType::SOA)));
    QVERIFY(socket.receive());
    QCOMPARE(served.facts<SecondaryAsked>().size(), std::size_t(1));
}

void ServerFacts::theSameQuestionAgainIsNoFact()
{
    ServedZone served;
    TestSocket socket(TestSocket::Kind::Udp);
    QVERIFY(socket.connectTo(served.endpoint()));
    const auto ask = [&](const char* keyName, std::chrono::seconds apart = {}) {
        return socket.send(signedWith(keyName, {name("apps.example."), RecordType::SOA}, apart)) &&
               socket.receive().has_value();
    };
    for (int i = 0; i < 100; ++i)
        QVERIFY(ask("nsd-key."));
    QVERIFY(becomesTrue([&] { return !served.facts<SecondaryAsked>().empty(); }));
    QVERIFY(served.facts<SecondaryAsked>().size() < 10); // once in half a second
    // That it is answered again after a refusal ends what was wrong: told at once.
    const std::size_t before = served.facts<SecondaryAsked>().size();
    QVERIFY(ask("nsd-key.", std::chrono::hours(2)));
    QVERIFY(ask("nsd-key."));
    QVERIFY(becomesTrue([&] { return served.facts<SecondaryAsked>().size() == before + 1; }));
    QCOMPARE(served.facts<QueryRefused>().size(), std::size_t(1));
}

void ServerFacts::aTransferIsFinishedWhenItsLastOctetHasArrived()
{
    ServedZone served({}, 50'000);
    TestSocket socket = connected(served, nullptr, 4096);
    QVERIFY(socket.send(signedWith("knot-key.", {name("big.example."), RecordType::AXFR})));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    QVERIFY(served.facts<TransferFinished>().empty());
    const Received received = receiveTransfer(socket);
    QVERIFY(received.complete);
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 1; }));
    const TransferFinished finished = served.facts<TransferFinished>().front();
    QCOMPARE(finished.secondary, std::string("knot"));
    QCOMPARE(finished.kind, QueryKind::Axfr);
    QCOMPARE(finished.to.value(), 1U);
    QCOMPARE(finished.records, received.records);
    QCOMPARE(finished.messages, received.messages);
    QCOMPARE(finished.octets, received.octets);
    QVERIFY(finished.duration > Milliseconds(150));
    QCOMPARE(served.server().counters().transferOctets, std::uint64_t(received.octets));
}

void ServerFacts::whatOnlyTheKernelHasTakenIsNotFinished()
{
    ServedZone served({}, 3'000); // small enough for the send buffer
    TestSocket socket = connected(served, nullptr, 4096);
    QVERIFY(socket.send(signedWith("knot-key.", {name("big.example."), RecordType::AXFR})));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    QVERIFY(served.facts<TransferFinished>().empty());
    QCOMPARE(served.server().counters().transfersRunning, std::int64_t(1));
    QVERIFY(receiveTransfer(socket).complete);
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 1; }));
}

void ServerFacts::whatTheKernelHoldsWhenThePeerLeavesIsBroken_data()
{
    QTest::addColumn<bool>("halfClosed");
    QTest::newRow("leaves at once") << false;
    QTest::newRow("closes its side first") << true;
}

void ServerFacts::whatTheKernelHoldsWhenThePeerLeavesIsBroken()
{
    QFETCH(bool, halfClosed);
    ServedZone served({}, 3'000);
    TestSocket socket = connected(served, nullptr, 4096);
    QVERIFY(socket.send(signedWith("knot-key.", {name("big.example."), RecordType::AXFR})));
    if (halfClosed)
        socket.finishSending();
    QVERIFY(becomesTrue([&] { return served.server().counters().transfersRunning == 1; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    socket.reset();
    QVERIFY(becomesTrue([&] { return served.facts<TransferBroken>().size() == 1; }));
    QCOMPARE(served.facts<TransferBroken>().front().reason, std::string("closed by the secondary"));
    QVERIFY(served.facts<TransferFinished>().empty());
    QVERIFY(becomesTrue([&] { return served.server().counters().connections == 0; }));
}

void ServerFacts::anIncrementalTransferSaysWhereItBegan()
{
    ServedZone served;
    TestSocket socket = connected(served);
    Query query{name("apps.example."), RecordType::IXFR};
    query.has = Serial(10);
    QVERIFY(socket.send(signedWith("knot-key.", query)));
    QVERIFY(socket.receive());
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 1; }));
    const TransferFinished finished = served.facts<TransferFinished>().front();
    QCOMPARE(finished.kind, QueryKind::Ixfr);
    QCOMPARE(finished.from->value(), 10U);
    QCOMPARE(finished.to.value(), 11U);
    QCOMPARE(served.facts<SecondaryAsked>().front().has->value(), 10U);
}

void ServerFacts::upToDateIsFinishedToo()
{
    ServedZone served;
    TestSocket socket = connected(served);
    Query query{name("apps.example."), RecordType::IXFR};
    query.has = Serial(11);
    QVERIFY(socket.send(signedWith("knot-key.", query)));
    QVERIFY(socket.receive());
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 1; }));
    QCOMPARE(served.facts<TransferFinished>().front().kind, QueryKind::Soa);
    QCOMPARE(served.facts<TransferFinished>().front().messages, std::size_t(1));
}

void ServerFacts::anIxfrThatIsSentFullIsToldAsAxfr()
{
    ServedZone served;
    TestSocket socket = connected(served);
    Query query{name("apps.example."), RecordType::IXFR};
    query.has = Serial(3);
    QVERIFY(socket.send(signedWith("knot-key.", query)));
    QVERIFY(socket.receive());
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 1; }));
    QCOMPARE(served.facts<TransferFinished>().front().kind, QueryKind::Axfr);
    QCOMPARE(served.facts<SecondaryAsked>().front().kind, QueryKind::Ixfr);
}

void ServerFacts::aTornTransferIsBrokenNotFinished()
{
    ServedZone served({}, 50'000);
    TestSocket socket = connected(served, nullptr, 4096);
    QVERIFY(socket.send(signedWith("knot-key.", {name("big.example."), RecordType::AXFR})));
    QVERIFY(socket.receive());
    socket.close();
    QVERIFY(becomesTrue([&] { return served.facts<TransferBroken>().size() == 1; }));
    const TransferBroken broken = served.facts<TransferBroken>().front();
    QCOMPARE(broken.secondary, std::string("knot"));
    QCOMPARE(broken.reason, std::string("closed by the secondary"));
    QVERIFY(served.facts<TransferFinished>().empty());
}

void ServerFacts::aRefusalNamesTheSecondaryAndTheReason()
{
    ServedZone served;
    auto rules = std::make_shared<AccessRules>(*served.fixture.rules);
    rules->permitted.clear();
    served.run([&] { served.server().setRules(rules); });
    TestSocket socket(TestSocket::Kind::Udp);
    QVERIFY(socket.connectTo(served.endpoint()));
    const Query soa{name("apps.example."), RecordType::SOA};
    QVERIFY(socket.send(signedWith("knot-key.", soa, std::chrono::seconds(1000))));
    QVERIFY(socket.receive());
    QVERIFY(socket.send(signedWith("nobody.", soa)));
    QVERIFY(socket.receive());
    QVERIFY(socket.send(soa.wire()));
    QVERIFY(socket.receive());
    QVERIFY(becomesTrue([&] { return served.facts<QueryRefused>().size() == 3; }));
    const auto refused = served.facts<QueryRefused>();
    QCOMPARE(refused[0].code, std::string("badtime"));
    QCOMPARE(refused[0].secondary, std::string("knot"));
    QCOMPARE(refused[0].rcode, Rcode::NotAuth);
    QVERIFY(refused[0].reason.find("ahead of") != std::string::npos);
    QCOMPARE(refused[1].code, std::string("badkey"));
    QCOMPARE(refused[1].key, std::string("nobody"));
    QCOMPARE(refused[2].code, std::string("badkey"));
    QCOMPARE(refused[2].rcode, Rcode::Refused);
    QCOMPARE(served.server().counters().refused, std::uint64_t(3));
}

void ServerFacts::aFloodOfRefusalsIsAFewFacts()
{
    ServedZone served;
    TestSocket socket = connected(served, "127.0.0.77");
    const Octets asked = question("big.example.", RecordType::AXFR);
    for (int i = 0; i < 2000; ++i) {
        QVERIFY(socket.send(asked));
        QVERIFY(socket.receive());
    }
    QCOMPARE(served.server().counters().refused, std::uint64_t(2000));
    QCOMPARE(served.server().counters().transfers, std::uint64_t(0));
    QVERIFY(served.facts<QueryRefused>().size() <= 40);
    // Denied requests take nothing from those who may (invariant 16).
    TestSocket other = connected(served);
    QVERIFY(other.send(asked));
    QVERIFY(receiveTransfer(other).complete);
}

void ServerFacts::factsComeOnTheQueryThread()
{
    ServedZone served;
    QThread* query = nullptr;
    std::atomic<bool> same{false};
    served.run([&] {
        query = QThread::currentThread();
        QObject::connect(
            &served.server(), &DnsServer::fact, &served.server(),
            [&](const Fact&) { same = QThread::currentThread() == query; }, Qt::DirectConnection);
    });
    TestSocket socket = connected(served);
    QVERIFY(socket.send(signedWith("knot-key.", {name("apps.example."), RecordType::AXFR})));
    QVERIFY(receiveTransfer(socket).complete);
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 1; }));
    QVERIFY(becomesTrue([&] { return same.load(); }));
    served.stop();
}

QTEST_GUILESS_MAIN(ServerFacts)
#include "serverfacts.moc"
