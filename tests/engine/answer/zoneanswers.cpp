#include <QTest>

#include "answerfixture.h"

using namespace headwater;

namespace {

const char* const NegativeSoa = "apps.example. 300 IN SOA ns1.apps.example. "
                                "hostmaster.apps.example. 11 3600 600 604800 300\n";
const char* const Www = "www.apps.example. 60 IN A 192.0.2.1\n"
                        "www.apps.example. 60 IN A 192.0.2.2\n";

QString qt(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

class ZoneAnswers : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;

    Message ask(const char* qname, RecordType type, const char* transport = "udp")
    {
        Answer answer = m_fixture.ask(Query{name(qname), type}.wire(), "127.0.0.1",
                                      QLatin1String(transport) == QLatin1String("tcp"));
        return messageOf(answer);
    }

private Q_SLOTS:
    void aQuestionInsideTheZoneIsAnswered_data();
    void aQuestionInsideTheZoneIsAnswered();
    void theQuestionIsRepeatedBitForBit();
    void anOwnerKeepsTheCaseItIsStoredWith();
    void aLongAliasChainEnds();
    void anRRsetThatDoesNotFitADatagramIsTruncated();
    void aDelegationWhoseGlueDoesNotFitIsTruncated();
    void theDsOfAZoneComesFromItsParent();
    void aDnameThatMakesANameTooLongAnswersYxdomain_rfc6672_1();
    void aWildcardMayBeEmpty_rfc4592_1();
};

void ZoneAnswers::aQuestionInsideTheZoneIsAnswered_data()
{
    QTest::addColumn<QByteArray>("qname");
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("rcode");
    QTest::addColumn<bool>("authoritative");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("additional");

    const auto row = [](const char* tag, const char* qname, RecordType type, Rcode rcode,
                        bool authoritative, const std::string& answer,
                        const std::string& authority = {}, const std::string& additional = {}) {
        QTest::newRow(tag) << QByteArray(qname) << int(type) << int(rcode) << authoritative
                           << qt(answer) << qt(authority) << qt(additional);
    };
    using T = RecordType;
    const Rcode good = Rcode::NoError;
    const Rcode none = Rcode::NxDomain;
    const std::string soa = std::string(NegativeSoa).replace(14, 3, "3600");
    const std::string cut = "child.apps.example. 3600 IN NS ns.child.apps.example.\n"
                            "child.apps.example. 3600 IN NS ns1.apps.example.\n";
    const std::string glue = "ns.child.apps.example. 3600 IN A 192.0.2.60\n"
                             "ns.child.apps.example. 3600 IN AAAA 2001:db8::60\n"
                             "ns1.apps.example. 3600 IN A 192.0.2.53\n";
    const std::string alias = "alias.apps.example. 3600 IN CNAME www.apps.example.\n";
    const std::string chain = "chain.apps.example. 3600 IN CNAME alias.apps.example.\n";

    row("apex SOA", "apps.example.", T::SOA, good, true, soa);
    row("apex NS", "apps.example.", T::NS, good, true,
        "apps.example. 3600 IN NS ns.elsewhere.test.\n"
        "apps.example. 3600 IN NS ns1.apps.example.\n");
    row("apex nodata", "apps.example.", T::A, good, true, "", NegativeSoa);
    row("answer", "www.apps.example.", T::A, good, true, Www);
    row("other case", "WWW.apps.EXAMPLE.", T::A, good, true, Www);
    row("nodata", "www.apps.example.", T::AAAA, good, true, "", NegativeSoa);
    row("nxdomain", "nothere.apps.example.", T::A, none, true, "", NegativeSoa);
    row("below a leaf", "x.www.apps.example.", T::A, none, true, "", NegativeSoa);
    row("empty non-terminal", "ent.apps.example.", T::A, good, true, "", NegativeSoa);
    row("below an empty non-terminal", "x.ent.apps.example.", T::A, none, true, "", NegativeSoa);
    row("unknown type", "www.apps.example.", static_cast<T>(1000), good, true, "", NegativeSoa);
    row("CVE-2021-36754 type 65535", "www.apps.example.", static_cast<T>(65535), good, true, "",
        NegativeSoa);

    row("cname", "alias.apps.example.", T::A, good, true, alias + Www);
    row("cname itself", "alias.apps.example.", T::CNAME, good, true, alias);
    row("cname chain", "chain.apps.example.", T::A, good, true, chain + alias + Www);
    row("cname to nodata", "alias.apps.example.", T::MX, good, true, alias, NegativeSoa);
    row("cname out of the zone", "out.apps.example.", T::A, good, true,
        "out.apps.example. 3600 IN CNAME www.elsewhere.test.\n");
    row("cname to nxdomain", "dangling.apps.example.", T::A, none, true,
        "dangling.apps.example. 3600 IN CNAME nothere.apps.example.\n", NegativeSoa);
    row("cname loop", "loop1.apps.example.", T::A, good, true,
        "loop1.apps.example. 3600 IN CNAME loop2.apps.example.\n"
        "loop2.apps.example. 3600 IN CNAME loop1.apps.example.\n");
    row("cname into a delegation", "tochild.apps.example.", T::A, good, true,
        "tochild.apps.example. 3600 IN CNAME host.child.apps.example.\n", cut, glue);

    row("delegation", "child.apps.example.", T::A, good, false, "", cut, glue);
    row("below a delegation", "a.b.child.apps.example.", T::A, good, false, "", cut, glue);
    row("NS at a cut", "child.apps.example.", T::NS, good, false, "", cut, glue);
    row("glue is no answer", "ns.child.apps.example.", T::A, good, false, "", cut, glue);
    row("occluded", "occluded.child.apps.example.", T::A, good, false, "", cut, glue);
    row("DS at a cut", "child.apps.example.", T::DS, good, true,
        "child.apps.example. 3600 IN DS 1 13 2 "
        "0000000000000000000000000000000000000000000000000000000000000001\n");

    row("rfc4592_1 wildcard", "a.wild.apps.example.", T::A, good, true,
        "a.wild.apps.example. 3600 IN A 192.0.2.7\n");
    row("rfc4592_1 wildcard many labels", "a.b.c.wild.apps.example.", T::A, good, true,
        "a.b.c.wild.apps.example. 3600 IN A 192.0.2.7\n");
    row("rfc4592_1 wildcard nodata", "a.wild.apps.example.", T::MX, good, true, "", NegativeSoa);
    row("rfc4592_1 wildcard asked itself", "*.wild.apps.example.", T::A, good, true,
        "*.wild.apps.example. 3600 IN A 192.0.2.7\n");
    row("rfc4592_1 name beside the wildcard", "host.wild.apps.example.", T::TXT, good, true, "",
        NegativeSoa);
    row("rfc4592_1 below a name beside", "a.host.wild.apps.example.", T::A, none, true, "",
        NegativeSoa);
    row("rfc4592_1 empty non-terminal blocks", "x.ent.wild.apps.example.", T::A, none, true, "",
        NegativeSoa);
    row("rfc4592_1 the encloser itself", "wild.apps.example.", T::A, good, true, "", NegativeSoa);
    row("rfc4592_1 wildcard cname", "a.cwild.apps.example.", T::A, good, true,
        std::string("a.cwild.apps.example. 3600 IN CNAME www.apps.example.\n") + Www);

    row("rfc6672_1 dname", "x.old.apps.example.", T::A, good, true,
        "old.apps.example. 3600 IN DNAME new.apps.example.\n"
        "x.old.apps.example. 3600 IN CNAME x.new.apps.example.\n"
        "x.new.apps.example. 3600 IN A 192.0.2.12\n");
    row("rfc6672_1 dname to nxdomain", "y.old.apps.example.", T::A, none, true,
        "old.apps.example. 3600 IN DNAME new.apps.example.\n"
        "y.old.apps.example. 3600 IN CNAME y.new.apps.example.\n",
        NegativeSoa);
    row("rfc6672_1 dname owner", "old.apps.example.", T::A, good, true, "", NegativeSoa);
    row("rfc6672_1 dname itself", "old.apps.example.", T::DNAME, good, true,
        "old.apps.example. 3600 IN DNAME new.apps.example.\n");
    row("rfc6672_1 cname below a dname", "x.old.apps.example.", T::CNAME, good, true,
        "old.apps.example. 3600 IN DNAME new.apps.example.\n"
        "x.old.apps.example. 3600 IN CNAME x.new.apps.example.\n");

    row("rfc8482_1 any", "www.apps.example.", T::ANY, good, true, Www);
    row("rfc8482_1 any at an alias", "alias.apps.example.", T::ANY, good, true, alias);
    row("rfc8482_1 any nodata", "ent.apps.example.", T::ANY, good, true, "", NegativeSoa);
    row("rfc8482_1 any nxdomain", "no.apps.example.", T::ANY, none, true, "", NegativeSoa);

    row("not our zone", "www.other.example.", T::A, Rcode::Refused, false, "");
    row("the parent of our zone", "example.", T::SOA, Rcode::Refused, false, "");
    row("the root", ".", T::NS, Rcode::Refused, false, "");
}

void ZoneAnswers::aQuestionInsideTheZoneIsAnswered()
{
    QFETCH(QByteArray, qname);
    QFETCH(int, type);
    QFETCH(int, rcode);
    QFETCH(bool, authoritative);
    const Message message = ask(qname.constData(), static_cast<RecordType>(type));
    QCOMPARE(int(message.rcode()), rcode);
    QCOMPARE(message.header.authoritative, authoritative);
    QVERIFY(message.header.response && !message.header.truncated);
    QVERIFY(!message.header.recursionAvailable && !message.header.authenticData);
    QTEST(qt(linesOf(message.answers)), "answer");
    QTEST(qt(linesOf(message.authorities)), "authority");
    QTEST(qt(linesOf(message.additionals)), "additional");
    QVERIFY2(!message.edns, "rfc6891_1: no OPT unless asked");
}

void ZoneAnswers::theQuestionIsRepeatedBitForBit()
{
    Query query{name("wWw.aPPs.ExAmPlE."), RecordType::A};
    query.recursionDesired = true;
    const Octets request = query.wire();
    Answer answer = m_fixture.ask(request);
    const Octets wire = octetsOf(answer);
    QVERIFY(wire.size() > request.size());
    QVERIFY(std::equal(request.begin() + 12, request.end(), wire.begin() + 12));
    QCOMPARE(wire[0], request[0]);
    QCOMPARE(wire[1], request[1]);
    QCOMPARE(wire[2] & 1, 1); // RD
}

void ZoneAnswers::anOwnerKeepsTheCaseItIsStoredWith()
{
    const Message message = ask("mixed.APPS.example.", RecordType::A);
    QCOMPARE(message.answers.size(), std::size_t(1));
    QCOMPARE(qt(message.answers.front().owner.text()), QStringLiteral("MiXed.apps.example."));
    QCOMPARE(qt(message.questions.front().name.text()), QStringLiteral("mixed.APPS.example."));
}

void ZoneAnswers::aLongAliasChainEnds()
{
    std::string text = "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\n";
    for (int i = 0; i < 40; ++i)
        text += "c" + std::to_string(i) + " 60 CNAME c" + std::to_string(i + 1) + "\n";
    AnswerFixture fixture;
    static_cast<void>(fixture.zones->publish(
        PublishedZone::create(versionOf(name("long.example."), text), {}, {}, {})));
    Answer answer =
        fixture.ask(Query{name("c0.long.example."), RecordType::A}.wire(), "127.0.0.1", true);
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::NoError);
    QCOMPARE(message.answers.size(), std::size_t(16));
}

void ZoneAnswers::anRRsetThatDoesNotFitADatagramIsTruncated()
{
    std::string text = "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\n";
    for (int i = 0; i < 60; ++i)
        text += "big 60 TXT \"" + std::string(60, 'x') + std::to_string(i) + "\"\n";
    AnswerFixture fixture;
    static_cast<void>(fixture.zones->publish(
        PublishedZone::create(versionOf(name("big.example."), text), {}, {}, {})));
    const Octets request = Query{name("big.big.example."), RecordType::TXT}.wire();
    Answer answer = fixture.ask(request);
    const Message message = messageOf(answer);
    QVERIFY(message.header.truncated);
    QVERIFY(message.answers.empty());
    QCOMPARE(message.rcode(), Rcode::NoError);
    Answer overTcp = fixture.ask(request, "127.0.0.1", true);
    QCOMPARE(messageOf(overTcp).answers.size(), std::size_t(60));
}

void ZoneAnswers::aDelegationWhoseGlueDoesNotFitIsTruncated()
{
    std::string text = "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\n";
    for (int i = 0; i < 13; ++i) {
        const std::string server = std::string(30, char('a' + i)) + ".sub";
        text += "sub 60 NS " + server + "\n" + server + " 60 AAAA 2001:db8::1\n";
    }
    AnswerFixture fixture;
    static_cast<void>(fixture.zones->publish(
        PublishedZone::create(versionOf(name("glue.example."), text), {}, {}, {})));
    Query query{name("www.sub.glue.example."), RecordType::A};
    Answer answer = fixture.ask(query.wire());
    QVERIFY(messageOf(answer).header.truncated);
    query.edns = std::make_shared<Edns>();
    Answer larger = fixture.ask(query.wire());
    const Message message = messageOf(larger);
    QVERIFY(!message.header.truncated);
    QCOMPARE(message.additionals.size(), std::size_t(13));
}

void ZoneAnswers::theDsOfAZoneComesFromItsParent()
{
    AnswerFixture fixture;
    static_cast<void>(fixture.zones->publish(PublishedZone::create(
        versionOf(name("child.apps.example."), "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\n"), {}, {},
        {})));
    Answer answer = fixture.ask(Query{name("child.apps.example."), RecordType::DS}.wire());
    QCOMPARE(messageOf(answer).answers.size(), std::size_t(1));
    Answer soa = fixture.ask(Query{name("child.apps.example."), RecordType::SOA}.wire());
    QVERIFY(messageOf(soa).header.authoritative);
}

void ZoneAnswers::aDnameThatMakesANameTooLongAnswersYxdomain_rfc6672_1()
{
    const std::string label(60, 'l');
    const std::string target = label + "." + label + "." + label + ".new";
    AnswerFixture fixture;
    static_cast<void>(fixture.zones->publish(PublishedZone::create(
        versionOf(name("d.example."),
                  "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\nold 60 DNAME " + target + "\n"),
        {}, {}, {})));
    const Name qname = name((label + ".old.d.example.").c_str());
    Answer answer = fixture.ask(Query{qname, RecordType::A}.wire());
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::YxDomain);
    QCOMPARE(message.answers.size(), std::size_t(1));
}

void ZoneAnswers::aWildcardMayBeEmpty_rfc4592_1()
{
    // "*" exists only because "sub.*" does: a source of synthesis without records.
    AnswerFixture fixture;
    static_cast<void>(fixture.zones->publish(PublishedZone::create(
        versionOf(name("w.example."),
                  "@ 60 SOA ns hm 1 1 1 1 1\n@ 60 NS ns\nsub.* 60 A 192.0.2.1\n"),
        {}, {}, {})));
    Answer answer = fixture.ask(Query{name("a.w.example."), RecordType::A}.wire());
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::NoError);
    QVERIFY(message.answers.empty());
    QCOMPARE(message.authorities.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(ZoneAnswers)
#include "zoneanswers.moc"
