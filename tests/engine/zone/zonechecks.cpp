#include <QtTest>

#include "engine/zone/samplezone.h"
#include "zone/wirelimits.h"
#include "zone/zonechecks.h"

Q_DECLARE_METATYPE(headwater::Record)

using namespace headwater;
using sample::name;
using sample::record;

namespace {

const Rdata There = sample::target(name("there.example."));

Record apexSoa()
{
    return Record{sample::zone(), RecordType::SOA, 3600, sample::soa(1).rdata()};
}

/// What checkZone says of the SOA, the NS and these.
std::vector<ZoneFault> faultsOf(std::vector<Record> records, const ZoneLimits& limits = {})
{
    for (Record& each : sample::apexNs())
        records.push_back(std::move(each));
    records.push_back(apexSoa());
    return checkZone(sample::zone(), records, limits);
}

/// What checkEdit says when these stand at their owners afterwards.
std::vector<ZoneFault> faultsOfEdit(const std::vector<Record>& base,
                                    const std::vector<Record>& records,
                                    const ZoneLimits& limits = {})
{
    ZoneEditor editor(sample::version(base));
    std::map<Name, std::map<RecordType, RRset>> sets;
    for (const Record& each : records) {
        RRset& set = sets[each.owner][each.type];
        set.owner = each.owner;
        set.type = each.type;
        set.ttl = each.ttl;
        set.rdata.push_back(each.rdata);
    }
    for (const auto& [owner, types] : sets)
        for (const auto& [type, set] : types)
            editor.set(set);
    return checkEdit(editor, limits);
}

bool says(const std::vector<ZoneFault>& faults, const char* text)
{
    for (const ZoneFault& fault : faults)
        if (fault.text == text)
            return true;
    for (const ZoneFault& fault : faults)
        qWarning("%s", fault.text.c_str());
    return false;
}

} // namespace

class ZoneChecksTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aGoodZoneHasNoFault();
    void theApexNeedsItsSoaAndNs();
    void contents_data();
    void contents();
    void rfc2181_2_twoTtlsInAnRRsetAreAFault();
    void rfc2181_1_aDuplicateIsNoFault();
    void rfc6672_1_nothingStandsBelowADname();
    void rfc6672_1_aDnameIsNotPutAboveNames();
    void rfc6672_1_aNameIsNotPutBelowADname();
    void rfc6672_1_aDnameMayReplaceTheNamesBelowIt();
    void theLastNsOfTheApexCannotBeRemoved();
    void anSoaCannotBePutElsewhere();
    void limitsAreNamed();
    void theLargestRecordPassesAndOneOctetMoreDoesNot();
    void faultsAreBoundedAndInOrder();
    void anEditIsCheckedOnlyWhereItChanges();
};

void ZoneChecksTest::aGoodZoneHasNoFault()
{
    std::vector<Record> records = sample::hosts(50);
    records.push_back(record("alias.apps.example.", RecordType::CNAME, There));
    records.push_back(record("*.wild.apps.example.", RecordType::A, sample::address(1)));
    records.push_back(record("cut.apps.example.", RecordType::NS, There));
    records.push_back(record("below.cut.apps.example.", RecordType::TXT, {1, 'o'}));
    records.push_back(record("d.apps.example.", RecordType::DNAME, There));
    records.push_back(record("d.apps.example.", RecordType::TXT, {1, 'o'}));
    records.push_back(record("da.apps.example.", RecordType::A, sample::address(1)));
    for (const ZoneFault& fault : faultsOf(records))
        QFAIL(fault.text.c_str());
    for (const ZoneFault& fault : faultsOfEdit({}, records))
        QFAIL(fault.text.c_str());
}

void ZoneChecksTest::theApexNeedsItsSoaAndNs()
{
    const auto empty = checkZone(sample::zone(), {});
    QVERIFY(says(empty, "apps.example: the apex has no SOA record (RFC 1035 section 5.2)"));
    QVERIFY(says(empty, "apps.example: the apex has no NS record (RFC 1034 section 4.2.1)"));
    const auto without =
        checkZone(sample::zone(), {record("x.apps.example.", RecordType::A, sample::address(1))});
    QCOMPARE(without.size(), std::size_t(2));
    std::vector<Record> twice = sample::apexNs();
    twice.push_back(apexSoa());
    twice.push_back(Record{sample::zone(), RecordType::SOA, 3600, sample::soa(2).rdata()});
    QVERIFY(says(checkZone(sample::zone(), twice),
                 "apps.example: the apex has 2 SOA records, and needs exactly one (RFC 1035 "
                 "section 5.2)"));
}

void ZoneChecksTest::contents_data()
{
    QTest::addColumn<std::vector<Record>>("records");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("rfc2181_3 CNAME alone")
        << std::vector<Record>{record("a.apps.example.", RecordType::CNAME, There),
                               record("a.apps.example.", RecordType::A, sample::address(1))}
        << QByteArray("a.apps.example: CNAME cannot stand beside A (RFC 2181 section 10.1)");
    QTest::newRow("rfc2181_3 one CNAME")
        << std::vector<Record>{record("a.apps.example.", RecordType::CNAME, There),
                               record("a.apps.example.", RecordType::CNAME,
                                      sample::target(sample::zone()))}
        << QByteArray("a.apps.example: there is more than one CNAME (RFC 2181 section 10.1)");
    QTest::newRow("rfc2181_3 no CNAME at the apex")
        << std::vector<Record>{record("apps.example.", RecordType::CNAME, There)}
        << QByteArray("apps.example: CNAME cannot stand beside NS (RFC 2181 section 10.1)");
    QTest::newRow("rfc6672_1 one DNAME")
        << std::vector<Record>{record("a.apps.example.", RecordType::DNAME, There),
                               record("a.apps.example.", RecordType::DNAME,
                                      sample::target(sample::zone()))}
        << QByteArray("a.apps.example: there is more than one DNAME (RFC 6672 section 2.4)");
    QTest::newRow("rfc6672_1 DNAME beside CNAME")
        << std::vector<Record>{record("a.apps.example.", RecordType::DNAME, There),
                               record("a.apps.example.", RecordType::CNAME, There)}
        << QByteArray("a.apps.example: CNAME cannot stand beside DNAME (RFC 2181 section 10.1)");
    QTest::newRow("rfc6672_1 DNAME beside NS")
        << std::vector<Record>{record("a.apps.example.", RecordType::DNAME, There),
                               record("a.apps.example.", RecordType::NS, There)}
        << QByteArray("a.apps.example: DNAME cannot stand beside NS below the apex "
                      "(RFC 6672 section 2.3)");
    QTest::newRow("another zone")
        << std::vector<Record>{record("www.example.", RecordType::A, sample::address(1))}
        << QByteArray("www.example: this name is not in zone apps.example");
    QTest::newRow("a longer name that only looks alike")
        << std::vector<Record>{record("xapps.example.", RecordType::A, sample::address(1))}
        << QByteArray("xapps.example: this name is not in zone apps.example");
    QTest::newRow("meta type")
        << std::vector<Record>{record("a.apps.example.", RecordType::ANY, {})}
        << QByteArray("a.apps.example: ANY is a type of questions and messages, not of zone "
                      "contents (RFC 6895 section 3.1)");
    QTest::newRow("TTL") << std::vector<Record>{record("a.apps.example.", RecordType::A,
                                                       sample::address(1), 0x80000000U)}
                         << QByteArray("a.apps.example: TTL 2147483648 of A is above 2147483647 "
                                       "(RFC 2181 section 8)");
}

void ZoneChecksTest::contents()
{
    QFETCH(std::vector<Record>, records);
    QFETCH(QByteArray, text);
    QVERIFY(says(faultsOf(records), text.constData()));
    QVERIFY(says(faultsOfEdit({}, records), text.constData()));
    const std::vector<Record> malformed{record("m.apps.example.", RecordType::A, {1, 2, 3})};
    QCOMPARE(faultsOf(malformed).size(), std::size_t(1));
    QVERIFY(faultsOf(malformed).front().text.find("m.apps.example: ") == 0);
    QCOMPARE(faultsOfEdit({}, malformed).size(), std::size_t(1));
}

void ZoneChecksTest::rfc2181_2_twoTtlsInAnRRsetAreAFault()
{
    QVERIFY(says(faultsOf({record("a.apps.example.", RecordType::A, sample::address(1), 60),
                           record("a.apps.example.", RecordType::A, sample::address(2), 90)}),
                 "a.apps.example: A has the TTLs 60 and 90, and may have only one (RFC 2181 "
                 "section 5.2)"));
}

void ZoneChecksTest::rfc2181_1_aDuplicateIsNoFault()
{
    QVERIFY(faultsOf({record("a.apps.example.", RecordType::CNAME, There),
                      record("a.apps.example.", RecordType::CNAME, There)})
                .empty());
}

void ZoneChecksTest::rfc6672_1_nothingStandsBelowADname()
{
    const std::vector<Record> records{
        record("d.apps.example.", RecordType::DNAME, There),
        record("x.y.d.apps.example.", RecordType::A, sample::address(1)),
        record("e.apps.example.", RecordType::A, sample::address(1))};
    const char* const text = "x.y.d.apps.example: nothing can stand below the DNAME at "
                             "d.apps.example (RFC 6672 section 2.4)";
    QVERIFY(says(faultsOf(records), text));
    QVERIFY(says(faultsOfEdit({}, records), text));
    QCOMPARE(faultsOf(records).size(), std::size_t(1));
}

void ZoneChecksTest::rfc6672_1_aDnameIsNotPutAboveNames()
{
    const auto faults =
        faultsOfEdit({record("x.y.d.apps.example.", RecordType::A, sample::address(1))},
                     {record("d.apps.example.", RecordType::DNAME, There)});
    QVERIFY(says(faults, "x.y.d.apps.example: nothing can stand below the DNAME at "
                         "d.apps.example (RFC 6672 section 2.4)"));
    QVERIFY(!faultsOfEdit({}, {record("apps.example.", RecordType::DNAME, There),
                               record("a.apps.example.", RecordType::A, sample::address(1))})
                 .empty());
}

void ZoneChecksTest::rfc6672_1_aNameIsNotPutBelowADname()
{
    const std::vector<Record> base{record("d.apps.example.", RecordType::DNAME, There)};
    QVERIFY(
        says(faultsOfEdit(base, {record("x.y.d.apps.example.", RecordType::A, sample::address(1))}),
             "x.y.d.apps.example: nothing can stand below the DNAME at d.apps.example (RFC 6672 "
             "section 2.4)"));
    QVERIFY(
        faultsOfEdit(base, {record("d.apps.example.", RecordType::A, sample::address(1))}).empty());
}

void ZoneChecksTest::rfc6672_1_aDnameMayReplaceTheNamesBelowIt()
{
    const auto base =
        sample::version({record("a.d.apps.example.", RecordType::A, sample::address(1)),
                         record("b.d.apps.example.", RecordType::A, sample::address(1))});
    ZoneEditor editor(base);
    editor.set(RRset{name("d.apps.example."), RecordType::DNAME, 60, {There}});
    editor.setOwner(name("a.d.apps.example."), {});
    QCOMPARE(checkEdit(editor).size(), std::size_t(1));
    editor.setOwner(name("b.d.apps.example."), {});
    QVERIFY(checkEdit(editor).empty());
    // And back: names instead of the DNAME, in one edit.
    ZoneEditor back(editor.finish(Serial(2)).version);
    back.set(RRset{name("a.d.apps.example."), RecordType::A, 60, {sample::address(1)}});
    QCOMPARE(checkEdit(back).size(), std::size_t(1));
    back.setOwner(name("d.apps.example."), {});
    QVERIFY(checkEdit(back).empty());
}

void ZoneChecksTest::theLastNsOfTheApexCannotBeRemoved()
{
    ZoneEditor editor(sample::version({}));
    editor.set(RRset{sample::zone(), RecordType::NS, 300, {There}});
    QVERIFY(checkEdit(editor).empty());
    editor.set(RRset{sample::zone(), RecordType::NS, 300, {}});
    QVERIFY(says(checkEdit(editor),
                 "apps.example: the apex has no NS record (RFC 1034 section 4.2.1)"));
}

void ZoneChecksTest::anSoaCannotBePutElsewhere()
{
    const std::vector<Record> records{
        record("a.apps.example.", RecordType::SOA, sample::soa(1).rdata())};
    const char* const text =
        "a.apps.example: SOA can only stand at the apex apps.example (RFC 1035 section 5.2)";
    QVERIFY(says(faultsOf(records), text));
    QVERIFY(says(faultsOfEdit({}, records), text));
}

void ZoneChecksTest::limitsAreNamed()
{
    ZoneLimits limits;
    limits.records = 12;
    limits.recordsPerRRset = 3;
    QVERIFY(says(faultsOf(sample::hosts(10), limits),
                 "apps.example: the zone has 13 records; the limit is 12"));
    QVERIFY(faultsOf(sample::hosts(9), limits).empty());
    QVERIFY(
        says(faultsOfEdit(sample::hosts(9),
                          {record("new.apps.example.", RecordType::A, sample::address(1))}, limits),
             "apps.example: the zone has 13 records; the limit is 12"));
    std::vector<Record> set;
    for (std::uint32_t i = 0; i < 4; ++i)
        set.push_back(record("a.apps.example.", RecordType::A, sample::address(i)));
    const char* const text = "a.apps.example: A has 4 records; the limit is 3 in an RRset";
    QVERIFY(says(faultsOf(set, limits), text));
    QVERIFY(says(faultsOfEdit({}, set, limits), text));
}

void ZoneChecksTest::theLargestRecordPassesAndOneOctetMoreDoesNot()
{
    const auto unknown = static_cast<RecordType>(65280);
    const std::size_t owner = name("a.apps.example.").wire().size();
    const std::vector<Record> largest{
        record("a.apps.example.", unknown, Rdata(MaximumRecordSize - 10 - owner, 1))};
    QVERIFY(faultsOf(largest).empty());
    QVERIFY(faultsOfEdit({}, largest).empty());
    const std::vector<Record> larger{
        record("a.apps.example.", unknown, Rdata(MaximumRecordSize - 9 - owner, 1))};
    QCOMPARE(faultsOf(larger).size(), std::size_t(1));
    QCOMPARE(faultsOfEdit({}, larger).size(), std::size_t(1));
    QVERIFY(faultsOf(larger).front().text.find("does not fit a message") != std::string::npos);
}

void ZoneChecksTest::faultsAreBoundedAndInOrder()
{
    std::vector<Record> records;
    for (std::uint32_t i = 0; i < 100; ++i)
        records.push_back(record(sample::label(i) + ".apps.example.", RecordType::A, {1}));
    const std::vector<ZoneFault> faults = faultsOf(records);
    QCOMPARE(faults.size(), std::size_t(20));
    for (std::size_t i = 1; i < faults.size(); ++i)
        QVERIFY(faults[i - 1].owner < faults[i].owner);
    QCOMPARE(faultsOfEdit({}, records).size(), std::size_t(20));
}

void ZoneChecksTest::anEditIsCheckedOnlyWhereItChanges()
{
    // The base breaks a rule at another owner: that is not this edit's fault.
    const std::vector<Record> base{record("b.apps.example.", RecordType::CNAME, There),
                                   record("b.apps.example.", RecordType::TXT, {1, 'o'})};
    QVERIFY(
        faultsOfEdit(base, {record("a.apps.example.", RecordType::A, sample::address(1))}).empty());
}

QTEST_APPLESS_MAIN(ZoneChecksTest)
#include "zonechecks.moc"
