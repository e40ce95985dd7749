#include "dns/message.h"

#include <random>

#include <QtTest>

#include "dns/messagewriter.h"

using namespace headwater;

namespace {

Name name(std::string_view text)
{
    return *Name::parse(text);
}

Rdata wire(std::string_view text)
{
    const Name made = name(text);
    return {made.wire().begin(), made.wire().end()};
}

/// A header that counts what is said, and then the octets.
Octets message(std::array<std::uint16_t, 4> counts, std::initializer_list<Octets> parts)
{
    Octets made;
    Header header;
    header.questions = counts[0];
    header.answers = counts[1];
    header.authorities = counts[2];
    header.additionals = counts[3];
    header.write(made);
    for (const Octets& part : parts)
        append(made, part);
    return made;
}

Octets record(const Octets& owner, RecordType type, std::uint16_t klass, std::uint32_t ttl,
              const Octets& rdata)
{
    Octets made = owner;
    appendUint16(made, static_cast<std::uint16_t>(type));
    appendUint16(made, klass);
    appendUint32(made, ttl);
    appendUint16(made, static_cast<std::uint16_t>(rdata.size()));
    append(made, rdata);
    return made;
}

Octets opt(std::uint16_t size, std::uint32_t ttl, const Octets& options)
{
    return record({0}, RecordType::OPT, size, ttl, options);
}

std::string faultOf(const Octets& octets)
{
    const auto found = Message::read(octets);
    return found ? std::string() : found.error().text;
}

const Octets Root{0};
const Octets A{192, 0, 2, 1};

} // namespace

class MessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHeaderSurvives()
    {
        Octets octets{0x12, 0x34, 0x84, 0x05, 0, 1, 0, 2, 0, 3, 0, 4};
        for (int bit = 0; bit < 16; ++bit) {
            putUint16At(octets, 2, static_cast<std::uint16_t>(1U << bit));
            Octets again;
            Header::read(octets)->write(again);
            const bool reserved = bit == 6; // Z, always zero (RFC 1035 section 4.1.1)
            if (reserved)
                putUint16At(octets, 2, 0);
            QCOMPARE(again, octets);
        }
        for (std::size_t size = 0; size < Header::Size; ++size)
            QVERIFY(!Header::read(OctetView(octets).first(size)));
    }

    void whatIsWrittenIsRead()
    {
        Header header;
        header.id = 4711;
        header.response = true;
        header.authoritative = true;
        MessageWriter writer(header, 1232);
        writer.ask({name("apps.example."), RecordType::SOA, RecordClass::IN});
        Edns edns;
        edns.dnssecOk = true;
        edns.options.push_back({15, {0, 18}});
        writer.setEdns(edns);
        writer.setRcode(Rcode::BadCookie);
        Soa soa;
        soa.primary = name("ns1.apps.example.");
        soa.mailbox = name("hostmaster.apps.example.");
        soa.serial = Serial(7);
        const RRset answer{name("apps.example."), RecordType::SOA, 300, {soa.rdata()}};
        QVERIFY(writer.add(Section::Answer, answer));
        QVERIFY(writer.add(Section::Authority,
                           RRset{name("apps.example."),
                                 RecordType::NS,
                                 60,
                                 {wire("ns1.apps.example."), wire("ns2.apps.example.")}}));
        QVERIFY(writer.add(Section::Additional,
                           MessageRecord{name("x."), RecordType::A, RecordClass::NONE, 0, A}));
        const Octets octets = writer.finish();
        const auto found = Message::read(octets);
        QVERIFY2(found.has_value(), faultOf(octets).c_str());
        QCOMPARE(found->header.id, std::uint16_t(4711));
        QVERIFY(found->header.response && found->header.authoritative);
        QCOMPARE(found->rcode(), Rcode::BadCookie);
        QVERIFY(found->questions[0].name == name("apps.example."));
        QCOMPARE(found->answers.size(), std::size_t(1));
        QVERIFY(Soa::fromRdata(found->answers[0].rdata) == soa);
        QCOMPARE(found->authorities[1].rdata, wire("ns2.apps.example."));
        QCOMPARE(found->additionals.size(), std::size_t(1));
        QCOMPARE(found->additionals[0].klass, RecordClass::NONE);
        QVERIFY(found->edns && found->edns->dnssecOk);
        QCOMPARE(found->edns->option(15)->data, Octets({0, 18}));
        // Smaller than uncompressed by far: each name stands once.
        QVERIFY(octets.size() < 12 + 18 + 11 + 6 + 2 + 10 + 59 + 2 * 40 + 30);
    }

    void rfc5936_10_compressionKeepsLetterCase()
    {
        MessageWriter writer(Header{}, 512);
        writer.ask({name("Apps.Example."), RecordType::NS, RecordClass::IN});
        QVERIFY(writer.add(Section::Answer,
                           RRset{name("apps.example."),
                                 RecordType::NS,
                                 60,
                                 {wire("NS1.Apps.Example."), wire("ns1.Apps.Example.")}}));
        const auto found = Message::read(writer.finish());
        QVERIFY(found->answers[0].owner.identical(name("apps.example.")));
        QCOMPARE(found->answers[0].rdata, wire("NS1.Apps.Example."));
        QCOMPARE(found->answers[1].rdata, wire("ns1.Apps.Example."));
    }

    void rfc3597_2_namesInNewerTypesAreNotCompressed()
    {
        MessageWriter writer(Header{}, 512);
        writer.ask({name("host.example."), RecordType::SRV, RecordClass::IN});
        Rdata srv{0, 1, 0, 2, 0, 3};
        append(srv, wire("host.example."));
        QVERIFY(
            writer.add(Section::Answer, RRset{name("host.example."), RecordType::SRV, 60, {srv}}));
        const Octets octets = writer.finish();
        QCOMPARE(Octets(octets.end() - static_cast<std::ptrdiff_t>(srv.size()), octets.end()), srv);
        // A compressed one is understood all the same (RFC 3597 section 4), save in types that
        // came later.
        const Octets pointed{0, 1, 0, 2, 0, 3, 0xC0, 0x0C};
        const Octets question = [] {
            Octets made;
            Question{name("host.example."), RecordType::SRV, RecordClass::IN}.write(made);
            return made;
        }();
        const auto found = Message::read(
            message({1, 1, 0, 0}, {question, record(Root, RecordType::SRV, 1, 0, pointed)}));
        QVERIFY(found.has_value());
        QCOMPARE(found->answers[0].rdata, srv);
        QVERIFY(!Message::read(message(
            {1, 1, 0, 0}, {question, record(Root, RecordType::DNAME, 1, 0, {0xC0, 0x0C})})));
    }

    void rdataOfOtherClassesIsLeftAlone()
    {
        const MessageRecord chaos{name("host.example."), RecordType::NS, RecordClass::CH, 0,
                                  wire("host.example.")};
        MessageWriter writer(Header{}, 512);
        QVERIFY(writer.add(Section::Answer, chaos));
        QCOMPARE(Message::read(writer.finish())->answers[0].rdata, chaos.rdata);
    }

    void anRrsetIsWrittenWholeOrNotAtAll()
    {
        const RRset set{name("a.example."), RecordType::A, 60, {A, {192, 0, 2, 2}}};
        for (std::size_t limit = 12; limit < 80; ++limit) {
            MessageWriter writer(Header{}, limit);
            const std::size_t room = writer.room();
            const bool fits = writer.add(Section::Answer, set);
            // 11 octets of name and 14 more; a pointer and 14 more.
            QCOMPARE(fits, room >= 25U + 16U);
            if (!fits)
                QCOMPARE(writer.room(), room);
            // What was taken back leaves nothing to point at.
            static_cast<void>(
                writer.add(Section::Answer, RRset{name("example."), RecordType::A, 60, {A}}));
            const auto found = Message::read(writer.finish());
            QVERIFY(found.has_value());
            QCOMPARE(found->answers.size() >= 2, fits);
        }
    }

    void rfc8945_12_roomIsReservedBeforeAnythingIsWritten()
    {
        MessageWriter writer(Header{}, 512, 100);
        QCOMPARE(writer.room(), std::size_t(512 - 12 - 100));
        writer.setEdns({});
        QCOMPARE(writer.room(), std::size_t(512 - 12 - 100 - 11));
        while (writer.add(Section::Answer, RRset{name("a."), RecordType::A, 60, {A}})) {
        }
        QVERIFY(writer.finish().size() <= 412);
        MessageWriter full(Header{}, 50, 100);
        QCOMPARE(full.room(), std::size_t(0));
        QVERIFY(!full.add(Section::Answer, RRset{Name(), RecordType::A, 60, {A}}));
    }

    void pointersReachNoFurtherThan16383()
    {
        MessageWriter writer(Header{}, 65535);
        Rdata filler(30000, 0);
        QVERIFY(writer.add(Section::Answer, RRset{name("a."), RecordType{65280}, 0, {filler}}));
        for (int i = 0; i < 3; ++i)
            QVERIFY(writer.add(Section::Answer,
                               RRset{name("late.example."), RecordType::NS, 0, {wire("b.")}}));
        const auto found = Message::read(writer.finish());
        QVERIFY(found.has_value());
        QVERIFY(found->answers[3].owner == name("late.example."));
    }

    void rfc6891_1_optIsReadOnce()
    {
        const auto found = Message::read(message({0, 0, 0, 1}, {opt(100, 0x05018000, {})}));
        QVERIFY(found.has_value());
        QCOMPARE(found->edns->udpSize, std::uint16_t(512));
        QCOMPARE(found->edns->version, std::uint8_t(1));
        QCOMPARE(found->rcode(), static_cast<Rcode>(5U << 4));
        QVERIFY(found->edns->dnssecOk);
        QVERIFY(found->additionals.empty());
        QVERIFY(!Message::read(message({0, 0, 0, 2}, {opt(512, 0, {}), opt(512, 0, {})})));
        QVERIFY2(!Message::read(message({0, 1, 0, 0}, {opt(512, 0, {})})), "as an answer");
        QVERIFY2(!Message::read(
                     message({0, 0, 0, 1}, {record({1, 'x', 0}, RecordType::OPT, 512, 0, {})})),
                 "of an owner");
        QVERIFY(Message::read(message({0, 0, 0, 1}, {opt(512, 0, {0, 3, 0, 1, 'x'})})));
        for (const Octets& lie : {Octets{0, 3, 0, 2, 'x'}, Octets{0, 3, 0}, Octets{0}})
            QVERIFY(!Message::read(message({0, 0, 0, 1}, {opt(512, 0, lie)})));
        // A later version may mean something else by its options: that is no fault of theirs.
        QVERIFY(Message::read(message({0, 0, 0, 1}, {opt(512, 0x00010000, {0, 3, 0})})));
    }

    void rfc9267_countsThatLieAreFound()
    {
        const Octets good = record(Root, RecordType::A, 1, 60, A);
        QVERIFY(Message::read(message({0, 1, 0, 0}, {good})));
        QVERIFY2(!Message::read(message({0, 2, 0, 0}, {good})), "one too few");
        QVERIFY2(!Message::read(message({0, 0, 0, 0}, {good})), "one too many");
        QVERIFY2(!Message::read(message({1, 1, 0, 0}, {good})), "a question that is none");
        QVERIFY2(!Message::read(message({0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}, {good})), "all");
        QCOMPARE(faultOf(message({0, 65, 0, 0}, {good})),
                 std::string("a message claims more records than the 64 a section may have"));
        Octets many;
        for (int i = 0; i < 10; ++i)
            append(many, good);
        QVERIFY(Message::read(message({0, 0, 0, 10}, {many}), {10}));
        for (const auto& counts :
             {std::array<std::uint16_t, 4>{0, 10, 0, 0}, std::array<std::uint16_t, 4>{0, 0, 10, 0},
              std::array<std::uint16_t, 4>{0, 0, 0, 10}})
            QVERIFY(!Message::read(message(counts, {many}), {9}));
    }

    void rfc9267_rdlengthThatLiesIsFound()
    {
        const Octets good = message({0, 1, 0, 0}, {record(Root, RecordType::A, 1, 60, A)});
        for (std::uint32_t length = 0; length <= 0xFFFF; ++length) {
            Octets lie = good;
            putUint16At(lie, 12 + 9, static_cast<std::uint16_t>(length));
            QCOMPARE(Message::read(lie).has_value(), length == 4);
        }
        // RDATA that is shorter or longer than the names in it.
        for (const std::size_t cut : {1U, 2U, 3U}) {
            Rdata mx{0, 10};
            append(mx, wire("m."));
            mx.resize(mx.size() - cut);
            QVERIFY(
                !Message::read(message({0, 1, 0, 0}, {record(Root, RecordType::MX, 1, 0, mx)})));
        }
        Rdata ns = wire("m.");
        ns.push_back(0);
        QVERIFY(!Message::read(message({0, 1, 0, 0}, {record(Root, RecordType::NS, 1, 0, ns)})));
        // A pointer whose second octet lies behind the RDATA, or one to behind it.
        QVERIFY(!Message::read(message({0, 2, 0, 0}, {record(Root, RecordType::NS, 1, 0, {0xC0}),
                                                      record(Root, RecordType::A, 1, 0, A)})));
        QVERIFY(!Message::read(
            message({0, 2, 0, 0}, {record(Root, RecordType::NS, 1, 0, {0xC0, 0x30}),
                                   record(wire("a.b.c.d."), RecordType::A, 1, 0, A)})));
    }

    void recordsOfUpdateMayBeEmpty()
    {
        for (const std::uint16_t klass : {std::uint16_t{254}, std::uint16_t{255}})
            QVERIFY(
                Message::read(message({0, 1, 0, 0}, {record(Root, RecordType::A, klass, 0, {})})));
        QVERIFY(!Message::read(message({0, 1, 0, 0}, {record(Root, RecordType::A, 1, 0, {})})));
        QVERIFY(!Message::read(
            message({0, 1, 0, 0}, {record(Root, RecordType::A, 254, 0, {1, 2, 3})})));
    }

    void rcodesHaveNames()
    {
        QCOMPARE(text(Rcode::NoError), std::string("NOERROR"));
        QCOMPARE(text(Rcode::BadTrunc), std::string("BADTRUNC"));
        QCOMPARE(text(static_cast<Rcode>(11)), std::string("RCODE11"));
    }

    void everyCutAndEveryBitLeavesASentence()
    {
        MessageWriter writer(Header{}, 1232);
        writer.ask({name("apps.example."), RecordType::IXFR, RecordClass::IN});
        writer.setEdns(Edns{1232, 0, 0, false, {{10, {1, 2, 3, 4, 5, 6, 7, 8}}}});
        QVERIFY(writer.add(Section::Authority,
                           RRset{name("apps.example."), RecordType::SOA, 0, {Soa{}.rdata()}}));
        const Octets good = writer.finish();
        for (std::size_t size = 0; size < good.size(); ++size)
            QVERIFY(
                !faultOf({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}).empty());
        std::mt19937 random(9267);
        for (int round = 0; round < 20000; ++round) {
            Octets changed = good;
            for (unsigned changes = 1 + random() % 4; changes > 0; --changes)
                changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
            const auto found = Message::read(changed);
            QVERIFY(found.has_value() || !found.error().text.empty());
        }
    }
};

QTEST_APPLESS_MAIN(MessageTest)
#include "message.moc"
