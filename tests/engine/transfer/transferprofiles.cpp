#include <QtTest>

#include "engine/transfer/drainedstream.h"
#include "transfer/transferplan.h"

using namespace headwater;
using namespace sample;

/// Secondaries that cannot take transfers as others do are sent the same records in other messages.
class TransferProfilesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyProfileSendsTheSameRecords_data();
    void everyProfileSendsTheSameRecords();
    void rfc5936_6_oneRecordInEachMessageWhereThatIsAskedFor();
    void rfc5936_2_theQuestionInTheFirstMessageOnly();
    void messagesAreAsSmallAsAskedFor();
    void aRecordLargerThanTheMessageSizeHasAMessageOfItsOwn();
    void rfc8945_5_everyMessageOfAnyProfileIsSigned();
    void optionsAreInTheFirstMessageOnly_data();
    void optionsAreInTheFirstMessageOnly();
};

namespace {

using Profile = TransferProfile;

/// The header, size and signature of every message; the records go to `records`.
std::string faultOf(const Octetses& messages, const Profile& profile, std::vector<Record>* records)
{
    for (const Octets& wire : messages) {
        if (std::string fault = sample::MessagePointers(wire).fault(); !fault.empty())
            return fault;
        const Result<Message> message = Message::read(wire, {100000});
        if (!message)
            return message.error().text;
        const bool first = &wire == &messages.front();
        const std::size_t questions =
            first || profile.questions == Profile::Questions::EveryMessage ? 1 : 0;
        if (message->questions.size() != questions)
            return "the question is not where it should be";
        const Header& header = message->header;
        if (header.id != Id || !header.response || !header.authoritative || header.truncated)
            return "the header is wrong";
        if (wire.size() > profile.messageSize && message->answers.size() != 1)
            return "a message of " + std::to_string(wire.size()) + " octets";
        if (profile.packing == Profile::Packing::OneRecord && message->answers.size() != 1)
            return "not one record in a message";
        for (const MessageRecord& each : message->answers)
            records->push_back(Record{each.owner, each.type, each.ttl, each.rdata});
    }
    return {};
}

Profile profile(Profile::Packing packing, Profile::Questions questions, std::size_t size)
{
    Profile profile;
    profile.packing = packing;
    profile.questions = questions;
    profile.messageSize = size;
    return profile;
}

/// A zone, and the difference to it from a version with other TTLs: larger than the zone itself.
struct ChangedZone
{
    std::shared_ptr<const PublishedZone> zone;
    TransferPlan incremental;
};

ChangedZone changedZone(std::uint32_t hosts)
{
    const auto base = sample::version(sample::hosts(hosts));
    ZoneEditor editor(base);
    for (const Record& each : sample::hosts(hosts))
        editor.set(RRset{each.owner, each.type, 60, {each.rdata}});
    const auto outcome = editor.finish(Serial(2));
    return {published(base)->advanced(outcome.version, outcome.difference, {}, Instant{}),
            TransferPlan{TransferKind::Incremental, {outcome.difference}, false}};
}

} // namespace

void TransferProfilesTest::everyProfileSendsTheSameRecords_data()
{
    QTest::addColumn<bool>("oneRecord");
    QTest::addColumn<bool>("firstQuestion");
    QTest::addColumn<int>("size");
    for (const bool one : {false, true}) {
        for (const bool first : {false, true}) {
            for (const int size : {512, 1232, 16384, 65535})
                QTest::addRow("%s, %s, %d octets", one ? "one record" : "many",
                              first ? "first question" : "every question", size)
                    << one << first << size;
        }
    }
}

void TransferProfilesTest::everyProfileSendsTheSameRecords()
{
    QFETCH(bool, oneRecord);
    QFETCH(bool, firstQuestion);
    QFETCH(int, size);
    const Profile wanted =
        profile(oneRecord ? Profile::Packing::OneRecord : Profile::Packing::ManyRecords,
                firstQuestion ? Profile::Questions::FirstMessage : Profile::Questions::EveryMessage,
                static_cast<std::size_t>(size));
    const auto [zone, incremental] = changedZone(700);
    TransferPlan upToDate;
    upToDate.kind = TransferKind::UpToDate;
    for (const TransferPlan& plan : {TransferPlan{}, incremental, upToDate}) {
        TransferStream usual(zone, plan, request(RecordType::IXFR));
        std::vector<Record> expected;
        QCOMPARE(::faultOf(drained(usual), Profile{}, &expected), std::string());
        auto asked = request(RecordType::IXFR);
        asked.profile = wanted;
        TransferStream stream(zone, plan, std::move(asked));
        const Octetses messages = drained(stream);
        std::vector<Record> got;
        QCOMPARE(::faultOf(messages, wanted, &got), std::string());
        QVERIFY(sample::isSame(got, expected));
        QCOMPARE(stream.totals().messages, messages.size());
        QCOMPARE(stream.totals().records, expected.size());
    }
}

void TransferProfilesTest::rfc5936_6_oneRecordInEachMessageWhereThatIsAskedFor()
{
    const auto version = sample::version(sample::hosts(50));
    auto asked = request(RecordType::AXFR);
    asked.profile.packing = Profile::Packing::OneRecord;
    TransferStream stream(published(version), {}, std::move(asked));
    QCOMPARE(drained(stream).size(), version->recordCount() + 1);
}

void TransferProfilesTest::rfc5936_2_theQuestionInTheFirstMessageOnly()
{
    auto asked = request(RecordType::AXFR);
    asked.profile.questions = Profile::Questions::FirstMessage;
    const auto zone = published(sample::version(sample::hosts(3000)));
    TransferStream stream(zone, {}, std::move(asked));
    const Octetses messages = drained(stream);
    QVERIFY(messages.size() > 1);
    for (const Octets& wire : messages)
        QCOMPARE(int(wire[5]), &wire == &messages.front() ? 1 : 0);
}

void TransferProfilesTest::messagesAreAsSmallAsAskedFor()
{
    auto asked = request(RecordType::AXFR);
    asked.profile.messageSize = 700;
    TransferStream stream(published(sample::version(sample::hosts(3000))), {}, std::move(asked));
    const Octetses messages = drained(stream);
    QVERIFY(messages.size() > 10);
    for (const Octets& wire : messages) {
        QVERIFY(wire.size() <= 700);
        QVERIFY(wire.size() > 600 || &wire == &messages.back());
    }
}

void TransferProfilesTest::aRecordLargerThanTheMessageSizeHasAMessageOfItsOwn()
{
    std::vector<Record> records = sample::hosts(40);
    records.push_back(record("big.apps.example.", RecordType::TXT, sample::longText(60000)));
    const auto version = sample::version(std::move(records));
    auto asked = request(RecordType::AXFR);
    asked.profile.messageSize = Profile::SmallestMessage;
    const Profile wanted = asked.profile;
    TransferStream stream(published(version), {}, std::move(asked));
    std::vector<Record> got;
    QCOMPARE(::faultOf(drained(stream), wanted, &got), std::string());
    QVERIFY(sample::isSame(got, axfrOf(*version)));
}

void TransferProfilesTest::rfc8945_5_everyMessageOfAnyProfileIsSigned()
{
    for (const std::size_t size : {std::size_t(512), MaximumMessage}) {
        Sessions sessions(RecordType::AXFR);
        QVERIFY(sessions.good);
        auto asked = request(RecordType::AXFR);
        asked.profile =
            profile(Profile::Packing::ManyRecords, Profile::Questions::FirstMessage, size);
        asked.edns = true;
        asked.tsig = std::move(sessions.server);
        TransferStream stream(published(sample::version(sample::hosts(500))), {}, std::move(asked));
        for (const Octets& wire : drained(stream)) {
            QVERIFY(wire.size() <= size);
            const Result<Message> message = Message::read(wire, {100000});
            QVERIFY(message && message->edns.has_value());
            QCOMPARE(sessions.client.verifyAnswer(wire, *message, Now), TsigVerdict::Good);
            QVERIFY(sessions.client.lastWasSigned());
        }
    }
}

void TransferProfilesTest::optionsAreInTheFirstMessageOnly_data()
{
    QTest::addColumn<int>("size");
    QTest::newRow("from pages") << int(MaximumMessage);
    QTest::newRow("made anew") << 4096;
}

void TransferProfilesTest::optionsAreInTheFirstMessageOnly()
{
    QFETCH(int, size);
    // The largest record there is stands first: options leave it too little room beside the SOA.
    const Name apex = name("apps.example.");
    std::vector<Record> records = sample::hosts(100);
    records.push_back(Record{apex, static_cast<RecordType>(65280), 60,
                             Rdata(MaximumRecordSize - 10 - apex.wire().size(), 7)});
    const auto version = sample::version(std::move(records));
    Sessions sessions(RecordType::AXFR);
    QVERIFY(sessions.good);
    auto asked = request(RecordType::AXFR);
    asked.profile.messageSize = static_cast<std::size_t>(size);
    asked.edns = true;
    asked.options = {{3, Octets(128, 'n')}, {9, {0, 9, 58, 128}}};
    asked.tsig = std::move(sessions.server);
    TransferStream stream(published(version), {}, std::move(asked));
    const Octetses messages = drained(stream);
    std::vector<Record> got;
    QCOMPARE(sample::faultOf(messages, RecordType::AXFR, &got), std::string());
    QVERIFY(sample::isSame(got, axfrOf(*version)));
    for (const Octets& wire : messages) {
        const Result<Message> message = Message::read(wire, {100000});
        QVERIFY(message && message->edns.has_value());
        const std::size_t expected = &wire == &messages.front() ? 2 : 0;
        QCOMPARE(message->edns->options.size(), expected);
        QCOMPARE(sessions.client.verifyAnswer(wire, *message, Now), TsigVerdict::Good);
    }
}

QTEST_APPLESS_MAIN(TransferProfilesTest)
#include "transferprofiles.moc"
