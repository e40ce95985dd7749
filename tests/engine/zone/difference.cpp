#include <QtTest>

#include "engine/zone/samplezone.h"

using namespace headwater;
using sample::name;
using sample::record;

namespace {

std::shared_ptr<const Difference> difference(const std::vector<Record>& removed,
                                             const std::vector<Record>& added)
{
    return Difference::create(sample::zone(), {sample::soa(7), 3600}, {sample::soa(8), 3600},
                              removed, added);
}

/// The sequence as records, the SOAs among them, read record by record.
std::vector<Record> recordsIn(OctetView sequence)
{
    return WireReader(sample::zone(), sequence, 0).readAll();
}

/// The stored form of octets that are taken for a sequence.
Octets stored(const std::vector<Octets>& parts)
{
    Octets result{1};
    for (const Octets& part : parts)
        append(result, part);
    return result;
}

/// A record as a difference holds it, owner below the zone as `label`.
Octets wire(const std::string& label, RecordType type, const Rdata& rdata, std::uint32_t ttl = 60)
{
    Octets octets;
    if (!label.empty()) {
        octets.push_back(static_cast<std::uint8_t>(label.size()));
        octets.insert(octets.end(), label.begin(), label.end());
    }
    appendUint16(octets, 0xC00C);
    appendUint16(octets, static_cast<std::uint16_t>(type));
    appendUint16(octets, 1);
    appendUint32(octets, ttl);
    appendUint16(octets, static_cast<std::uint16_t>(rdata.size()));
    append(octets, rdata);
    return octets;
}

Octets soaWire(std::uint32_t serial)
{
    return wire("", RecordType::SOA, sample::soa(serial).rdata());
}

} // namespace

class DifferenceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc1995_6_aSequenceIsOldSoaRemovedNewSoaAdded();
    void namesPointOnlyIntoTheQuestion();
    void recordsAreCutOneByOne();
    void whatIsStoredIsReadBack();
    void brokenStoredOctetsAreRefused_data();
    void brokenStoredOctetsAreRefused();
    void everyCutOfStoredOctetsIsRefused();
    void itIsOnlyAppliedToItsOwnVersion();
    void everyRemovedRecordMustBeThereAndEveryAddedAbsent();
    void itLeadsFromItsVersionToItsVersionAndToNoOther();
    void rfc1982_2_serialsHalfACircleApartAreRefused();
    void rfc1995_8_theHistoryAppliedToTheOldestGivesTheNewest_data();
    void rfc1995_8_theHistoryAppliedToTheOldestGivesTheNewest();
};

void DifferenceTest::rfc1995_6_aSequenceIsOldSoaRemovedNewSoaAdded()
{
    const Record gone = record("a.apps.example.", RecordType::A, sample::address(1));
    const Record kept = record("z.apps.example.", RecordType::A, sample::address(2));
    const Record came = record("b.apps.example.", RecordType::TXT, {1, 'a'});
    const auto change = difference({kept, gone}, {came});
    const std::vector<Record> records = recordsIn(change->sequence());
    QCOMPARE(records.size(), std::size_t(5));
    QVERIFY(records[0].type == RecordType::SOA && records[0].rdata == sample::soa(7).rdata());
    QVERIFY(sample::isSame(records[1], gone));
    QVERIFY(sample::isSame(records[2], kept));
    QVERIFY(records[3].type == RecordType::SOA && records[3].rdata == sample::soa(8).rdata());
    QVERIFY(sample::isSame(records[4], came));
    QCOMPARE(change->from().value(), 7U);
    QCOMPARE(change->to().value(), 8U);
    QVERIFY(sample::isSame(change->removed(), {gone, kept}));
    QVERIFY(sample::isSame(change->added(), {came}));
}

void DifferenceTest::namesPointOnlyIntoTheQuestion()
{
    const Name host = name("Host.sub.apps.example.");
    const auto change =
        difference({Record{host, RecordType::NS, 60, sample::target(host)}},
                   {record("x.example.", RecordType::NS, sample::target(name("y.example.")))});
    // Twice in one record: written out twice, since nothing says where it will stand.
    const OctetView sequence = change->sequence();
    const std::string text(sequence.begin(), sequence.end());
    QCOMPARE(QByteArray::fromStdString(text).count("Host"), 2);
    // The end of the zone's name is in the question too: example. stands at 12 + 5.
    QCOMPARE(uint16At(sequence, sequence.size() - 2), std::uint16_t(0xC000U + 12 + 5));
    QVERIFY(sample::isSame(change->removed(),
                           {Record{host, RecordType::NS, 60, sample::target(host)}}));
}

void DifferenceTest::recordsAreCutOneByOne()
{
    const auto change = difference(sample::hosts(50), {});
    std::size_t at = 0;
    std::size_t last = 0;
    std::size_t count = 0;
    while (at < change->sequence().size()) {
        const std::size_t size = recordLengthAt(change->sequence(), at);
        QVERIFY(size > 0);
        last = at;
        at += size;
        ++count;
    }
    QCOMPARE(count, std::size_t(52));
    QCOMPARE(recordLengthAt(change->sequence(), at), std::size_t(0));
    QCOMPARE(recordLengthAt(change->sequence().first(at - 1), last), std::size_t(0));
}

void DifferenceTest::whatIsStoredIsReadBack()
{
    const auto change = difference(
        sample::hosts(30),
        {record("big.apps.example.", RecordType::TXT, sample::longText(60000)),
         record("apps.example.", RecordType::MX, sample::mail(3, name("mx.apps.example.")))});
    const auto back = Difference::fromStored(sample::zone(), change->stored());
    QVERIFY(back);
    QVERIFY((*back)->stored() == change->stored());
    QVERIFY(sample::isSame((*back)->removed(), change->removed()));
    QVERIFY(sample::isSame((*back)->added(), change->added()));
    QVERIFY((*back)->fromSoa().soa == change->fromSoa().soa);
    QCOMPARE((*back)->toSoa().ttl, change->toSoa().ttl);
    QCOMPARE((*back)->removedCount(), std::size_t(30));
    QCOMPARE((*back)->addedCount(), std::size_t(2));
}

void DifferenceTest::brokenStoredOctetsAreRefused_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* title, const Octets& octets, const char* reason) {
        QTest::newRow(title) << QByteArray(reinterpret_cast<const char*>(octets.data()),
                                           static_cast<int>(octets.size()))
                             << QByteArray(reason);
    };
    const Octets a1 = wire("a", RecordType::A, sample::address(1));
    const Octets a2 = wire("a", RecordType::A, sample::address(2));
    const Octets s7 = soaWire(7);
    const Octets s8 = soaWire(8);
    row("nothing", {}, "format is not known");
    row("another format", {9, 1, 2}, "format is not known");
    row("no SOA", stored({a1}), "does not begin with an SOA");
    row("one SOA", stored({s7, a1}), "needs two SOA");
    row("three SOAs", stored({s7, s8, soaWire(9)}), "more than two SOA");
    row("backwards", stored({s8, s7}), "is not newer");
    row("to itself", stored({s7, s7}), "is not newer");
    row("rfc1982_5 to 0", stored({soaWire(0xFFFFFFFFU), soaWire(0)}), "0 is never published");
    row("out of order", stored({s7, a2, a1, s8}), "out of canonical order");
    row("twice the same", stored({s7, s8, a1, a1}), "out of canonical order");
    row("malformed address", stored({s7, wire("a", RecordType::A, {1, 2, 3}), s8}), "");
    row("a meta type", stored({s7, wire("a", RecordType::ANY, {}), s8}), "no type of zone");
    row("a TTL over 2^31",
        stored({s7, wire("a", RecordType::A, sample::address(1), 0x80000000U), s8}),
        "TTL is above");
    row("SOA below the apex", stored({s7, wire("a", RecordType::SOA, sample::soa(5).rdata()), s8}),
        "not at the apex");
    Octets outside{1, 'a', 0};
    append(outside, OctetView(a1).subspan(4));
    row("another zone's name", stored({s7, outside, s8}), "is not in zone");
    Octets loop = a1;
    putUint16At(loop, 2, static_cast<std::uint16_t>(0xC000U + 12 + s7.size()));
    row("a pointer into the sequence", stored({s7, loop, s8}), "malformed");
    Octets chaos = a1;
    chaos[7] = 3;
    row("another class", stored({s7, chaos, s8}), "class is not IN");
    row("octets behind", stored({s7, s8, {0}}), "cut short");
}

void DifferenceTest::brokenStoredOctetsAreRefused()
{
    QFETCH(QByteArray, octets);
    QFETCH(QByteArray, reason);
    const auto result =
        Difference::fromStored(sample::zone(), Octets(octets.begin(), octets.end()));
    QVERIFY(!result);
    QVERIFY2(QByteArray::fromStdString(result.error().text).contains(reason),
             result.error().text.c_str());
    QVERIFY(QByteArray::fromStdString(result.error().text).contains("apps.example"));
}

void DifferenceTest::everyCutOfStoredOctetsIsRefused()
{
    const auto change = difference(
        sample::hosts(3),
        {record("a.apps.example.", RecordType::MX, sample::mail(3, name("mx.apps.example.")))});
    const Octets whole = change->stored();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto cut = Difference::fromStored(sample::zone(), OctetView(whole).first(size));
        // Cut between two added records it is a shorter difference, which the digest finds out.
        QVERIFY(!cut || (*cut)->addedCount() == 0);
    }
}

void DifferenceTest::itIsOnlyAppliedToItsOwnVersion()
{
    const auto base = sample::version(sample::hosts(5), 7);
    const auto change = difference({}, {record("n.apps.example.", RecordType::TXT, {0})});
    QVERIFY(change->applyTo(*base));
    const auto other = sample::version(sample::hosts(5), 6);
    QVERIFY(!change->applyTo(*other));
    const auto elsewhere = ZoneVersion::build(name("other.example."), sample::soa(7), 3600, {});
    QVERIFY(!change->applyTo(*elsewhere));
    const auto otherTtl = ZoneVersion::build(sample::zone(), sample::soa(7), 60, {});
    QVERIFY(!change->applyTo(*otherTtl));
}

void DifferenceTest::everyRemovedRecordMustBeThereAndEveryAddedAbsent()
{
    const Record here = record("a.apps.example.", RecordType::A, sample::address(1), 300);
    const auto base = sample::version({here}, 7);
    const auto contains = [&base](const std::shared_ptr<const Difference>& change,
                                  const char* reason) {
        const auto result = change->applyTo(*base);
        return !result && result.error().text.find(reason) != std::string::npos;
    };
    Record otherTtl = here;
    otherTtl.ttl = 60;
    QVERIFY(contains(difference({otherTtl}, {}), "removes a.apps.example A with TTL 60"));
    QVERIFY(contains(difference({record("a.apps.example.", RecordType::A, sample::address(2))}, {}),
                     "that is not there"));
    QVERIFY(contains(difference({record("b.apps.example.", RecordType::A, {1, 2, 3, 4})}, {}),
                     "that is not there"));
    QVERIFY(contains(difference({}, {here}), "that is there already"));
    QVERIFY(
        contains(difference({}, {record("a.apps.example.", RecordType::A, sample::address(2), 60)}),
                 "with two TTLs"));
    QVERIFY(difference({here}, {otherTtl})->applyTo(*base));
}

void DifferenceTest::itLeadsFromItsVersionToItsVersionAndToNoOther()
{
    const Record stays = record("a.apps.example.", RecordType::A, sample::address(1), 60);
    const Record gone = record("b.apps.example.", RecordType::A, sample::address(2), 60);
    const Record came = record("c.apps.example.", RecordType::TXT, {1, 'c'}, 60);
    const auto change = difference({gone}, {came});
    const auto base = sample::version({stays, gone}, 7);
    const auto next = *change->applyTo(*base);
    QVERIFY(change->checkBetween(*base, *next));
    QVERIFY(change->digestBefore(next->digest()) == base->digest());

    const auto refuses = [&](const std::vector<Record>& records, std::uint32_t serial,
                             const char* reason) {
        const auto checked = change->checkBetween(*base, *sample::version(records, serial));
        return !checked && checked.error().text.find(reason) != std::string::npos;
    };
    const Record other = record("c.apps.example.", RecordType::TXT, {1, 'd'}, 60);
    QVERIFY(refuses({stays, other}, 8, "does not lead to what c.apps.example has"));
    QVERIFY(refuses({stays, gone, came}, 8, "does not lead to what b.apps.example has"));
    QVERIFY(refuses({stays, came}, 9, "its second SOA"));
    QVERIFY(refuses({came}, 8, "something changes that is not in it"));
    const Record changed = record("a.apps.example.", RecordType::A, sample::address(3), 60);
    QVERIFY(refuses({changed, came}, 8, "something changes that is not in it"));
}

void DifferenceTest::rfc1982_2_serialsHalfACircleApartAreRefused()
{
    const Octets apart = stored({soaWire(7), soaWire(7 + 0x80000000U)});
    QVERIFY(!Difference::fromStored(sample::zone(), apart));
    const Octets largest = stored({soaWire(7), soaWire(7 + 0x7FFFFFFFU)});
    QVERIFY(Difference::fromStored(sample::zone(), largest));
    const Octets wrap = stored({soaWire(0xFFFFFFFFU), soaWire(1)});
    QVERIFY(Difference::fromStored(sample::zone(), wrap));
}

void DifferenceTest::rfc1995_8_theHistoryAppliedToTheOldestGivesTheNewest_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<unsigned>("changes");
    QTest::newRow("single changes") << 11U << 1U;
    QTest::newRow("batches") << 12U << 20U;
    QTest::newRow("large batches") << 13U << 200U;
}

void DifferenceTest::rfc1995_8_theHistoryAppliedToTheOldestGivesTheNewest()
{
    QFETCH(unsigned, seed);
    QFETCH(unsigned, changes);
    sample::RandomZone random(seed);
    // The chain goes over the wrap of the serial.
    ZoneEditor start(ZoneVersion::build(sample::zone(), sample::soa(0xFFFFFFF0U), 60, {}));
    for (int i = 0; i < 300; ++i)
        random.change(&start);
    const auto oldest = start.finish(Serial(0xFFFFFFF1U)).version;
    auto newest = oldest;
    std::vector<std::shared_ptr<const Difference>> history;
    for (int round = 0; round < 30; ++round) {
        ZoneEditor editor(newest);
        for (unsigned i = 0; i < changes; ++i)
            random.change(&editor);
        const auto outcome = editor.finish(newest->serial().next());
        const auto applied = outcome.difference->applyTo(*newest);
        QVERIFY(applied);
        QVERIFY(sample::isSame((*applied)->records(), outcome.version->records()));
        QVERIFY((*applied)->digest() == outcome.version->digest());
        newest = outcome.version;
        history.push_back(outcome.difference);
    }
    auto replayed = oldest;
    for (const auto& each : history) {
        const auto stored = Difference::fromStored(sample::zone(), each->stored());
        QVERIFY(stored);
        QVERIFY((*stored)->from() == replayed->serial());
        const auto next = (*stored)->applyTo(*replayed);
        QVERIFY(next);
        replayed = *next;
    }
    QVERIFY(replayed->serial() == newest->serial());
    QVERIFY(sample::isSame(replayed->records(), newest->records()));
    QVERIFY(replayed->digest() == newest->digest());
}

QTEST_APPLESS_MAIN(DifferenceTest)
#include "difference.moc"
