#include <QtTest>

#include "engine/zone/messagepointers.h"
#include "engine/zone/samplezone.h"
#include "zone/pagecut.h"

using namespace headwater;
using sample::name;
using sample::record;

namespace {

constexpr std::size_t Base = 12 + 14 + 4; // header, apps.example., type and class

/// The message that the page is the body of.
Octets messageOf(const Page& page)
{
    Octets wire;
    Header header;
    header.response = true;
    header.questions = 1;
    header.answers = static_cast<std::uint16_t>(page.recordCount());
    header.write(wire);
    Question{sample::zone(), RecordType::AXFR, RecordClass::IN}.write(wire);
    append(wire, page.body());
    return wire;
}

std::shared_ptr<const Page> render(const std::vector<Record>& records)
{
    std::size_t next = 0;
    return Page::render(sample::zone(), Base, viewsOf(records), &next);
}

} // namespace

class PageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPageIsTheBodyOfAMessage();
    void theZonesNameIsAPointerToTheQuestion();
    void laterRecordsOfAnOwnerPointToTheFirst();
    void rfc5936_10_compressionKeepsLetterCase();
    void rfc5936_10_namesInNewTypesAreNotCompressed();
    void aPageEndsBeforePointersRunOut();
    void pagesAreWellFilled_data();
    void pagesAreWellFilled();
    void aCutIsDecidedByTheNameAlone();
    void aLargeRecordHasAPageOfItsOwn();
    void everyOwnerIsFoundInAFullPage();
    void aNameOf127LabelsIsKept();
    void aPageComesBackFromItsBody();
};

/// Everything that is not in the body is found again in it; what is cut short is no page.
void PageTest::aPageComesBackFromItsBody()
{
    const auto zone = sample::version(sample::hosts(3000));
    for (const auto& page : zone->pages()) {
        const OctetView body = page->body();
        const auto again =
            Page::restore(sample::zone(), page->base(), Octets(body.begin(), body.end()));
        QVERIFY2(again.has_value(), again ? "" : again.error().text.c_str());
        QCOMPARE((*again)->recordCount(), page->recordCount());
        QCOMPARE((*again)->memory(), page->memory());
        QVERIFY((*again)->firstOwner().identical(page->firstOwner()));
        QVERIFY((*again)->lastOwner().identical(page->lastOwner()));
        for (const Record& record : page->records(sample::zone()))
            QVERIFY((*again)->ownerFrom(sample::zone(), record.owner) == record.owner);
        QVERIFY(!Page::restore(sample::zone(), page->base(), Octets(body.begin(), body.end() - 1)));
    }
    QVERIFY(!Page::restore(sample::zone(), Base, Octets()));
}

void PageTest::aPageIsTheBodyOfAMessage()
{
    const auto page = sample::version(sample::hosts(100))->pages().front();
    std::size_t next = 0;
    const std::vector<Record> records = page->records(sample::zone());
    const auto again = Page::render(sample::zone(), Base, viewsOf(records), &next);
    QCOMPARE(next, records.size());
    const Octets wire = messageOf(*again);
    QCOMPARE(sample::MessagePointers(wire).fault(), std::string());
    const Result<Message> message = Message::read(wire, {1000});
    QVERIFY(message);
    QCOMPARE(message->answers.size(), records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        const MessageRecord& read = message->answers[i];
        QVERIFY(sample::isSame(Record{read.owner, read.type, read.ttl, read.rdata}, records[i]));
    }
}

void PageTest::theZonesNameIsAPointerToTheQuestion()
{
    const auto page =
        render({sample::record("www.apps.example.", RecordType::A, sample::address(1))});
    const Octets expected{3, 'w', 'w', 'w', 0xC0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 198, 18, 0, 1};
    QVERIFY(std::equal(page->body().begin(), page->body().end(), expected.begin(), expected.end()));
}

void PageTest::laterRecordsOfAnOwnerPointToTheFirst()
{
    const auto page =
        render({sample::record("www.apps.example.", RecordType::A, sample::address(1)),
                sample::record("www.apps.example.", RecordType::A, sample::address(2))});
    QCOMPARE(page->body().size(), std::size_t(20 + 16));
    QCOMPARE(uint16At(page->body(), 20), std::uint16_t(0xC000U + Base));
}

void PageTest::rfc5936_10_compressionKeepsLetterCase()
{
    const std::vector<Record> records{
        sample::record("a.Sub.apps.EXAMPLE.", RecordType::A, sample::address(1)),
        sample::record("b.sub.apps.example.", RecordType::MX,
                       sample::mail(1, sample::name("a.sub.APPS.example.")))};
    const auto page = render(records);
    QVERIFY(sample::isSame(page->records(sample::zone()), records));
}

void PageTest::rfc5936_10_namesInNewTypesAreNotCompressed()
{
    Rdata service{0, 1, 0, 1, 0, 80};
    append(service, sample::name("www.apps.example.").wire());
    const std::vector<Record> records{
        sample::record("www.apps.example.", RecordType::A, sample::address(1)),
        sample::record("www.apps.example.", RecordType::SRV, service),
        sample::record("x.apps.example.", RecordType::NS,
                       sample::target(sample::name("www.apps.example.")))};
    const auto page = render(records);
    // 20 for A, 12 and whole RDATA for SRV; the NS needs 4 + 10 and one pointer.
    QCOMPARE(page->body().size(), 20 + 12 + service.size() + 4 + 10 + 2);
    QVERIFY(sample::isSame(page->records(sample::zone()), records));
}

void PageTest::aPageEndsBeforePointersRunOut()
{
    const auto zone = sample::version(sample::hosts(5000));
    QVERIFY(zone->pages().size() > 4);
    std::size_t records = 1; // the SOA
    for (const auto& page : zone->pages()) {
        QVERIFY(page->base() + page->body().size() <= 0x4000);
        records += page->recordCount();
        QVERIFY(page->memory() < page->body().size() + 1024);
    }
    QCOMPARE(records, zone->recordCount());
}

void PageTest::pagesAreWellFilled_data()
{
    QTest::addColumn<QList<int>>("sizes"); // of TXT at an owner, in turn
    QTest::newRow("small owners") << QList<int>{10};
    QTest::newRow("owners of 3 KB") << QList<int>{3000};
    QTest::newRow("owners of all sizes") << QList<int>{5, 4000, 300, 90, 1500};
}

void PageTest::pagesAreWellFilled()
{
    QFETCH(QList<int>, sizes);
    std::vector<Record> records;
    std::size_t octets = 0;
    for (std::uint32_t i = 0; octets < 2'000'000; ++i) {
        const auto size = static_cast<std::size_t>(sizes[static_cast<int>(i) % sizes.size()]);
        records.push_back(
            record(sample::label(i) + ".apps.example.", RecordType::TXT, sample::longText(size)));
        octets += size + 25;
    }
    const auto zone = sample::version(records);
    octets = 0;
    for (const auto& page : zone->pages())
        octets += page->body().size();
    const std::size_t mean = octets / zone->pages().size();
    QVERIFY2(mean > 0x4000 * 7 / 10, qPrintable(QString::number(mean)));
}

void PageTest::aCutIsDecidedByTheNameAlone()
{
    // What stands in front of an owner matters by its size only; letter case does not at all.
    std::size_t cuts = 0;
    for (std::uint32_t i = 0; i < 20000; ++i) {
        const Name owner = name(sample::label(i) + ".apps.example.");
        const bool cut = isPageCut(owner.wire(), 12000, 64);
        QCOMPARE(isPageCut(name("HOST" + std::to_string(i) + ".Apps.Example.").wire(), 12000, 64),
                 cut);
        QVERIFY(!cut || isPageCut(owner.wire(), 12000, 65));
        QVERIFY(isPageCut(owner.wire(), 12000, 4096));
        cuts += cut ? 1U : 0U;
    }
    QVERIFY(cuts > 20000 / 32 * 9 / 10 && cuts < 20000 / 32 * 11 / 10); // 64 octets of 2,048
}

void PageTest::aLargeRecordHasAPageOfItsOwn()
{
    std::vector<Record> records = sample::hosts(20);
    records.push_back(
        sample::record("host5.apps.example.", RecordType::TXT, sample::longText(60000)));
    const auto zone = sample::version(records);
    QCOMPARE(zone->pages().size(), std::size_t(3));
    QCOMPARE(zone->pages()[1]->recordCount(), std::size_t(1));
    QVERIFY(zone->pages()[1]->body().size() > 60000);
    QCOMPARE(zone->find(sample::name("HOST5.apps.example."), RecordType::TXT)->rdata.front(),
             sample::longText(60000));
}

void PageTest::everyOwnerIsFoundInAFullPage()
{
    const auto zone = sample::version(sample::hosts(3000));
    for (const Record& record : sample::hosts(3000)) {
        const auto set = zone->find(record.owner, RecordType::A);
        QVERIFY(set && set->rdata.size() == 1 && set->rdata.front() == record.rdata);
        const auto before = zone->find(sample::name("-" + record.owner.text()), RecordType::A);
        QVERIFY(!before);
        QVERIFY(!zone->find(sample::name("x." + record.owner.text()), RecordType::A));
    }
}

void PageTest::aNameOf127LabelsIsKept()
{
    std::string text;
    for (int i = 0; i < 120; ++i)
        text += "a.";
    const Name zone; // the root: every label is the record's own
    const Name longest = sample::name(text + "b.c.d.e.f.g.");
    QVERIFY(longest.labelCount() == 126);
    const Name whole = sample::name("x." + longest.text());
    QCOMPARE(whole.labelCount(), std::size_t(127));
    const auto version =
        ZoneVersion::build(zone, sample::soa(1), 60,
                           {Record{whole, RecordType::A, 60, sample::address(1)},
                            Record{longest, RecordType::PTR, 60, sample::target(whole)}});
    QCOMPARE(version->records().size(), std::size_t(3));
    QVERIFY(version->find(whole, RecordType::A));
    QCOMPARE(version->find(longest, RecordType::PTR)->rdata.front(), sample::target(whole));
    QVERIFY(version->nameExists(sample::name("g.")));
}

QTEST_APPLESS_MAIN(PageTest)
#include "page.moc"
