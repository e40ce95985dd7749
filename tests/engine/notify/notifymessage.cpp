#include "notify/notifymessage.h"

#include <QTest>

#include "engine/exchange/scriptedpeer.h"

using namespace headwater;
using namespace headwater::test;

namespace {

std::shared_ptr<const ZoneVersion> version(const Name& zone, const Name& primary)
{
    Soa soa;
    soa.primary = primary;
    soa.mailbox = primary;
    soa.serial = Serial(2025112018);
    const Record ns{zone, RecordType::NS, 300, Rdata(primary.wire().begin(), primary.wire().end())};
    return ZoneVersion::build(zone, soa, 3600, {ns});
}

Name longName(const std::string& tail)
{
    std::string text;
    for (int i = 0; i < 3; ++i)
        text += std::string(60, static_cast<char>('a' + i)) + '.';
    return Name::parse(text + tail).value();
}

} // namespace

class NotifyMessageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc1996_13_theRequestIsOpcode4WithAaAndTheSoaQuestion()
    {
        const auto wire =
            notifyMessage(*version(name("apps.example."), name("ns1.apps.example.")), nullptr);
        const Message message = Message::read(wire).value();
        QCOMPARE(message.header.opcode, Opcode::Notify);
        QVERIFY(message.header.authoritative);
        QVERIFY(!message.header.response);
        QVERIFY(!message.header.recursionDesired);
        QCOMPARE(message.questions.size(), std::size_t(1));
        QVERIFY(message.questions.front().name == name("apps.example."));
        QCOMPARE(message.questions.front().type, RecordType::SOA);
        QCOMPARE(message.questions.front().klass, RecordClass::IN);
    }

    void rfc1996_4_theNewSoaIsTheHint()
    {
        const auto wire =
            notifyMessage(*version(name("apps.example."), name("ns1.apps.example.")), nullptr);
        const Message message = Message::read(wire).value();
        QCOMPARE(message.answers.size(), std::size_t(1));
        QCOMPARE(message.answers.front().type, RecordType::SOA);
        QVERIFY(Soa::fromRdata(message.answers.front().rdata)->serial == Serial(2025112018));
    }

    void rfc1996_5_theAnswerSectionHoldsNothingElse()
    {
        const auto wire =
            notifyMessage(*version(name("apps.example."), name("ns1.apps.example.")), nullptr);
        QCOMPARE(Message::read(wire)->header.answers, std::uint16_t(1));
    }

    void rfc1996_6_authorityAndAdditionalAreEmpty()
    {
        const auto wire =
            notifyMessage(*version(name("apps.example."), name("ns1.apps.example.")), nullptr);
        const Message message = Message::read(wire).value();
        QVERIFY(message.authorities.empty());
        QVERIFY(message.additionals.empty());
        QVERIFY(!message.edns);
        QVERIFY(!message.tsig);
    }

    void rfc1996_4_aHintThatDoesNotFitInto512OctetsIsLeftOut()
    {
        const TsigKey key =
            TsigKey::create("a-key.", "hmac-sha512", "c2VjcmV0LXNlY3JldC1zZWNyZXQ=").value();
        const auto wire =
            notifyMessage(*version(longName("one.example."), longName("two.example.")), &key);
        QVERIFY(wire.size() + tsigRecordSize(key) <= 512);
        const Message message = Message::read(wire).value();
        QVERIFY(message.answers.empty());
        QCOMPARE(message.questions.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(NotifyMessageTest)
#include "notifymessage.moc"
