#include <QtTest>

#include "engine/zone/samplezone.h"

using namespace headwater;
using sample::name;
using sample::record;

class ZoneVersionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc4034_1_recordsComeInCanonicalOrder();
    void rfc4034_3_recordsOfAnRRsetComeInOrderOfTheirOctets();
    void rfc2181_1_duplicatesAreSuppressed();
    void rfc2181_2_anRRsetHasOneTtl();
    void anOwnerHasOneSpelling();
    void theApexHasItsSoaInOrderOfType();
    void rfc4592_1_emptyNonTerminalsExist();
    void rfc4592_1_aWildcardIsANameLikeAnyOther();
    void anRRsetAcrossPagesIsFoundWhole();
    void theNextOwnerIsFoundAcrossPages();
    void rfc5936_11_occludedNamesAreKept();
    void anEmptyZoneHasNoPages();
    void anSoaAmongTheRecordsIsIgnored();
};

void ZoneVersionTest::rfc4034_1_recordsComeInCanonicalOrder()
{
    // The example of RFC 4034 section 6.1, below another zone.
    const std::vector<std::string> sorted{
        "apps.example.",         "a.apps.example.",      "yljkjljk.a.apps.example.",
        "Z.a.apps.example.",     "zABC.a.apps.EXAMPLE.", "z.apps.example.",
        "\\001.z.apps.example.", "*.z.apps.example.",    "\\200.z.apps.example."};
    std::vector<Record> records;
    for (std::size_t i = 1; i < sorted.size(); ++i)
        records.insert(records.begin(), record(sorted[i], RecordType::A, sample::address(1)));
    std::vector<std::string> owners;
    for (const Record& each : sample::version(records)->records())
        if (owners.empty() || name(owners.back()) != each.owner)
            owners.push_back(each.owner.text());
    QCOMPARE(owners.size(), sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i)
        QVERIFY(name(owners[i]).identical(name(sorted[i])));
}

void ZoneVersionTest::rfc4034_3_recordsOfAnRRsetComeInOrderOfTheirOctets()
{
    const auto zone = sample::version({record("a.apps.example.", RecordType::TXT, {2, 'a', 'a'}),
                                       record("a.apps.example.", RecordType::TXT, {1, 'b'}),
                                       record("a.apps.example.", RecordType::TXT, {1, 'B'})});
    const std::vector<Rdata> expected{{1, 'B'}, {1, 'b'}, {2, 'a', 'a'}};
    QVERIFY(zone->find(name("a.apps.example."), RecordType::TXT)->rdata == expected);
}

void ZoneVersionTest::rfc2181_1_duplicatesAreSuppressed()
{
    const Rdata ns = sample::target(name("ns.apps.example."));
    const Rdata upper = sample::target(name("NS.apps.example."));
    const auto zone = sample::version({record("a.apps.example.", RecordType::NS, ns),
                                       record("A.apps.example.", RecordType::NS, upper),
                                       record("a.apps.example.", RecordType::NS, ns)});
    QCOMPARE(zone->at(name("a.apps.example.")).front().rdata.size(), std::size_t(1));
    QCOMPARE(zone->recordCount(), std::size_t(4));
}

void ZoneVersionTest::rfc2181_2_anRRsetHasOneTtl()
{
    const auto zone =
        sample::version({record("a.apps.example.", RecordType::A, sample::address(1), 300),
                         record("a.apps.example.", RecordType::A, sample::address(2), 60),
                         record("a.apps.example.", RecordType::TXT, {1, 'a'}, 900)});
    for (const Record& each : zone->records())
        if (each.owner == name("a.apps.example."))
            QCOMPARE(each.ttl, each.type == RecordType::A ? 60U : 900U);
}

void ZoneVersionTest::anOwnerHasOneSpelling()
{
    const auto zone =
        sample::version({record("WwW.apps.example.", RecordType::TXT, {1, 'a'}),
                         record("www.apps.example.", RecordType::A, sample::address(1))});
    for (const RRset& set : zone->at(name("WWW.APPS.EXAMPLE.")))
        QCOMPARE(set.owner.text(), std::string("www.apps.example."));
    QCOMPARE(zone->at(name("www.apps.example.")).size(), std::size_t(2));
}

void ZoneVersionTest::theApexHasItsSoaInOrderOfType()
{
    const auto zone = sample::version(
        {record("apps.example.", RecordType::MX, sample::mail(5, name("mx.apps.example."))),
         record("apps.example.", RecordType::A, sample::address(1))});
    const std::vector<RRset> sets = zone->at(sample::zone());
    QCOMPARE(sets.size(), std::size_t(4));
    QCOMPARE(sets[0].type, RecordType::A);
    QCOMPARE(sets[1].type, RecordType::NS);
    QCOMPARE(sets[2].type, RecordType::SOA);
    QCOMPARE(sets[3].type, RecordType::MX);
    QVERIFY(zone->find(sample::zone(), RecordType::SOA)->rdata.front() == sample::soa(1).rdata());
    QVERIFY(sample::isSame(zone->records().front(),
                           Record{sample::zone(), RecordType::SOA, 3600, sample::soa(1).rdata()}));
}

void ZoneVersionTest::rfc4592_1_emptyNonTerminalsExist()
{
    const auto zone =
        sample::version({record("a.b.c.apps.example.", RecordType::A, sample::address(1))});
    QVERIFY(zone->nameExists(sample::zone()));
    QVERIFY(zone->nameExists(name("c.apps.example.")));
    QVERIFY(zone->nameExists(name("B.c.apps.example.")));
    QVERIFY(zone->nameExists(name("a.b.c.apps.example.")));
    QVERIFY(!zone->nameExists(name("x.a.b.c.apps.example.")));
    QVERIFY(!zone->nameExists(name("b.apps.example.")));
    QVERIFY(!zone->nameExists(name("zz.apps.example.")));
    QVERIFY(zone->at(name("c.apps.example.")).empty());
}

void ZoneVersionTest::rfc4592_1_aWildcardIsANameLikeAnyOther()
{
    const auto zone =
        sample::version({record("*.w.apps.example.", RecordType::A, sample::address(1)),
                         record("a.*.w.apps.example.", RecordType::A, sample::address(2))});
    QVERIFY(zone->find(name("*.w.apps.example."), RecordType::A));
    QVERIFY(zone->find(name("a.*.w.apps.example."), RecordType::A));
    QVERIFY(zone->nameExists(name("w.apps.example.")));
    QVERIFY(!zone->nameExists(name("any.w.apps.example.")));
}

void ZoneVersionTest::anRRsetAcrossPagesIsFoundWhole()
{
    std::vector<Record> records = sample::hosts(500);
    for (std::uint32_t i = 0; i < 3000; ++i)
        records.push_back(record("host7.apps.example.", RecordType::A, sample::address(i)));
    for (std::uint32_t i = 0; i < 1000; ++i)
        records.push_back(record("host7.apps.example.", RecordType::TXT,
                                 sample::longText(20, static_cast<std::uint8_t>(i % 250))));
    const auto zone = sample::version(records);
    const Name owner = name("host7.apps.example.");
    QVERIFY(zone->pages().size() > 4);
    QCOMPARE(zone->find(owner, RecordType::A)->rdata.size(), std::size_t(3000));
    QCOMPARE(zone->find(owner, RecordType::TXT)->rdata.size(), std::size_t(250));
    QCOMPARE(zone->at(owner).size(), std::size_t(2));
    QVERIFY(!zone->find(owner, RecordType::MX));
    QVERIFY(zone->nameExists(owner));
}

void ZoneVersionTest::theNextOwnerIsFoundAcrossPages()
{
    std::vector<Record> records = sample::hosts(2000);
    for (std::uint32_t i = 0; i < 3000; ++i)
        records.push_back(record("host7.apps.example.", RecordType::A, sample::address(i)));
    const auto zone = sample::version(records);
    std::vector<Name> owners;
    for (const Record& each : zone->records())
        if (owners.empty() || owners.back() != each.owner)
            owners.push_back(each.owner);
    for (std::size_t i = 0; i < owners.size(); ++i) {
        const std::optional<Name> next = zone->ownerAfter(owners[i]);
        QCOMPARE(next.has_value(), i + 1 < owners.size());
        if (next)
            QCOMPARE(next->text(), owners[i + 1].text());
    }
}

void ZoneVersionTest::rfc5936_11_occludedNamesAreKept()
{
    const auto zone = sample::version(
        {record("cut.apps.example.", RecordType::NS, sample::target(name("ns.cut.apps.example."))),
         record("ns.cut.apps.example.", RecordType::A, sample::address(1)),
         record("below.cut.apps.example.", RecordType::TXT, {1, 'o'})});
    QCOMPARE(zone->records().size(), std::size_t(6));
    QVERIFY(zone->find(name("below.cut.apps.example."), RecordType::TXT));
}

void ZoneVersionTest::anEmptyZoneHasNoPages()
{
    const auto zone = ZoneVersion::build(sample::zone(), sample::soa(1), 60, {});
    QVERIFY(zone->pages().empty());
    QCOMPARE(zone->recordCount(), std::size_t(1));
    QVERIFY(zone->nameExists(sample::zone()));
    QVERIFY(!zone->nameExists(name("a.apps.example.")));
    QVERIFY(!zone->ownerAfter(sample::zone()));
    QCOMPARE(zone->at(sample::zone()).size(), std::size_t(1));
    QCOMPARE(zone->transferSize(), 2 + zone->bodyOffset() + 2 * zone->soaWire().size());
}

void ZoneVersionTest::anSoaAmongTheRecordsIsIgnored()
{
    const auto zone = sample::version(
        {Record{name("Apps.example."), RecordType::SOA, 5, sample::soa(77).rdata()}});
    QCOMPARE(zone->serial().value(), 1U);
    QCOMPARE(zone->recordCount(), std::size_t(3));
    QCOMPARE(zone->records().size(), std::size_t(3));
}

QTEST_APPLESS_MAIN(ZoneVersionTest)
#include "zoneversion.moc"
