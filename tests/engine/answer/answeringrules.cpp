#include <algorithm>

#include <QTest>

#include "answerfixture.h"

using namespace headwater;

namespace {

const char* const Head = "@ 3600 SOA ns.example.com. host 1 2 3 4 300\n"
                         "@ 3600 NS ns.example.com.\n";
const char* const Negative =
    "example. 300 IN SOA ns.example.com. host.example. 1 2 3 4 300\n"; // of negative answers

/// The zone of RFC 4592 section 2.2.1, without its signatures.
const char* const Wildcards = "*              3600 TXT \"this is a wildcard\"\n"
                              "*              3600 MX  10 host1\n"
                              "sub.*          3600 TXT \"this is not a wildcard\"\n"
                              "host1          3600 A   192.0.2.1\n"
                              "_ssh._tcp.host1 3600 SRV 0 0 22 host1\n"
                              "_ssh._tcp.host2 3600 SRV 0 0 22 host1\n"
                              "subdel         3600 NS  ns.example.com.\n"
                              "subdel         3600 NS  ns.example.net.\n";

const char* const Aliases = "www     60 A     192.0.2.1\n"
                            "first   60 DNAME second\n"
                            "second  60 DNAME third\n"
                            "x.third 60 A     192.0.2.3\n"
                            "x.first 60 A     192.0.2.4\n" // occluded
                            "grow    60 DNAME in.grow\n"
                            "apart   60 DNAME elsewhere.test.\n"
                            "to      60 CNAME x.first\n"
                            "*.w     60 CNAME loop.w\n"
                            "*.v     60 CNAME v\n"
                            "v       60 A     192.0.2.5\n";

const char* const Cuts = "sub       60 NS ns.deep.sub\n"
                         "sub       60 NS ns.other.test.\n"
                         "deep.sub  60 NS ns.deep.sub\n" // occluded
                         "ns.deep.sub 60 A 192.0.2.6\n"
                         "*.sub     60 A  192.0.2.7\n" // occluded
                         "lame      60 NS ns.nowhere\n"
                         "lame      60 DS 1 13 2 "
                         "0000000000000000000000000000000000000000000000000000000000000001\n"
                         "two       60 A  192.0.2.8\n"
                         "two       60 TXT \"a\"\n";

const char* const CutOfSubdel = "subdel.example. 3600 IN NS ns.example.com.\n"
                                "subdel.example. 3600 IN NS ns.example.net.\n";
const char* const CutOfSub = "sub.example. 60 IN NS ns.deep.sub.example.\n"
                             "sub.example. 60 IN NS ns.other.test.\n";
const char* const GlueOfSub = "ns.deep.sub.example. 60 IN A 192.0.2.6\n";
const char* const LameCut = "lame.example. 60 IN NS ns.nowhere.example.\n";

} // namespace

/// The examples of RFC 4592, 6672, 1034 and 8482, each with the zone that it speaks of.
class AnsweringRules : public QObject
{
    Q_OBJECT

private:
    static Message ask(const char* records, const char* qname, RecordType type, bool stream)
    {
        AnswerFixture fixture;
        static_cast<void>(fixture.zones->publish(PublishedZone::create(
            versionOf(name("example."), std::string(Head) + records), {}, {}, {})));
        Answer answer = fixture.ask(Query{name(qname), type}.wire(), "127.0.0.1", stream);
        return messageOf(answer);
    }

private Q_SLOTS:
    void theZoneAnswersAsTheRfcSays_data();
    void theZoneAnswersAsTheRfcSays();
    void rfc6672_1_aDnameIsInTheAnswerOnce();
    void rfc8482_1_anyOverAStreamIsEverythingThere();
};

void AnsweringRules::theZoneAnswersAsTheRfcSays_data()
{
    QTest::addColumn<QByteArray>("records");
    QTest::addColumn<QByteArray>("qname");
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("rcode");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("additional");
    const auto row = [](const char* tag, const char* records, const char* qname, RecordType type,
                        Rcode rcode, const std::string& answer, const std::string& authority = {},
                        const std::string& additional = {}) {
        QTest::newRow(tag) << QByteArray(records) << QByteArray(qname) << int(type) << int(rcode)
                           << QString::fromStdString(answer) << QString::fromStdString(authority)
                           << QString::fromStdString(additional);
    };
    using T = RecordType;
    const Rcode good = Rcode::NoError;
    const Rcode none = Rcode::NxDomain;

    row("rfc4592_1 2.2.1 host3 MX", Wildcards, "host3.example.", T::MX, good,
        "host3.example. 3600 IN MX 10 host1.example.\n");
    row("rfc4592_1 2.2.1 host3 A", Wildcards, "host3.example.", T::A, good, "", Negative);
    row("rfc4592_1 2.2.1 foo.bar TXT", Wildcards, "foo.bar.example.", T::TXT, good,
        "foo.bar.example. 3600 IN TXT \"this is a wildcard\"\n");
    row("rfc4592_1 2.2.1 host1 MX", Wildcards, "host1.example.", T::MX, good, "", Negative);
    row("rfc4592_1 2.2.1 sub.* MX", Wildcards, "sub.*.example.", T::MX, good, "", Negative);
    row("rfc4592_1 2.2.1 _telnet._tcp.host1 SRV", Wildcards, "_telnet._tcp.host1.example.", T::SRV,
        none, "", Negative);
    row("rfc4592_1 2.2.1 host.subdel A", Wildcards, "host.subdel.example.", T::A, good, "",
        CutOfSubdel);
    row("rfc4592_1 2.2.1 ghost.* MX", Wildcards, "ghost.*.example.", T::MX, none, "", Negative);
    row("rfc4592_1 2.2.2 an empty non-terminal", Wildcards, "_tcp.host2.example.", T::TXT, good, "",
        Negative);
    row("rfc4592_1 2.2.2 above it", Wildcards, "host2.example.", T::TXT, good, "", Negative);
    row("rfc4592_1 the wildcard itself", Wildcards, "*.example.", T::TXT, good,
        "*.example. 3600 IN TXT \"this is a wildcard\"\n");

    const std::string first = "first.example. 60 IN DNAME second.example.\n"
                              "x.first.example. 60 IN CNAME x.second.example.\n";
    const std::string whole = first + "second.example. 60 IN DNAME third.example.\n"
                                      "x.second.example. 60 IN CNAME x.third.example.\n"
                                      "x.third.example. 60 IN A 192.0.2.3\n";
    row("rfc6672_1 one DNAME leads to the next", Aliases, "x.first.example.", T::A, good, whole);
    row("rfc6672_1 an alias leads into it", Aliases, "to.example.", T::A, good,
        "to.example. 60 IN CNAME x.first.example.\n" + whole);
    row("rfc6672_1 ANY below a DNAME", Aliases, "x.first.example.", T::ANY, good, first);
    row("rfc6672_1 DNAME asked for below one", Aliases, "x.apart.example.", T::DNAME, good,
        "apart.example. 60 IN DNAME elsewhere.test.\n"
        "x.apart.example. 60 IN CNAME x.elsewhere.test.\n");
    row("rfc6672_1 many labels out of the zone", Aliases, "a.b.c.apart.example.", T::A, good,
        "apart.example. 60 IN DNAME elsewhere.test.\n"
        "a.b.c.apart.example. 60 IN CNAME a.b.c.elsewhere.test.\n");
    row("rfc6672_1 beside the owner of a DNAME", Aliases, "afirst.example.", T::A, none, "",
        Negative);
    row("rfc4592_1 a wildcard alias that leads to itself", Aliases, "a.w.example.", T::A, good,
        "a.w.example. 60 IN CNAME loop.w.example.\n"
        "loop.w.example. 60 IN CNAME loop.w.example.\n");
    row("rfc4592_1 a wildcard alias to its parent", Aliases, "a.v.example.", T::A, good,
        "a.v.example. 60 IN CNAME v.example.\nv.example. 60 IN A 192.0.2.5\n");
    row("rfc4592_1 a wildcard alias asked for", Aliases, "a.v.example.", T::CNAME, good,
        "a.v.example. 60 IN CNAME v.example.\n");

    row("rfc1034 the uppermost cut counts", Cuts, "a.deep.sub.example.", T::A, good, "", CutOfSub,
        GlueOfSub);
    row("rfc1034 a cut below a cut", Cuts, "deep.sub.example.", T::NS, good, "", CutOfSub,
        GlueOfSub);
    row("rfc1034 a wildcard below a cut", Cuts, "a.sub.example.", T::A, good, "", CutOfSub,
        GlueOfSub);
    row("rfc8482_1 ANY at a cut", Cuts, "sub.example.", T::ANY, good, "", CutOfSub, GlueOfSub);
    row("rfc1034 a cut whose server has no address", Cuts, "a.lame.example.", T::A, good, "",
        LameCut);
    row("rfc4035 no DS at a cut", Cuts, "sub.example.", T::DS, good, "", Negative);
    row("rfc4035 DS below a cut", Cuts, "a.sub.example.", T::DS, good, "", CutOfSub, GlueOfSub);
    row("rfc4035 DS at the apex, whose parent is not ours", Cuts, "example.", T::DS, good, "",
        Negative);
    row("rfc2181 SOA of a name that is no zone", Cuts, "two.example.", T::SOA, good, "", Negative);
}

void AnsweringRules::theZoneAnswersAsTheRfcSays()
{
    QFETCH(QByteArray, records);
    QFETCH(QByteArray, qname);
    QFETCH(int, type);
    QFETCH(int, rcode);
    const Message message =
        ask(records.constData(), qname.constData(), static_cast<RecordType>(type), false);
    QCOMPARE(int(message.rcode()), rcode);
    QTEST(QString::fromStdString(linesOf(message.answers)), "answer");
    QTEST(QString::fromStdString(linesOf(message.authorities)), "authority");
    QTEST(QString::fromStdString(linesOf(message.additionals)), "additional");
    const bool referral = message.answers.empty() && !message.authorities.empty() &&
                          message.authorities.front().type == RecordType::NS;
    QCOMPARE(message.header.authoritative, !referral);
}

void AnsweringRules::rfc6672_1_aDnameIsInTheAnswerOnce()
{
    // The name grows with every turn until it is too long.
    const Message message = ask(Aliases, "x.grow.example.", RecordType::A, true);
    const auto dnames =
        std::count_if(message.answers.begin(), message.answers.end(),
                      [](const MessageRecord& record) { return record.type == RecordType::DNAME; });
    QCOMPARE(int(dnames), 1);
    QCOMPARE(message.answers.size(), std::size_t(17)); // and sixteen aliases
    QCOMPARE(message.rcode(), Rcode::NoError);
}

void AnsweringRules::rfc8482_1_anyOverAStreamIsEverythingThere()
{
    const Message stream = ask(Cuts, "two.example.", RecordType::ANY, true);
    QCOMPARE(linesOf(stream.answers), std::string("two.example. 60 IN A 192.0.2.8\n"
                                                  "two.example. 60 IN TXT \"a\"\n"));
    const Message datagram = ask(Cuts, "two.example.", RecordType::ANY, false);
    QCOMPARE(datagram.answers.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(AnsweringRules)
#include "answeringrules.moc"
