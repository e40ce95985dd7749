#include <QtTest>

#include "engine/transfer/drainedstream.h"
#include "transfer/transferplan.h"
#include "zone/canonicalorder.h"
#include "zone/zonechecks.h"

using namespace headwater;
using namespace sample;

Q_DECLARE_METATYPE(std::vector<headwater::Record>)

/// What is large, rare or hidden in a zone comes and goes in transfers like any other record.
class TransferLimitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itComesAndGoesInTransfers_data();
    void itComesAndGoesInTransfers();
    void sizesAroundThoseThatWrapAreSent_data();
    void sizesAroundThoseThatWrapAreSent();
    void rfc1995_15_whatFitsNoMessageIsRefusedWhenItIsWritten();
};

namespace {

std::vector<Record> manyOfOneRRset()
{
    std::vector<Record> records;
    for (std::uint32_t i = 0; i < 1000; ++i)
        records.push_back(record("many.apps.example.", RecordType::A, address(i)));
    return records;
}

/// 120 labels below the zone: 254 octets.
Name longestName()
{
    std::string text;
    for (int i = 0; i < 120; ++i)
        text += "a.";
    return name(text + "apps.example.");
}

} // namespace

void TransferLimitsTest::itComesAndGoesInTransfers_data()
{
    QTest::addColumn<std::vector<Record>>("records");
    const auto row = [](const char* title, const std::vector<Record>& records) {
        QTest::newRow(title) << records;
    };
    row("1,000 records in one RRset", manyOfOneRRset());
    row("a record of 60 kB",
        {record("big.apps.example.", RecordType::TXT, sample::longText(60000))});
    row("two of them at one owner",
        {record("big.apps.example.", RecordType::TXT, sample::longText(60000, 'a')),
         record("big.apps.example.", RecordType::TXT, sample::longText(60000, 'b'))});
    row("the longest name, and a pointer to it",
        {Record{longestName(), RecordType::A, 60, address(1)},
         record("to.apps.example.", RecordType::PTR, sample::target(longestName()))});
    row("rfc4592_1 a wildcard", {record("*.wild.apps.example.", RecordType::A, address(1)),
                                 record("a.*.wild.apps.example.", RecordType::A, address(2))});
    row("rfc4592_1 below empty non-terminals",
        {record("x.a.b.c.d.e.apps.example.", RecordType::TXT, {1, 'x'})});
    row("rfc5936_9 a delegation with glue that differs from the child's",
        {record("cut.apps.example.", RecordType::NS, sample::target(name("ns.cut.apps.example."))),
         record("cut.apps.example.", RecordType::NS, sample::target(name("ns.other.example."))),
         record("ns.cut.apps.example.", RecordType::A, address(9), 7),
         record("ns.cut.apps.example.", RecordType::AAAA, Rdata(16, 9), 8)});
    row("rfc5936_11 occluded names",
        {record("cut.apps.example.", RecordType::NS, sample::target(name("ns.apps.example."))),
         record("www.cut.apps.example.", RecordType::A, address(9)),
         record("deep.cut.apps.example.", RecordType::NS,
                sample::target(name("ns.deep.cut.apps.example.")))});
    row("an unknown type without RDATA",
        {record("u.apps.example.", static_cast<RecordType>(65280), {})});
}

void TransferLimitsTest::itComesAndGoesInTransfers()
{
    QFETCH(std::vector<Record>, records);
    const auto before = sample::version(sample::hosts(10000));
    ZoneEditor adding(before);
    std::map<Name, std::vector<Record>> owners;
    for (const Record& each : records)
        owners[each.owner].push_back(each);
    for (const auto& [owner, all] : owners)
        adding.setOwner(owner, groupedByType(all));
    QVERIFY(checkEdit(adding).empty());
    const auto added = adding.finish(Serial(2));
    ZoneEditor removing(added.version);
    for (const auto& [owner, all] : owners)
        removing.setOwner(owner, {});
    const auto removed = removing.finish(Serial(3));

    auto zone = published(before);
    for (const auto& outcome : {added, removed}) {
        zone = zone->advanced(outcome.version, outcome.difference, {}, Instant{});
        std::vector<Record> got;
        TransferStream full(zone, {}, request(RecordType::AXFR));
        QCOMPARE(faultOf(drained(full), RecordType::AXFR, &got), std::string());
        QVERIFY(sample::isSame(got, axfrOf(*outcome.version)));

        const Serial client = outcome.difference->from();
        const TransferPlan plan = planTransfer(*zone, RecordType::IXFR, client);
        QCOMPARE(plan.kind, TransferKind::Incremental);
        TransferStream incremental(zone, plan, request(RecordType::IXFR));
        QCOMPARE(faultOf(drained(incremental), RecordType::IXFR, &(got = {})), std::string());
        QCOMPARE(got.size(), records.size() + 4);
    }
    QVERIFY(removed.version->digest() == before->digest());
    // Nothing of it is left: two SOAs at both ends of nothing.
    const TransferPlan plan = planTransfer(*zone, RecordType::IXFR, Serial(1));
    QCOMPARE(plan.history.size(), std::size_t(1));
    QCOMPARE(plan.history.front()->removedCount() + plan.history.front()->addedCount(),
             std::size_t(0));
}

void TransferLimitsTest::sizesAroundThoseThatWrapAreSent_data()
{
    QTest::addColumn<std::size_t>("from");
    QTest::addColumn<std::size_t>("to");
    QTest::newRow("where pointers end") << std::size_t(16280) << std::size_t(16400);
    QTest::newRow("where signs wrap") << std::size_t(32740) << std::size_t(32780);
    QTest::newRow("up to the largest") << MaximumRecordSize - 60 << MaximumRecordSize;
}

void TransferLimitsTest::sizesAroundThoseThatWrapAreSent()
{
    QFETCH(std::size_t, from);
    QFETCH(std::size_t, to);
    std::vector<Record> records = sample::hosts(50);
    for (std::size_t size = from; size <= to; ++size) {
        const Name owner = name("s" + std::to_string(size) + ".apps.example.");
        records.push_back(Record{owner, static_cast<RecordType>(65280), 60,
                                 Rdata(size - 10 - owner.wire().size(), 3)});
    }
    const auto version = sample::version(std::move(records));
    Sessions sessions(RecordType::AXFR);
    QVERIFY(sessions.good);
    auto asked = request(RecordType::AXFR);
    asked.edns = true;
    asked.tsig = std::move(sessions.server);
    TransferStream stream(published(version), {}, std::move(asked));
    std::vector<Record> got;
    QCOMPARE(faultOf(drained(stream), RecordType::AXFR, &got), std::string());
    QVERIFY(sample::isSame(got, axfrOf(*version)));
}

void TransferLimitsTest::rfc1995_15_whatFitsNoMessageIsRefusedWhenItIsWritten()
{
    const auto version = sample::version(sample::hosts(10));
    const Name owner = name("big.apps.example.");
    const std::size_t most = MaximumRecordSize - 10 - owner.wire().size();
    ZoneEditor fits(version);
    const auto type = static_cast<RecordType>(65280);
    fits.set(RRset{owner, type, 60, {Rdata(most, 1)}});
    QVERIFY(checkEdit(fits).empty());
    ZoneEditor doesNot(version);
    doesNot.set(RRset{owner, type, 60, {Rdata(most + 1, 1)}});
    const std::vector<ZoneFault> faults = checkEdit(doesNot);
    QCOMPARE(faults.size(), std::size_t(1));
    QVERIFY2(faults.front().text.find("does not fit a message") != std::string::npos,
             faults.front().text.c_str());
}

QTEST_APPLESS_MAIN(TransferLimitsTest)
#include "transferlimits.moc"
