#include <QTest>

#include "answerfixture.h"

using namespace headwater;

namespace {

const char* const Shared = "192.0.2.100"; // knot and nsd, each with its key

Octets signedWire(const Query& query, std::chrono::sys_seconds at)
{
    Octets wire = query.wire();
    TsigSession session(key("knot-key."));
    session.signRequest(wire, at);
    return wire;
}

void publish(AnswerFixture& fixture, const char* zone, const std::string& records)
{
    const std::string head = "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\n";
    static_cast<void>(fixture.zones->publish(
        PublishedZone::create(versionOf(name(zone), head + records), {}, {}, {})));
}

} // namespace

/// What brought other nameservers down, or opened them, by the name it is known under.
class KnownAttacks : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;
    Query m_soa{name("apps.example."), RecordType::SOA};

private Q_SLOTS:
    void CVE_2020_8617_aRequestWhoseTsigHoldsAnError_data()
    {
        QTest::addColumn<int>("error");
        for (const int error : {1, 16, 17, 18, 22, 65535})
            QTest::addRow("error %d", error) << error;
    }
    void CVE_2020_8617_aRequestWhoseTsigHoldsAnError()
    {
        QFETCH(int, error);
        Octets wire = signedWire(m_soa, m_fixture.now);
        // The error stands before the length of other data, which is none.
        putUint16At(wire, wire.size() - 4, static_cast<std::uint16_t>(error));
        Answer answer = m_fixture.ask(wire, Shared);
        const Message message = messageOf(answer);
        QCOMPARE(message.rcode(), Rcode::NotAuth);
        QCOMPARE(message.tsig->error, Rcode::BadSig);
        QVERIFY(message.tsig->mac.empty());
        QVERIFY(message.answers.empty());
    }

    void CVE_2020_8620_aMessageAsLargeAsAStreamCarries()
    {
        // One option as large as it can be, in front of a signature or not.
        for (const bool isSigned : {false, true}) {
            Query query = m_soa;
            query.edns = std::make_shared<Edns>();
            const std::size_t bare =
                isSigned ? signedWire(query, m_fixture.now).size() : query.wire().size();
            query.edns->options.push_back({65001, Octets(65535 - bare - 4, 7)});
            const Octets wire = isSigned ? signedWire(query, m_fixture.now) : query.wire();
            QCOMPARE(wire.size(), std::size_t(65535));
            Answer answer = m_fixture.ask(wire, isSigned ? Shared : "127.0.0.1", true);
            const Message message = messageOf(answer);
            QCOMPARE(message.rcode(), Rcode::NoError);
            QCOMPARE(message.tsig.has_value(), isSigned);
        }
    }

    void CVE_2019_10163_notifiesAreRefusedWithoutWork()
    {
        Query notify = m_soa;
        notify.opcode = Opcode::Notify;
        notify.has = Serial(4'000'000'000U);
        for (int i = 0; i < 10'000; ++i) {
            notify.id = static_cast<std::uint16_t>(i);
            Answer answer = m_fixture.ask(notify.wire(), Shared);
            QCOMPARE(answer.report.rcode, Rcode::Refused);
        }
        QCOMPARE(m_fixture.zones->find(name("apps.example."))->serial().value(), 11U);
    }

    void CVE_2022_3094_updatesAreAnsweredBeforeTheyAreHeld()
    {
        Query update = m_soa;
        update.opcode = Opcode::Update;
        for (int i = 0; i < 10'000; ++i) {
            Answer answer = m_fixture.ask(update.wire(), Shared);
            QCOMPARE(answer.report.rcode, Rcode::NotImp);
            QVERIFY(!answer.slot);
        }
    }

    void CVE_2026_3119_aTkeyIsNotTaken_data()
    {
        QTest::addColumn<bool>("isSigned");
        QTest::newRow("unsigned") << false;
        QTest::newRow("signed") << true;
    }
    void CVE_2026_3119_aTkeyIsNotTaken()
    {
        QFETCH(bool, isSigned);
        Query query{name("gss.key."), static_cast<RecordType>(249)};
        query.klass = RecordClass::ANY;
        for (int i = 0; i < 100; ++i) {
            Answer answer =
                m_fixture.ask(isSigned ? signedWire(query, m_fixture.now) : query.wire(), Shared);
            const Message message = messageOf(answer);
            QVERIFY(message.rcode() == Rcode::NotImp || message.rcode() == Rcode::Refused);
            QVERIFY(message.answers.empty());
        }
        QCOMPARE(m_fixture.rules->keys.size(), std::size_t(2));
    }

    void CVE_2024_1737_aLargeRRsetIsAnswered()
    {
        std::string text;
        for (int i = 0; i < 3000; ++i)
            text +=
                "many 60 A 10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250) + "\n";
        AnswerFixture fixture;
        publish(fixture, "large.example.", text);
        const Octets wire = Query{name("many.large.example."), RecordType::A}.wire();
        Answer stream = fixture.ask(wire, "127.0.0.1", true);
        QCOMPARE(messageOf(stream).answers.size(), std::size_t(3000));
        Answer datagram = fixture.ask(wire);
        QVERIFY(messageOf(datagram).header.truncated);
    }

    void CVE_2012_4244_recordsNearTheLargestSize()
    {
        for (const int size : {16300, 16383, 16384, 32767, 32768, 60000, 65000}) {
            std::string text = "t 60 TXT";
            for (int left = size; left > 0; left -= 201)
                text += " \"" + std::string(200, 'x') + "\"";
            AnswerFixture fixture;
            publish(fixture, "large.example.", text + "\n");
            const Octets wire = Query{name("t.large.example."), RecordType::TXT}.wire();
            Answer stream = fixture.ask(wire, "127.0.0.1", true);
            const Message message = messageOf(stream);
            QCOMPARE(message.answers.size(), std::size_t(1));
            QVERIFY(message.answers.front().rdata.size() >= std::size_t(size));
            Answer datagram = fixture.ask(wire);
            QVERIFY(messageOf(datagram).header.truncated);
        }
    }
};

QTEST_APPLESS_MAIN(KnownAttacks)
#include "knownattacks.moc"
