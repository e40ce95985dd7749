#include "dns/record.h"

#include <QtTest>

using namespace headwater;

namespace {

Name name(std::string_view text)
{
    return *Name::parse(text);
}

Rdata joined(std::initializer_list<Octets> parts)
{
    Rdata all;
    for (const Octets& part : parts)
        append(all, part);
    return all;
}

Octets wire(std::string_view text)
{
    const Name made = name(text);
    return {made.wire().begin(), made.wire().end()};
}

bool wellFormed(std::uint16_t type, const Rdata& rdata)
{
    return checkRdata(RecordType{type}, rdata).has_value();
}

} // namespace

class RecordTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc3597_1_typesHaveNamesOrNumbers()
    {
        QCOMPARE(text(RecordType::A), std::string("A"));
        QCOMPARE(text(RecordType{257}), std::string("CAA"));
        QCOMPARE(text(RecordType{65280}), std::string("TYPE65280"));
        QCOMPARE(text(RecordType::IXFR), std::string("IXFR"));
        QCOMPARE(text(RecordType::ANY), std::string("ANY"));
        QCOMPARE(text(RecordType{0}), std::string("TYPE0"));
        QVERIFY(parseRecordType("type1") == RecordType::A);
        QVERIFY(parseRecordType("aaaa") == RecordType::AAAA);
        QVERIFY(parseRecordType("TYPE65535") == RecordType{65535});
        QVERIFY(parseRecordType("nsap-ptr") == RecordType{23});
        for (const char* bad : {"", "TYPE", "TYPE65536", "TYPE-1", "TYPE1x", "TYPE 1", "AA",
                                "TYPE99999999999999999999"})
            QVERIFY2(!parseRecordType(bad), bad);
        for (std::uint32_t number = 0; number <= 0xFFFF; ++number) {
            const RecordType type{static_cast<std::uint16_t>(number)};
            QVERIFY2(parseRecordType(text(type)) == type, text(type).c_str());
        }
    }

    void metaTypesAreNoZoneData()
    {
        for (const int type : {0, 41, 128, 249, 250, 251, 252, 253, 254, 255})
            QVERIFY(isMetaType(static_cast<RecordType>(type)));
        for (const int type : {1, 40, 42, 127, 256, 65280})
            QVERIFY(!isMetaType(static_cast<RecordType>(type)));
    }

    void rfc3597_2_onlyTypesOfRfc1035AreCompressed()
    {
        for (const RecordType type :
             {RecordType::NS, RecordType::CNAME, RecordType::SOA, RecordType::PTR, RecordType::MX})
            QVERIFY(hasCompressibleNames(type));
        for (const RecordType type : {RecordType::SRV, RecordType::DNAME, RecordType::RRSIG,
                                      RecordType::NSEC, RecordType{65280}})
            QVERIFY(!hasCompressibleNames(type));
    }

    void rfc3597_2_unknownTypesCompareBitByBit()
    {
        const RecordType unknown{65280};
        QVERIFY(compareRdata(unknown, wire("A."), wire("a.")) != 0);
        QCOMPARE(canonicalRdata(unknown, wire("A.")), wire("A."));
        QVERIFY(checkRdata(unknown, Rdata{0xC0, 0xFF, 0x00}).has_value());
        QVERIFY(checkRdata(unknown, Rdata{}).has_value());
    }

    void rfc4034_2_namesFoldInTheListedTypesOnly()
    {
        QVERIFY(compareRdata(RecordType::NS, wire("NS1.Example."), wire("ns1.example.")) == 0);
        const Rdata mx = joined({{0, 'A'}, wire("MAIL.")});
        QCOMPARE(canonicalRdata(RecordType::MX, mx), joined({{0, 'A'}, wire("mail.")}));
        const Rdata srv = joined({{'A', 'B', 'C', 'D', 'E', 'F'}, wire("HOST.")});
        QCOMPARE(canonicalRdata(RecordType::SRV, srv),
                 joined({{'A', 'B', 'C', 'D', 'E', 'F'}, wire("host.")}));
        // RFC 6840 section 5.1: not the next name of NSEC; the signer of RRSIG.
        const Rdata nsec = joined({wire("NEXT."), {0, 1, 0x40}});
        QCOMPARE(canonicalRdata(RecordType::NSEC, nsec), nsec);
        const Rdata fixed{0, 'A', 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 'K', 'T'};
        QCOMPARE(canonicalRdata(RecordType::RRSIG, joined({fixed, wire("S."), {'X'}})),
                 joined({fixed, wire("s."), {'X'}}));
        // A6: the name stands behind as much of an address as the prefix leaves.
        QCOMPARE(canonicalRdata(RecordType{38}, joined({{120, 'A'}, wire("P.")})),
                 joined({{120, 'A'}, wire("p.")}));
        const Rdata txt{2, 'A', 'b'};
        QCOMPARE(canonicalRdata(RecordType::TXT, txt), txt);
    }

    void rfc4034_3_recordsAreOrderedAsOctets()
    {
        QVERIFY(compareRdata(RecordType::A, Rdata{1, 2, 3, 4}, Rdata{1, 2, 3, 200}) < 0);
        QVERIFY(compareRdata(RecordType::TXT, Rdata{1, 'a'}, Rdata{1, 'a', 0}) < 0);
        QVERIFY(compareRdata(RecordType::TXT, Rdata{0}, Rdata{}) > 0);
        QCOMPARE(compareRdata(RecordType::TXT, Rdata{}, Rdata{}), 0);
        QVERIFY(compareRdata(RecordType::MX, joined({{0, 1}, wire("Z.")}),
                             joined({{0, 1}, wire("a.")})) > 0);
        QVERIFY(compareRdata(RecordType::MX, joined({{0, 1}, wire("Z.")}),
                             joined({{0, 2}, wire("a.")})) < 0);
        // Not RFC 4034 name order: RDATA is octets, so the shorter label comes first.
        QVERIFY(compareRdata(RecordType::NS, wire("zz.a."), wire("aaa.a.")) < 0);
    }

    void rfc2181_1_duplicatesAreDropped()
    {
        RRset set{name("apps.example."), RecordType::NS, 60, {}};
        set.rdata = {wire("NS2.example."), wire("ns1.example."), wire("ns2.EXAMPLE."),
                     wire("ns1.example.")};
        set.normalise();
        QCOMPARE(set.rdata.size(), std::size_t(2));
        QCOMPARE(set.rdata[0], wire("ns1.example."));
        QCOMPARE(set.rdata[1], wire("NS2.example.")); // the first one written is kept
    }

    void rfc2181_2_anRrsetHasOneTtl()
    {
        // The type holds one TTL; two sets that differ in it only are different sets.
        RRset a{name("www.example."), RecordType::A, 60, {{192, 0, 2, 1}}};
        RRset b = a;
        QVERIFY(a == b);
        b.ttl = 61;
        QVERIFY(!(a == b));
    }

    void anSoaIsReadExactlyOrNotAtAll()
    {
        Soa soa;
        soa.primary = name("ns1.Example.");
        soa.mailbox = name("hostmaster.example.");
        soa.serial = Serial(0xFFFFFFFF);
        soa.refresh = 1;
        soa.minimum = 0x80000000;
        const Rdata rdata = soa.rdata();
        QVERIFY(Soa::fromRdata(rdata) == soa);
        for (std::size_t size = 0; size < rdata.size(); ++size)
            QVERIFY(!Soa::fromRdata(OctetView(rdata).first(size)));
        QVERIFY(!Soa::fromRdata(joined({rdata, {0}})));
        Rdata compressed = joined({{0xC0, 0x0C}, {0}});
        compressed.resize(compressed.size() + 20);
        QVERIFY(!Soa::fromRdata(compressed));
    }

    void rfc9267_lengthsAndCountsInsideRdataAreChecked()
    {
        QVERIFY(wellFormed(1, {1, 2, 3, 4}));
        QVERIFY(!wellFormed(1, {1, 2, 3}));
        QVERIFY(!wellFormed(1, {1, 2, 3, 4, 5}));
        QVERIFY(!wellFormed(28, Rdata(15)));
        QVERIFY(wellFormed(28, Rdata(16)));
        QVERIFY2(!wellFormed(16, {}), "no string at all");
        QVERIFY2(!wellFormed(16, {4, 'a', 'b'}), "a string past the end");
        QVERIFY(wellFormed(16, {0, 1, 'a'}));
        QVERIFY2(!wellFormed(2, {1, 'a'}), "a name without an end");
        QVERIFY2(!wellFormed(2, {0xC0, 0x0C}), "a compressed name");
        QVERIFY2(!wellFormed(15, joined({{0, 1}, wire("a."), {0}})), "an octet too many");
        QVERIFY(wellFormed(47, joined({wire("a."), {0, 1, 0x40, 1, 1, 0x40}})));
        QVERIFY2(!wellFormed(47, joined({wire("a."), {0, 0}})), "an empty window");
        QVERIFY2(!wellFormed(47, joined({wire("a."), {1, 1, 1, 0, 1, 1}})), "windows falling");
        QVERIFY2(!wellFormed(47, joined({wire("a."), {0, 33}, Octets(33, 1)})), "window of 33");
        QVERIFY2(!wellFormed(47, joined({wire("a."), {0, 2, 1, 0}})), "a zero at the end");
        QVERIFY2(!wellFormed(42, {0, 1, 33, 0}), "an address prefix of 33 bits");
        QVERIFY2(!wellFormed(55, {1, 2, 0xFF, 0xFF, 0}), "a host key past the end");
        QVERIFY(wellFormed(45, joined({{10, 3, 2}, wire("gateway."), {1, 2, 3}})));
        QVERIFY2(!wellFormed(45, {10, 2, 2, 0}), "a gateway cut short");
        QVERIFY(wellFormed(64, joined({{0, 1}, wire("."), {0, 1, 0, 1, 'x', 0, 3, 0, 0}})));
        QVERIFY2(!wellFormed(64, joined({{0, 1}, wire("."), {0, 3, 0, 0, 0, 1, 0, 0}})),
                 "parameters falling");
        QVERIFY2(!wellFormed(257, {0, 0, 'x'}), "CAA without a tag");
    }

    void namesInsideAreFound()
    {
        const Rdata mx = joined({{0, 10}, wire("Mail.example.")});
        QCOMPARE(namesIn(RecordType::MX, mx).size(), std::size_t(1));
        QCOMPARE(namesIn(RecordType::MX, mx)[0].text(), std::string("Mail.example."));
        QCOMPARE(namesIn(RecordType::SOA, Soa{}.rdata()).size(), std::size_t(2));
        QVERIFY(namesIn(RecordType::A, Rdata{1, 2, 3, 4}).empty());
        QVERIFY(namesIn(RecordType::NS, Rdata{9}).empty());
    }
};

QTEST_APPLESS_MAIN(RecordTest)
#include "record.moc"
