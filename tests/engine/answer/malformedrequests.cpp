#include <random>

#include <QTest>

#include "answerfixture.h"

using namespace headwater;

class MalformedRequests : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;
    Query m_query{name("www.apps.example."), RecordType::A};

    Rcode rcodeOf(const Octets& wire, bool stream = false)
    {
        Answer answer = m_fixture.ask(wire, "127.0.0.1", stream);
        return needed(Header::read(octetsOf(answer))).rcode;
    }
    static Octets headerOnly(std::uint8_t questions)
    {
        Octets wire(12, 0);
        wire[5] = questions;
        return wire;
    }

private Q_SLOTS:
    void fewerThan12OctetsGetNothing();
    void CVE_2012_0206_aResponseGetsNothing();
    void anOpcodeThatIsNotOursIsNotimp_data();
    void anOpcodeThatIsNotOursIsNotimp();
    void aNotifyIsRefusedPolitely();
    void CVE_2026_5946_anUpdateIsNotParsed();
    void aMetaTypeIsNoQuestion_data();
    void aMetaTypeIsNoQuestion();
    void anotherClassIsRefused();
    void rfc9619_oneQuestionExactly();
    void CVE_2015_1868_namesThatPointInCircles_data();
    void CVE_2015_1868_namesThatPointInCircles();
    void CVE_2023_4408_manyRecordsAreNotParsed();
    void CVE_2024_1975_aSig0RecordOpensNothing();
    void aCutRequestNeverGoesUnnoticed();
    void CVE_2012_2978_changedOctetsNeverHurt();
};

void MalformedRequests::fewerThan12OctetsGetNothing()
{
    const Octets wire = m_query.wire();
    for (std::size_t size = 0; size < 12; ++size)
        QVERIFY(isSilent(m_fixture.ask(OctetView(wire).first(size))));
    QVERIFY(!isSilent(m_fixture.ask(OctetView(wire).first(12))));
}

void MalformedRequests::CVE_2012_0206_aResponseGetsNothing()
{
    for (int opcode = 0; opcode < 16; ++opcode) {
        m_query.opcode = static_cast<Opcode>(opcode);
        Octets wire = m_query.wire();
        wire[2] |= 0x80;
        QVERIFY(isSilent(m_fixture.ask(wire)));
        QVERIFY(isSilent(m_fixture.ask(OctetView(wire).first(14))));
        TsigSession session(key("knot-key."));
        session.signRequest(wire, m_fixture.now);
        QVERIFY(isSilent(m_fixture.ask(wire, "192.0.2.100", true)));
    }
    m_query.opcode = Opcode::Query;
}

void MalformedRequests::anOpcodeThatIsNotOursIsNotimp_data()
{
    QTest::addColumn<int>("opcode");
    for (const int opcode : {1, 2, 3, 5, 6, 7, 15})
        QTest::addRow("opcode %d", opcode) << opcode;
}

void MalformedRequests::anOpcodeThatIsNotOursIsNotimp()
{
    QFETCH(int, opcode);
    Query query = m_query;
    query.opcode = static_cast<Opcode>(opcode);
    Answer answer = m_fixture.ask(query.wire());
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::NotImp);
    QCOMPARE(int(message.header.opcode), opcode);
    QCOMPARE(message.header.id, query.id);
}

void MalformedRequests::aNotifyIsRefusedPolitely()
{
    Query query{name("apps.example."), RecordType::SOA};
    query.opcode = Opcode::Notify;
    Answer answer = m_fixture.ask(query.wire());
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::Refused);
    QCOMPARE(message.header.opcode, Opcode::Notify);
    QCOMPARE(message.questions.size(), std::size_t(1));
    QCOMPARE(answer.report.kind, RequestReport::Kind::Notify);
}

void MalformedRequests::CVE_2026_5946_anUpdateIsNotParsed()
{
    // Classes ANY and NONE, meta types, and counts that promise 65535 records.
    Query query{name("apps.example."), RecordType::SOA};
    query.opcode = Opcode::Update;
    Octets wire = query.wire();
    wire[6] = wire[7] = wire[8] = wire[9] = 0xFF;
    append(wire, name("x.apps.example.").wire());
    append(wire, Octets{0, 255, 0, 255, 0, 0, 0, 0, 0, 0});
    QCOMPARE(rcodeOf(wire), Rcode::NotImp);
    QCOMPARE(rcodeOf(wire, true), Rcode::NotImp);
}

void MalformedRequests::aMetaTypeIsNoQuestion_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("rcode");
    QTest::newRow("OPT") << 41 << int(Rcode::FormErr);
    QTest::newRow("TSIG") << 250 << int(Rcode::FormErr);
    QTest::newRow("CVE-2015-5477 TKEY") << 249 << int(Rcode::NotImp);
    QTest::newRow("MAILB") << 253 << int(Rcode::NotImp);
    QTest::newRow("MAILA") << 254 << int(Rcode::NotImp);
}

void MalformedRequests::aMetaTypeIsNoQuestion()
{
    QFETCH(int, type);
    QFETCH(int, rcode);
    const Query query{name("www.apps.example."), static_cast<RecordType>(type)};
    QCOMPARE(int(rcodeOf(query.wire())), rcode);
    QCOMPARE(int(rcodeOf(query.wire(), true)), rcode);
}

void MalformedRequests::anotherClassIsRefused()
{
    for (const int klass : {0, 2, 3, 4, 254, 255, 65535}) {
        Query query = m_query;
        query.klass = static_cast<RecordClass>(klass);
        QCOMPARE(rcodeOf(query.wire()), Rcode::Refused);
    }
}

void MalformedRequests::rfc9619_oneQuestionExactly()
{
    QCOMPARE(rcodeOf(headerOnly(0)), Rcode::FormErr);
    Octets two = m_query.wire();
    append(two, Octets(two.begin() + 12, two.end()));
    two[5] = 2;
    QCOMPARE(rcodeOf(two), Rcode::FormErr);
    QCOMPARE(rcodeOf(headerOnly(1)), Rcode::FormErr);
}

void MalformedRequests::CVE_2015_1868_namesThatPointInCircles_data()
{
    QTest::addColumn<QByteArray>("qname");
    QTest::newRow("itself") << QByteArray("\xC0\x0C");
    QTest::newRow("forward") << QByteArray("\xC0\x20");
    QTest::newRow("past the end") << QByteArray("\xFF\xFF");
    QTest::newRow("label, then itself") << QByteArray("\x01x\xC0\x0C");
    QTest::newRow("half a pointer") << QByteArray("\xC0");
    QTest::newRow("reserved label type 01") << QByteArray("\x41\x61");
    QTest::newRow("reserved label type 10") << QByteArray("\x81\x61");
    QTest::newRow("label past the end") << QByteArray("\x3F\x61");
    QTest::newRow("no end") << QByteArray("\x01\x61");
}

void MalformedRequests::CVE_2015_1868_namesThatPointInCircles()
{
    QFETCH(QByteArray, qname);
    Octets wire = headerOnly(1);
    wire.insert(wire.end(), qname.begin(), qname.end());
    QCOMPARE(rcodeOf(wire), Rcode::FormErr);
    append(wire, Octets{0, 1, 0, 1});
    QCOMPARE(rcodeOf(wire), Rcode::FormErr);
    // The same in a record behind a good question.
    Octets record = m_query.wire();
    record[9] = 1;
    record.insert(record.end(), qname.begin(), qname.end());
    append(record, Octets{0, 6, 0, 1, 0, 0, 0, 0, 0, 0});
    Answer answer = m_fixture.ask(record);
    const Octets octets = octetsOf(answer);
    QCOMPARE(needed(Message::read(octets)).rcode(), Rcode::FormErr);
}

void MalformedRequests::CVE_2023_4408_manyRecordsAreNotParsed()
{
    Octets wire = m_query.wire();
    std::uint16_t count = 0;
    while (wire.size() + 12 < 65000) {
        append(wire, Octets{0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0});
        ++count;
    }
    putUint16At(wire, 10, count);
    QCOMPARE(rcodeOf(wire, true), Rcode::FormErr);
}

void MalformedRequests::CVE_2024_1975_aSig0RecordOpensNothing()
{
    Octets wire = Query{name("apps.example."), RecordType::AXFR}.wire();
    // SIG(0): root, type 24, class ANY, TTL 0, type covered 0.
    Octets rdata{0, 0, 13, 0, 0, 0, 0, 0};
    append(rdata, Octets(8, 0x7F));
    append(rdata, Octets{0x12, 0x34});
    append(rdata, name("knot-key.").wire());
    append(rdata, Octets(64, 1));
    append(wire, Octets{0, 0, 24, 0, 255, 0, 0, 0, 0});
    appendUint16(wire, static_cast<std::uint16_t>(rdata.size()));
    append(wire, rdata);
    wire[11] = 1;
    Answer answer = m_fixture.ask(wire, "192.0.2.100", true);
    QVERIFY(std::holds_alternative<Octets>(answer.message));
    QVERIFY(answer.report.rcode == Rcode::Refused || answer.report.rcode == Rcode::FormErr);
}

void MalformedRequests::aCutRequestNeverGoesUnnoticed()
{
    Query query{name("apps.example."), RecordType::IXFR};
    query.has = Serial(10);
    query.edns = std::make_shared<Edns>();
    Octets wire = query.wire();
    TsigSession session(key("knot-key."));
    session.signRequest(wire, m_fixture.now);
    for (std::size_t size = 12; size < wire.size(); ++size) {
        Answer answer = m_fixture.ask(OctetView(wire).first(size), "192.0.2.100", true);
        QCOMPARE(answer.report.rcode, Rcode::FormErr);
        QVERIFY(std::holds_alternative<Octets>(answer.message));
    }
}

void MalformedRequests::CVE_2012_2978_changedOctetsNeverHurt()
{
    Query query{name("apps.example."), RecordType::IXFR};
    query.has = Serial(10);
    query.edns = std::make_shared<Edns>();
    query.edns->options.push_back({9, {}});
    Octets good = query.wire();
    TsigSession session(key("knot-key."));
    const auto unsignedSize = static_cast<std::ptrdiff_t>(good.size());
    session.signRequest(good, m_fixture.now);
    const auto tsigAt = good.begin() + unsignedSize;
    std::minstd_rand random(1); // the same ones each time
    for (int i = 0; i < 6000; ++i) {
        Octets wire = good;
        for (auto changes = 1 + random() % 6; changes > 0; --changes)
            wire[random() % wire.size()] = static_cast<std::uint8_t>(random());
        Answer answer = m_fixture.ask(wire, "192.0.2.100", i % 2 == 0);
        // The digest covers what stands between the ID and the TSIG record as it is.
        const bool genuine = std::equal(good.begin() + 2, tsigAt, wire.begin() + 2);
        QVERIFY2(!std::holds_alternative<TransferStream>(answer.message) || genuine,
                 "a forged request opened a transfer");
        if (isSilent(answer))
            continue;
        const Octets octets = octetsOf(answer);
        QVERIFY(octets.size() <= 1232);
        QVERIFY(Message::read(octets).has_value());
    }
}

QTEST_APPLESS_MAIN(MalformedRequests)
#include "malformedrequests.moc"
