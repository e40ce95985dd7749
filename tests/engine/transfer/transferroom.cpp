#include <QtTest>

#include "engine/transfer/drainedstream.h"
#include "zone/wirelimits.h"

using namespace headwater;
using namespace sample;

/// What stands beside the records of a transfer: TSIG, OPT, and the room that is kept for them.
class TransferRoomTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theLargestRecordIsSentWithEverythingAround_data();
    void theLargestRecordIsSentWithEverythingAround();
    void rfc8945_5_everyMessageIsSigned_data();
    void rfc8945_5_everyMessageIsSigned();
    void rfc9103_8_optIsInEveryMessage();
    void totalsAreThoseOfTheWire();
};

void TransferRoomTest::theLargestRecordIsSentWithEverythingAround_data()
{
    QTest::addColumn<QString>("owner");
    QTest::addColumn<bool>("alone");
    QTest::newRow("first in the zone") << QStringLiteral("apps.example.") << false;
    QTest::newRow("in the middle") << QStringLiteral("host5.apps.example.") << false;
    QTest::newRow("last") << QStringLiteral("zz.apps.example.") << false;
    QTest::newRow("the only one") << QStringLiteral("apps.example.") << true;
}

void TransferRoomTest::theLargestRecordIsSentWithEverythingAround()
{
    QFETCH(QString, owner);
    QFETCH(bool, alone);
    const Name there = name(owner.toStdString());
    std::vector<Record> records{Record{there, static_cast<RecordType>(65280), 60,
                                       Rdata(MaximumRecordSize - 10 - there.wire().size(), 7)}};
    if (!alone)
        for (Record& each : sample::hosts(100))
            records.push_back(std::move(each));
    // An SOA so long that it does not fit beside the record.
    Soa soa = sample::soa(1);
    const std::string label(60, 'm');
    soa.primary = name(label + "." + label + "." + label + ".apps.example.");
    soa.mailbox = name(label + "." + label + ".x." + label + ".apps.example.");
    const auto version = ZoneVersion::build(sample::zone(), soa, 3600, records);
    for (const RecordType type : {RecordType::AXFR, RecordType::IXFR}) {
        Sessions sessions(type);
        QVERIFY(sessions.good);
        auto asked = request(type);
        asked.edns = true;
        asked.tsig = std::move(sessions.server);
        TransferStream stream(published(version), {}, std::move(asked));
        std::vector<Record> got;
        QCOMPARE(faultOf(drained(stream), type, &got), std::string());
        QVERIFY(sample::isSame(got, axfrOf(*version)));
        TransferStream plain(published(version), {}, request(type));
        QCOMPARE(faultOf(drained(plain), type, &(got = {})), std::string());
        QVERIFY(sample::isSame(got, axfrOf(*version)));
        QCOMPARE(plain.totals().octets, version->transferSize());
    }
}

void TransferRoomTest::rfc8945_5_everyMessageIsSigned_data()
{
    QTest::addColumn<bool>("incremental");
    QTest::addColumn<bool>("edns");
    QTest::newRow("full") << false << false;
    QTest::newRow("full with OPT") << false << true;
    QTest::newRow("incremental") << true << false;
    QTest::newRow("incremental with OPT") << true << true;
}

void TransferRoomTest::rfc8945_5_everyMessageIsSigned()
{
    QFETCH(bool, incremental);
    QFETCH(bool, edns);
    const auto base = sample::version(sample::hosts(3000));
    ZoneEditor editor(base);
    for (const Record& each : sample::hosts(3000))
        editor.set(RRset{each.owner, each.type, 60, {each.rdata}});
    const auto outcome = editor.finish(Serial(2));
    const auto zone = published(base)->advanced(outcome.version, outcome.difference, {}, Instant{});
    TransferPlan plan;
    if (incremental)
        plan = TransferPlan{TransferKind::Incremental, {outcome.difference}, false};
    const RecordType type = incremental ? RecordType::IXFR : RecordType::AXFR;
    Sessions sessions(type);
    QVERIFY(sessions.good);
    auto asked = request(type);
    asked.edns = edns;
    asked.tsig = std::move(sessions.server);
    TransferStream stream(zone, plan, std::move(asked));
    const Octetses messages = drained(stream);
    QVERIFY(messages.size() > 3);
    for (const Octets& wire : messages) {
        const Result<Message> message = Message::read(wire, {100000});
        QVERIFY(message && message->tsig);
        QCOMPARE(message->edns.has_value(), edns);
        QCOMPARE(sessions.client.verifyAnswer(wire, *message, Now), TsigVerdict::Good);
        QVERIFY(sessions.client.lastWasSigned());
    }
    std::vector<Record> records;
    QCOMPARE(faultOf(messages, type, &records), std::string());
    QCOMPARE(records.size(), stream.totals().records);
}

void TransferRoomTest::rfc9103_8_optIsInEveryMessage()
{
    for (const bool edns : {false, true}) {
        auto asked = request(RecordType::AXFR);
        asked.edns = edns;
        TransferStream stream(published(sample::version(sample::hosts(3000))), {},
                              std::move(asked));
        for (const Octets& wire : drained(stream)) {
            const Result<Message> message = Message::read(wire, {100000});
            QVERIFY(message && !message->tsig);
            QCOMPARE(message->edns.has_value(), edns);
        }
    }
}

void TransferRoomTest::totalsAreThoseOfTheWire()
{
    const auto version = sample::version(sample::hosts(3000));
    TransferStream stream(published(version), {}, request(RecordType::AXFR));
    const Octetses messages = drained(stream);
    std::size_t octets = 0;
    for (const Octets& each : messages)
        octets += each.size() + 2;
    QCOMPARE(stream.totals().octets, octets);
    QCOMPARE(stream.totals().messages, messages.size());
    QCOMPARE(stream.totals().records, version->recordCount() + 1);
    QCOMPARE(octets, version->transferSize());
    QCOMPARE(stream.plan().kind, TransferKind::Full);
}

QTEST_APPLESS_MAIN(TransferRoomTest)
#include "transferroom.moc"
