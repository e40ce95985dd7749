#include <QTest>

#include "answerfixture.h"

using namespace headwater;

namespace {
constexpr std::uint16_t ExtendedErrorOption = 15;
} // namespace

class EdnsOfAnswers : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;
    Query m_query{name("www.apps.example."), RecordType::A};

    Message ask(const Query& query, const char* peer = "127.0.0.1", bool stream = false)
    {
        Answer answer = m_fixture.ask(query.wire(), peer, stream);
        return messageOf(answer);
    }

private Q_SLOTS:
    void rfc6891_1_twoOptRecordsAreMalformed();
    void rfc6891_1_aNewerVersionIsBadvers();
    void rfc6891_1_noOptUnlessAsked();
    void rfc6891_1_asSmallAs512();
    void anUnknownOptionIsIgnored();
    void rfc3225_theDoBitIsCopied();
    void rfc8914_1_aRefusalSaysWhyOnlyToThoseWhoSentOpt_data();
    void rfc8914_1_aRefusalSaysWhyOnlyToThoseWhoSentOpt();
    void noAnswerIsLargerThanAsked();
};

void EdnsOfAnswers::rfc6891_1_twoOptRecordsAreMalformed()
{
    Octets wire = m_query.wire();
    Edns{}.write(wire);
    Edns{}.write(wire);
    wire[11] = 2;
    Answer answer = m_fixture.ask(wire);
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::FormErr);
    QVERIFY(message.answers.empty());
}

void EdnsOfAnswers::rfc6891_1_aNewerVersionIsBadvers()
{
    m_query.edns = std::make_shared<Edns>();
    for (const int version : {1, 2, 255}) {
        m_query.edns->version = static_cast<std::uint8_t>(version);
        const Message message = ask(m_query);
        QCOMPARE(message.rcode(), Rcode::BadVers);
        QCOMPARE(message.edns->version, std::uint8_t(0));
        QCOMPARE(message.header.rcode, Rcode::NoError);
        QVERIFY(message.answers.empty());
    }
    m_query.edns.reset();
}

void EdnsOfAnswers::rfc6891_1_noOptUnlessAsked()
{
    QVERIFY(!ask(m_query).edns);
    Query refused{name("other.example."), RecordType::A};
    QVERIFY(!ask(refused).edns);
    refused.edns = std::make_shared<Edns>();
    const Message message = ask(refused);
    QVERIFY(message.edns);
    QCOMPARE(message.edns->udpSize, std::uint16_t(1232));
}

void EdnsOfAnswers::rfc6891_1_asSmallAs512()
{
    std::string text = "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\nt 60 TXT \"" + std::string(200, 'x') +
                       "\" \"" + std::string(200, 'y') + "\"\n";
    static_cast<void>(m_fixture.zones->publish(
        PublishedZone::create(versionOf(name("t.example."), text), {}, {}, {})));
    Query query{name("t.t.example."), RecordType::TXT};
    query.edns = std::make_shared<Edns>();
    for (const int size : {0, 1, 511, 512}) { // below 512 counts as 512
        query.edns->udpSize = static_cast<std::uint16_t>(size);
        QVERIFY(!ask(query).header.truncated);
    }
}

void EdnsOfAnswers::anUnknownOptionIsIgnored()
{
    Query query{name("www.apps.example."), RecordType::A};
    query.edns = std::make_shared<Edns>();
    query.edns->options = {{65001, Octets(100, 7)}, {3, {}}};
    const Message message = ask(query);
    QCOMPARE(message.rcode(), Rcode::NoError);
    QVERIFY(message.edns && message.edns->options.empty());
}

void EdnsOfAnswers::rfc3225_theDoBitIsCopied()
{
    Query query{name("www.apps.example."), RecordType::A};
    query.edns = std::make_shared<Edns>();
    QVERIFY(!ask(query).edns->dnssecOk);
    query.edns->dnssecOk = true;
    QVERIFY(ask(query).edns->dnssecOk);
}

void EdnsOfAnswers::rfc8914_1_aRefusalSaysWhyOnlyToThoseWhoSentOpt_data()
{
    QTest::addColumn<QByteArray>("qname");
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<int>("rcode");
    QTest::addColumn<int>("code");
    const auto row = [](const char* tag, const char* qname, RecordType type, const char* peer,
                        Rcode rcode, int code) {
        QTest::newRow(tag) << QByteArray(qname) << int(type) << QByteArray(peer) << int(rcode)
                           << code;
    };
    row("rfc8914_1 stranger", "www.apps.example.", RecordType::A, "203.0.113.1", Rcode::Refused,
        18);
    row("rfc9103_6 stranger's AXFR", "apps.example.", RecordType::AXFR, "203.0.113.1",
        Rcode::Refused, 18);
    row("rfc8914_1 secondary without its key", "apps.example.", RecordType::SOA, "192.0.2.100",
        Rcode::Refused, 18);
    row("rfc8914_1 not a zone here", "other.example.", RecordType::A, "127.0.0.1", Rcode::Refused,
        20);
    row("rfc8914_1 AXFR of no zone", "other.example.", RecordType::AXFR, "127.0.0.1",
        Rcode::NotAuth, 20);
}

void EdnsOfAnswers::rfc8914_1_aRefusalSaysWhyOnlyToThoseWhoSentOpt()
{
    QFETCH(QByteArray, qname);
    QFETCH(int, type);
    QFETCH(QByteArray, peer);
    QFETCH(int, rcode);
    QFETCH(int, code);
    Query query{name(qname.constData()), static_cast<RecordType>(type)};
    QVERIFY(!ask(query, peer.constData(), true).edns);
    query.edns = std::make_shared<Edns>();
    const Message message = ask(query, peer.constData(), true);
    QCOMPARE(int(message.rcode()), rcode);
    const EdnsOption* option = message.edns->option(ExtendedErrorOption);
    QVERIFY(option && option->data.size() > 2);
    QCOMPARE(int(uint16At(option->data, 0)), code);
}

void EdnsOfAnswers::noAnswerIsLargerThanAsked()
{
    // The longest names there are, a key as long, and 512 octets (invariant 11).
    const std::string label(63, 'k');
    const std::string longest =
        label + "." + label + "." + label + "." + std::string(61, 'z') + ".";
    Query query{name(longest.c_str()), RecordType::SOA};
    for (const bool edns : {false, true}) {
        query.edns.reset();
        if (edns) {
            query.edns = std::make_shared<Edns>();
            query.edns->udpSize = 512;
        }
        Octets wire = query.wire();
        TsigSession session(key(longest.c_str()));
        session.signRequest(wire, m_fixture.now);
        Answer answer = m_fixture.ask(wire);
        QVERIFY(octetsOf(answer).size() <= 512);
        QVERIFY(messageOf(answer).header.truncated);
    }
}

QTEST_APPLESS_MAIN(EdnsOfAnswers)
#include "edns.moc"
