#include <QtTest>

#include "engine/zone/samplezone.h"

using namespace headwater;
using sample::name;
using sample::record;

namespace {

RRset addresses(std::string_view owner, std::vector<std::uint32_t> numbers, std::uint32_t ttl = 300)
{
    RRset set{name(owner), RecordType::A, ttl, {}};
    for (const std::uint32_t number : numbers)
        set.rdata.push_back(sample::address(number));
    return set;
}

/// The same pages, octet for octet.
bool arePagesAlike(const ZoneVersion& a, const ZoneVersion& b)
{
    return std::equal(a.pages().begin(), a.pages().end(), b.pages().begin(), b.pages().end(),
                      [](const auto& x, const auto& y) {
                          return x->base() == y->base() && x->recordCount() == y->recordCount() &&
                                 std::equal(x->body().begin(), x->body().end(), y->body().begin(),
                                            y->body().end());
                      });
}

/// Contents, pages, digest, counts and sizes are those of a zone built from nothing.
bool isAsBuilt(const ZoneVersion& version)
{
    const auto built =
        ZoneVersion::build(version.zone(), version.soa(), version.soaTtl(), version.records());
    std::size_t octets = 0;
    for (const auto& page : version.pages()) {
        const std::size_t soa = page == version.pages().front() ? version.soaWire().size() : 0;
        if (page->base() != version.bodyOffset() + soa || page->recordCount() == 0)
            return false;
        octets += page->body().size() + version.bodyOffset() + 2;
    }
    octets = std::max(octets, version.bodyOffset() + 2) + 2 * version.soaWire().size();
    const bool isOneLargeRecord =
        !version.pages().empty() && (version.pages().front()->body().size() > 0x4000 ||
                                     version.pages().back()->body().size() > 0x4000);
    return sample::isSame(version.records(), built->records()) && arePagesAlike(version, *built) &&
           version.digest() == built->digest() && version.recordCount() == built->recordCount() &&
           version.recordCount() == version.records().size() &&
           (isOneLargeRecord || version.transferSize() == octets);
}

std::size_t sharedPages(const ZoneVersion& a, const ZoneVersion& b)
{
    std::size_t shared = 0;
    for (const auto& page : a.pages())
        if (std::find(b.pages().begin(), b.pages().end(), page) != b.pages().end())
            ++shared;
    return shared;
}

} // namespace

class ZoneEditorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSameAgainChangesNothing();
    void rfc1995_7_aChangeIsSingleRecordsNotRRsets();
    void rfc1995_7_aNewTtlReplacesTheWholeRRset();
    void rfc2181_2_bothSidesOfADifferenceHaveOneTtl();
    void anOwnerKeepsItsSpelling();
    void namesInRdataKeepTheSpellingPublishedFirst();
    void theWholeOwnerIsReplaced();
    void theApexSoaIsOnlySetBySetSoa();
    void soaFieldsAloneAreAChange();
    void aLongerSoaMovesOnlyTheFirstPage();
    void oneRecordInALargeZoneRendersOnePage();
    void manyInsertsSplitPagesEvenly();
    void manyRemovalsMergePages();
    void everythingCanBeRemovedAndComeBack();
    void aHugeRecordComesAndGoesAnywhere();
    void anRRsetAcrossPagesIsReplaced();
    void randomEditsEqualAZoneBuiltAnew_data();
    void randomEditsEqualAZoneBuiltAnew();
};

void ZoneEditorTest::theSameAgainChangesNothing()
{
    const auto base =
        sample::version({record("a.apps.example.", RecordType::A, sample::address(1)),
                         record("a.apps.example.", RecordType::A, sample::address(2))});
    ZoneEditor editor(base);
    editor.set(addresses("A.apps.EXAMPLE.", {2, 1, 2}));
    editor.set(addresses("none.apps.example.", {}));
    RRset ns{sample::zone(), RecordType::NS, 300, {}};
    for (const Record& each : sample::apexNs())
        ns.rdata.push_back(each.rdata);
    editor.set(ns);
    editor.setSoa(sample::soa(99), 3600); // the serial is not looked at
    QVERIFY(!editor.changesAnything());
    QVERIFY(editor.changedOwners().empty());
    editor.set(addresses("a.apps.example.", {1}));
    QVERIFY(editor.changesAnything());
    editor.set(addresses("a.apps.example.", {1, 2}));
    QVERIFY(!editor.changesAnything());
}

void ZoneEditorTest::rfc1995_7_aChangeIsSingleRecordsNotRRsets()
{
    const auto base =
        sample::version({record("a.apps.example.", RecordType::A, sample::address(1)),
                         record("a.apps.example.", RecordType::A, sample::address(2))});
    ZoneEditor editor(base);
    editor.set(addresses("a.apps.example.", {2, 3}));
    const auto outcome = editor.finish(Serial(2));
    QVERIFY(sample::isSame(outcome.difference->removed(),
                           {record("a.apps.example.", RecordType::A, sample::address(1))}));
    QVERIFY(sample::isSame(outcome.difference->added(),
                           {record("a.apps.example.", RecordType::A, sample::address(3))}));
    QVERIFY(isAsBuilt(*outcome.version));
}

void ZoneEditorTest::rfc1995_7_aNewTtlReplacesTheWholeRRset()
{
    const auto base =
        sample::version({record("a.apps.example.", RecordType::A, sample::address(1)),
                         record("a.apps.example.", RecordType::A, sample::address(2))});
    ZoneEditor editor(base);
    editor.set(addresses("a.apps.example.", {1, 2}, 60));
    const auto outcome = editor.finish(Serial(2));
    QCOMPARE(outcome.difference->removedCount(), std::size_t(2));
    QCOMPARE(outcome.difference->addedCount(), std::size_t(2));
    QVERIFY(isAsBuilt(*outcome.version));
}

void ZoneEditorTest::rfc2181_2_bothSidesOfADifferenceHaveOneTtl()
{
    const auto base =
        sample::version({record("a.apps.example.", RecordType::A, sample::address(1))});
    ZoneEditor editor(base);
    editor.set(addresses("a.apps.example.", {1, 2}, 60));
    const auto outcome = editor.finish(Serial(2));
    for (const Record& each : outcome.difference->removed())
        QCOMPARE(each.ttl, 300U);
    for (const Record& each : outcome.difference->added())
        QCOMPARE(each.ttl, 60U);
    QCOMPARE(outcome.difference->addedCount(), std::size_t(2));
}

void ZoneEditorTest::anOwnerKeepsItsSpelling()
{
    const auto base =
        sample::version({record("WWW.apps.example.", RecordType::A, sample::address(1))});
    ZoneEditor editor(base);
    editor.set(RRset{name("www.apps.example."), RecordType::TXT, 60, {{1, 'a'}}});
    const auto outcome = editor.finish(Serial(2));
    for (const RRset& set : outcome.version->at(name("www.apps.example.")))
        QCOMPARE(set.owner.text(), std::string("WWW.apps.example."));
    QVERIFY(isAsBuilt(*outcome.version));
}

void ZoneEditorTest::namesInRdataKeepTheSpellingPublishedFirst()
{
    const Rdata upper = sample::mail(1, name("MX.apps.example."));
    const Rdata lower = sample::mail(1, name("mx.apps.example."));
    const auto base = sample::version({record("a.apps.example.", RecordType::MX, upper)});
    ZoneEditor editor(base);
    editor.set(RRset{name("a.apps.example."), RecordType::MX, 300, {lower}});
    QVERIFY(!editor.changesAnything());
    editor.set(RRset{name("a.apps.example."),
                     RecordType::MX,
                     300,
                     {sample::mail(2, name("other.apps.example.")), lower}});
    const auto outcome = editor.finish(Serial(2));
    QCOMPARE(outcome.difference->removedCount(), std::size_t(0));
    QCOMPARE(outcome.difference->addedCount(), std::size_t(1));
    QVERIFY(outcome.version->find(name("a.apps.example."), RecordType::MX)->rdata.front() == upper);
}

void ZoneEditorTest::theWholeOwnerIsReplaced()
{
    const auto base = sample::version({record("a.apps.example.", RecordType::A, sample::address(1)),
                                       record("a.apps.example.", RecordType::TXT, {1, 'a'})});
    ZoneEditor editor(base);
    editor.setOwner(name("a.apps.example."),
                    {RRset{name("a.apps.example."), RecordType::TXT, 300, {{1, 'b'}}}});
    QCOMPARE(editor.resultAt(name("a.apps.example.")).size(), std::size_t(1));
    QVERIFY(editor.changedOwners() == std::vector<Name>{name("a.apps.example.")});
    const auto outcome = editor.finish(Serial(2));
    QCOMPARE(outcome.difference->removedCount(), std::size_t(2));
    QCOMPARE(outcome.difference->addedCount(), std::size_t(1));
    QVERIFY(!outcome.version->find(name("a.apps.example."), RecordType::A));
}

void ZoneEditorTest::theApexSoaIsOnlySetBySetSoa()
{
    const auto base = sample::version({});
    ZoneEditor editor(base);
    editor.set(RRset{sample::zone(), RecordType::SOA, 1, {sample::soa(5).rdata()}});
    QVERIFY(!editor.changesAnything());
    editor.setOwner(sample::zone(), {RRset{sample::zone(), RecordType::SOA, 1, {}}});
    QCOMPARE(editor.resultAt(sample::zone()).size(), std::size_t(1));
    QCOMPARE(editor.resultAt(sample::zone()).front().type, RecordType::SOA);
    QCOMPARE(editor.resultAt(sample::zone()).front().ttl, 3600U);
}

void ZoneEditorTest::soaFieldsAloneAreAChange()
{
    const auto base = sample::version(sample::hosts(10));
    ZoneEditor editor(base);
    Soa soa = sample::soa(0);
    soa.minimum = 77;
    editor.setSoa(soa, 3600);
    QVERIFY(editor.changesAnything());
    QVERIFY(editor.changedOwners() == std::vector<Name>{sample::zone()});
    const auto outcome = editor.finish(Serial(2));
    QCOMPARE(outcome.version->soa().minimum, 77U);
    QCOMPARE(outcome.version->serial().value(), 2U);
    QCOMPARE(outcome.difference->toSoa().soa.minimum, 77U);
    QVERIFY(outcome.version->digest() != base->digest());
    QVERIFY(isAsBuilt(*outcome.version));
    QCOMPARE(sharedPages(*base, *outcome.version), std::size_t(1));
}

void ZoneEditorTest::aLongerSoaMovesOnlyTheFirstPage()
{
    const auto base = sample::version(sample::hosts(5000));
    ZoneEditor editor(base);
    Soa soa = sample::soa(0);
    soa.mailbox = name("somebody.with.a.rather.long.address.apps.example.");
    editor.setSoa(soa, 3600);
    const auto outcome = editor.finish(Serial(2));
    QVERIFY(isAsBuilt(*outcome.version));
    QVERIFY(outcome.version->pages().front() != base->pages().front());
    QVERIFY(sharedPages(*base, *outcome.version) + 2 >= base->pages().size());
}

void ZoneEditorTest::oneRecordInALargeZoneRendersOnePage()
{
    const auto base = sample::version(sample::hosts(20000));
    ZoneEditor editor(base);
    editor.set(addresses("host7919.apps.example.", {4711}));
    const auto outcome = editor.finish(Serial(2));
    QVERIFY(isAsBuilt(*outcome.version));
    QCOMPARE(sharedPages(*base, *outcome.version), base->pages().size() - 1);
}

void ZoneEditorTest::manyInsertsSplitPagesEvenly()
{
    auto zone = sample::version(sample::hosts(600));
    for (std::uint32_t i = 0; i < 600; ++i) {
        ZoneEditor editor(zone);
        editor.set(addresses("host5-" + std::to_string(i) + ".apps.example.", {i}));
        zone = editor.finish(zone->serial().next()).version;
    }
    QVERIFY(isAsBuilt(*zone));
    QVERIFY(zone->pages().size() >= 2);
    for (const auto& page : zone->pages())
        QVERIFY(page->body().size() > 16384 / 4 - 100);
}

void ZoneEditorTest::manyRemovalsMergePages()
{
    auto zone = sample::version(sample::hosts(4000));
    const std::size_t before = zone->pages().size();
    const std::vector<Record> hosts = sample::hosts(4000);
    for (std::size_t i = 0; i < hosts.size(); i += 40) {
        ZoneEditor editor(zone);
        for (std::size_t k = i; k < i + 39; ++k)
            editor.set(RRset{hosts[k].owner, RecordType::A, 300, {}});
        zone = editor.finish(zone->serial().next()).version;
    }
    QVERIFY(isAsBuilt(*zone));
    QCOMPARE(zone->recordCount(), std::size_t(100 + 3));
    QVERIFY(zone->pages().size() <= before / 4);
}

void ZoneEditorTest::everythingCanBeRemovedAndComeBack()
{
    const auto base = sample::version(sample::hosts(3000));
    ZoneEditor removal(base);
    for (const Record& each : base->records())
        removal.setOwner(each.owner, {});
    const auto empty = removal.finish(Serial(2)).version;
    QVERIFY(empty->pages().empty());
    QCOMPARE(empty->recordCount(), std::size_t(1));
    QVERIFY(isAsBuilt(*empty));
    ZoneEditor back(empty);
    for (const Record& each : sample::hosts(3000))
        back.set(RRset{each.owner, each.type, each.ttl, {each.rdata}});
    for (const Record& each : sample::apexNs()) {
        RRset set{each.owner, each.type, each.ttl, {each.rdata}};
        for (const RRset& now : back.resultAt(sample::zone()))
            if (now.type == RecordType::NS)
                set.rdata.insert(set.rdata.end(), now.rdata.begin(), now.rdata.end());
        back.set(set);
    }
    const auto again = back.finish(Serial(3)).version;
    QVERIFY(again->digest() == base->digest());
    QCOMPARE(again->recordCount(), base->recordCount());
    QVERIFY(isAsBuilt(*again));
}

void ZoneEditorTest::aHugeRecordComesAndGoesAnywhere()
{
    for (const char* owner : {"apps.example.", "host3.apps.example.", "zz.apps.example."}) {
        auto zone = sample::version(sample::hosts(100));
        const ContentDigest digest = zone->digest();
        ZoneEditor add(zone);
        add.set(RRset{name(owner),
                      RecordType::TXT,
                      60,
                      {sample::longText(60000, 'x'), sample::longText(59000, 'y')}});
        zone = add.finish(Serial(2)).version;
        QVERIFY(isAsBuilt(*zone));
        ZoneEditor remove(zone);
        remove.set(RRset{name(owner), RecordType::TXT, 60, {}});
        zone = remove.finish(Serial(3)).version;
        QVERIFY(isAsBuilt(*zone));
        QVERIFY(zone->digest() == digest);
    }
}

void ZoneEditorTest::anRRsetAcrossPagesIsReplaced()
{
    auto zone = sample::version(sample::hosts(2000));
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < 4000; ++i)
        numbers.push_back(i);
    ZoneEditor grow(zone);
    grow.set(addresses("host7.apps.example.", numbers));
    zone = grow.finish(Serial(2)).version;
    QVERIFY(isAsBuilt(*zone));
    numbers.erase(numbers.begin() + 2000);
    ZoneEditor one(zone);
    one.set(addresses("host7.apps.example.", numbers));
    const auto outcome = one.finish(Serial(3));
    QCOMPARE(outcome.difference->removedCount(), std::size_t(1));
    QCOMPARE(outcome.difference->addedCount(), std::size_t(0));
    QVERIFY(isAsBuilt(*outcome.version));
    ZoneEditor shrink(outcome.version);
    shrink.set(addresses("host7.apps.example.", {1}));
    QVERIFY(isAsBuilt(*shrink.finish(Serial(4)).version));
}

void ZoneEditorTest::randomEditsEqualAZoneBuiltAnew_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<unsigned>("rounds");
    QTest::addColumn<unsigned>("changes");
    QTest::newRow("single changes") << 1U << 60U << 1U;
    QTest::newRow("small batches") << 2U << 30U << 10U;
    QTest::newRow("large batches") << 3U << 4U << 400U;
    QTest::newRow("more large batches") << 4U << 4U << 500U;
}

void ZoneEditorTest::randomEditsEqualAZoneBuiltAnew()
{
    QFETCH(unsigned, seed);
    QFETCH(unsigned, rounds);
    QFETCH(unsigned, changes);
    sample::RandomZone random(seed);
    auto zone = ZoneVersion::build(sample::zone(), sample::soa(1), 60, {});
    ZoneEditor start(zone);
    for (int i = 0; i < 300; ++i)
        random.change(&start);
    zone = start.finish(Serial(2)).version;
    for (unsigned round = 0; round < rounds; ++round) {
        ZoneEditor editor(zone);
        for (unsigned i = 0; i < changes; ++i)
            random.change(&editor);
        if (random.below(5) == 0) {
            Soa soa = zone->soa();
            soa.mailbox = random.owner();
            editor.setSoa(soa, 60);
        }
        const auto outcome = editor.finish(zone->serial().next());
        QCOMPARE(editor.changesAnything(), outcome.version->digest() != zone->digest());
        const auto built =
            ZoneVersion::build(sample::zone(), outcome.version->soa(), 60, random.records());
        QVERIFY(sample::isSame(outcome.version->records(), built->records()));
        QVERIFY(outcome.version->digest() == built->digest());
        QVERIFY(isAsBuilt(*outcome.version));
        zone = outcome.version;
    }
}

QTEST_APPLESS_MAIN(ZoneEditorTest)
#include "zoneeditor.moc"
