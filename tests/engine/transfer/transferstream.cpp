#include <QtTest>

#include "engine/transfer/drainedstream.h"
#include "zone/wirelimits.h"

using namespace headwater;
using namespace sample;

class TransferStreamTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc5936_1_aFullTransferBeginsAndEndsWithTheSoa();
    void rfc5936_2_everyMessageHasTheQuestion();
    void rfc5936_3_theHeaderIsThatOfAnAnswer();
    void rfc5936_6_aMessageHoldsManyRecords();
    void rfc5936_7_everyRecordIsSentOnce_data();
    void rfc5936_7_everyRecordIsSentOnce();
    void rfc5936_16_theStreamKeepsItsVersion();
    void rfc1995_9_anEmptyZoneIsTwoSoas();
    void rfc1995_2_upToDateIsOneSoa();
    void rfc1995_5_aFullAnswerKeepsTheQuestionIxfr();
    void rfc1995_6_anIncrementalTransferIsAChainOfSequences();
    void rfc1995_15_aLargeRecordGoesIntoTheNextMessage();
    void incrementalMessagesAreAsLargeAsPages();
    void pagesAreSharedNotCopied();
    void rfc9103_10_noMessageIsEmptyAndTheSoaIsInTheLast();
};

void TransferStreamTest::rfc9103_10_noMessageIsEmptyAndTheSoaIsInTheLast()
{
    for (const std::uint32_t hosts : {0U, 1U, 3000U}) {
        TransferStream stream(published(sample::version(sample::hosts(hosts))), {},
                              request(RecordType::AXFR));
        const Octetses messages = drained(stream);
        for (const Octets& wire : messages)
            QVERIFY(uint16At(wire, 6) > 0);
        const Result<Message> last = Message::read(messages.back(), {100000});
        QVERIFY(last && last->answers.back().type == RecordType::SOA);
    }
}

void TransferStreamTest::rfc5936_1_aFullTransferBeginsAndEndsWithTheSoa()
{
    const auto version = sample::version(sample::hosts(3000));
    TransferStream stream(published(version), {}, request(RecordType::AXFR));
    std::vector<Record> records;
    QCOMPARE(faultOf(drained(stream), RecordType::AXFR, &records), std::string());
    QVERIFY(sample::isSame(records, axfrOf(*version)));
    std::size_t soas = 0;
    for (const Record& each : records)
        soas += each.type == RecordType::SOA ? 1U : 0U;
    QCOMPARE(soas, std::size_t(2));
    TransferMessage message;
    QVERIFY(!stream.next(&message, Now));
}

void TransferStreamTest::rfc5936_2_everyMessageHasTheQuestion()
{
    // As it was asked: letter case included.
    auto asked = request(RecordType::AXFR);
    asked.question.name = name("APPS.Example.");
    TransferStream stream(published(sample::version(sample::hosts(3000))), {}, std::move(asked));
    const Octetses messages = drained(stream);
    QVERIFY(messages.size() > 2);
    for (const Octets& wire : messages) {
        const Result<Message> message = Message::read(wire, {100000});
        QVERIFY(message && message->questions.size() == 1);
        QVERIFY(message->questions[0].name.identical(name("APPS.Example.")));
    }
}

void TransferStreamTest::rfc5936_3_theHeaderIsThatOfAnAnswer()
{
    for (const bool desired : {false, true}) {
        auto asked = request(RecordType::AXFR);
        asked.recursionDesired = desired;
        TransferStream stream(published(sample::version(sample::hosts(10))), {}, std::move(asked));
        const Octetses messages = drained(stream);
        QCOMPARE(messages.size(), std::size_t(1));
        QCOMPARE(messages[0][0], std::uint8_t(0x47));
        QCOMPARE(messages[0][1], std::uint8_t(0x11));
        QCOMPARE(messages[0][2], std::uint8_t(desired ? 0x85 : 0x84));
        QCOMPARE(messages[0][3], std::uint8_t(0));
    }
}

void TransferStreamTest::rfc5936_6_aMessageHoldsManyRecords()
{
    TransferStream stream(published(sample::version(sample::hosts(5000))), {},
                          request(RecordType::AXFR));
    const Octetses messages = drained(stream);
    QVERIFY(messages.size() < 14);
    QVERIFY(stream.totals().records / messages.size() > 300);
}

void TransferStreamTest::rfc5936_7_everyRecordIsSentOnce_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 20; seed < 24; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TransferStreamTest::rfc5936_7_everyRecordIsSentOnce()
{
    QFETCH(unsigned, seed);
    sample::RandomZone random(seed);
    auto version = ZoneVersion::build(sample::zone(), sample::soa(1), 3600, {});
    auto zone = published(version);
    PublishedZone::History history; // all of it, however large
    for (int round = 0; round < 8; ++round) {
        ZoneEditor editor(version);
        for (int i = round == 0 ? 400 : 30; i > 0; --i)
            random.change(&editor);
        if (round % 3 == 1) {
            Soa soa = version->soa();
            soa.mailbox = random.owner();
            editor.setSoa(soa, version->soaTtl());
        }
        const auto outcome = editor.finish(version->serial().next());
        version = outcome.version;
        zone = zone->advanced(version, outcome.difference, {}, Instant{});
        history.push_back(outcome.difference);
        std::vector<Record> records;
        TransferStream stream(zone, {}, request(RecordType::AXFR));
        QCOMPARE(faultOf(drained(stream), RecordType::AXFR, &records), std::string());
        QVERIFY(sample::isSame(records, axfrOf(*version)));
        QCOMPARE(stream.totals().octets, version->transferSize());
    }
    for (auto first = history.begin() + 1; first != history.end(); ++first) {
        TransferPlan plan{TransferKind::Incremental, {first, history.end()}, false};
        std::vector<Record> expected{soaOf(version->soa())};
        for (const auto& difference : plan.history) {
            expected.push_back(soaOf(difference->fromSoa().soa));
            for (const Record& each : difference->removed())
                expected.push_back(each);
            expected.push_back(soaOf(difference->toSoa().soa));
            for (const Record& each : difference->added())
                expected.push_back(each);
        }
        expected.push_back(expected.front());
        TransferStream stream(zone, plan, request(RecordType::IXFR));
        std::vector<Record> records;
        QCOMPARE(faultOf(drained(stream), RecordType::IXFR, &records), std::string());
        QVERIFY(sample::isSame(records, expected));
    }
}

void TransferStreamTest::rfc5936_16_theStreamKeepsItsVersion()
{
    auto version = sample::version(sample::hosts(3000));
    auto zone = published(version);
    const std::vector<Record> expected = axfrOf(*version);
    TransferStream stream(zone, {}, request(RecordType::AXFR));
    TransferMessage message;
    QVERIFY(stream.next(&message, Now));
    Octets first = message.head;
    append(first, message.shared);
    append(first, message.tail);
    const std::weak_ptr<const ZoneVersion> watched = version;
    // Another version is published and the first one is let go by everybody else.
    ZoneEditor editor(version);
    for (const Record& each : sample::hosts(3000))
        editor.setOwner(each.owner, {});
    const auto outcome = editor.finish(Serial(2));
    zone = zone->advanced(outcome.version, outcome.difference, {}, Instant{});
    editor = ZoneEditor(outcome.version);
    version.reset();
    QVERIFY(!watched.expired());
    Octetses messages{first};
    for (Octets& each : drained(stream))
        messages.push_back(std::move(each));
    std::vector<Record> records;
    QCOMPARE(faultOf(messages, RecordType::AXFR, &records), std::string());
    QVERIFY(sample::isSame(records, expected));
    QCOMPARE(stream.zone().serial().value(), 1U);
    QCOMPARE(zone->serial().value(), 2U);
}

void TransferStreamTest::rfc1995_9_anEmptyZoneIsTwoSoas()
{
    const auto version = ZoneVersion::build(sample::zone(), sample::soa(1), 3600, {});
    TransferStream stream(published(version), {}, request(RecordType::IXFR));
    const Octetses messages = drained(stream);
    QCOMPARE(messages.size(), std::size_t(1));
    std::vector<Record> records;
    QCOMPARE(faultOf(messages, RecordType::IXFR, &records), std::string());
    QVERIFY(sample::isSame(records, {soaRecord(1), soaRecord(1)}));
    QCOMPARE(stream.totals().octets, version->transferSize());
}

void TransferStreamTest::rfc1995_2_upToDateIsOneSoa()
{
    TransferStream stream(published(sample::version(sample::hosts(10))),
                          {TransferKind::UpToDate, {}, false}, request(RecordType::IXFR));
    const Octetses messages = drained(stream);
    QCOMPARE(messages.size(), std::size_t(1));
    std::vector<Record> records;
    QCOMPARE(faultOf(messages, RecordType::IXFR, &records), std::string());
    QVERIFY(sample::isSame(records, {soaRecord(1)}));
}

void TransferStreamTest::rfc1995_5_aFullAnswerKeepsTheQuestionIxfr()
{
    const auto version = sample::version(sample::hosts(2000));
    TransferStream stream(published(version), {}, request(RecordType::IXFR));
    std::vector<Record> records;
    QCOMPARE(faultOf(drained(stream), RecordType::IXFR, &records), std::string());
    QVERIFY(sample::isSame(records, axfrOf(*version)));
    QVERIFY(records[1].type != RecordType::SOA);
}

void TransferStreamTest::rfc1995_6_anIncrementalTransferIsAChainOfSequences()
{
    auto version = sample::version(sample::hosts(50));
    auto zone = published(version);
    for (std::uint32_t i = 0; i < 2; ++i) {
        ZoneEditor editor(version);
        editor.set(RRset{name("new.apps.example."), RecordType::A, 60, {sample::address(i)}});
        const auto outcome = editor.finish(version->serial().next());
        version = outcome.version;
        zone = zone->advanced(version, outcome.difference, {}, Instant{});
    }
    TransferStream stream(zone, {TransferKind::Incremental, zone->history(), false},
                          request(RecordType::IXFR));
    const Octetses messages = drained(stream);
    QCOMPARE(messages.size(), std::size_t(1));
    std::vector<Record> records;
    QCOMPARE(faultOf(messages, RecordType::IXFR, &records), std::string());
    const Record one = record("new.apps.example.", RecordType::A, sample::address(0), 60);
    const Record two = record("new.apps.example.", RecordType::A, sample::address(1), 60);
    QVERIFY(sample::isSame(records, {soaRecord(3), soaRecord(1), soaRecord(2), one, soaRecord(2),
                                     one, soaRecord(3), two, soaRecord(3)}));
}

void TransferStreamTest::rfc1995_15_aLargeRecordGoesIntoTheNextMessage()
{
    const auto base = sample::version(sample::hosts(50));
    ZoneEditor editor(base);
    editor.set(RRset{name("big.apps.example."),
                     RecordType::TXT,
                     60,
                     {sample::longText(60000, 'a'), sample::longText(20000, 'b'), {1, 'c'}}});
    const auto outcome = editor.finish(Serial(2));
    const auto zone = published(base)->advanced(outcome.version, outcome.difference, {}, Instant{});
    TransferStream stream(zone, {TransferKind::Incremental, {outcome.difference}, false},
                          request(RecordType::IXFR));
    const Octetses messages = drained(stream);
    std::vector<Record> records;
    QCOMPARE(faultOf(messages, RecordType::IXFR, &records), std::string());
    QCOMPARE(records.size(), std::size_t(4 + 3));
    // SOAs and the short one; each large one alone; the last SOA fits behind.
    QCOMPARE(messages.size(), std::size_t(3));
}

void TransferStreamTest::incrementalMessagesAreAsLargeAsPages()
{
    const auto base = sample::version({});
    ZoneEditor editor(base);
    for (const Record& each : sample::hosts(3000))
        editor.set(RRset{each.owner, each.type, each.ttl, {each.rdata}});
    const auto outcome = editor.finish(Serial(2));
    const auto zone = published(base)->advanced(outcome.version, outcome.difference, {}, Instant{});
    TransferStream stream(zone, {TransferKind::Incremental, {outcome.difference}, false},
                          request(RecordType::IXFR));
    const Octetses messages = drained(stream);
    QVERIFY(messages.size() > 3);
    for (std::size_t i = 0; i + 1 < messages.size(); ++i)
        QVERIFY(messages[i].size() <= 0x4000 && messages[i].size() > 0x4000 - 100);
}

void TransferStreamTest::pagesAreSharedNotCopied()
{
    const auto version = sample::version(sample::hosts(3000));
    TransferStream stream(published(version), {}, request(RecordType::AXFR));
    TransferMessage message;
    for (const auto& page : version->pages()) {
        QVERIFY(stream.next(&message, Now));
        QVERIFY(message.shared.data() == page->body().data());
        QVERIFY(message.head.size() + message.tail.size() < 300);
    }
}

QTEST_APPLESS_MAIN(TransferStreamTest)
#include "transferstream.moc"
