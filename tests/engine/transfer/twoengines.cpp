#include <QtTest>

#include "engine/transfer/drainedstream.h"
#include "transfer/transferplan.h"
#include "zone/canonicalorder.h"

using namespace headwater;
using namespace sample;

namespace {

Octetses sent(const std::shared_ptr<const PublishedZone>& zone, TransferPlan plan, RecordType type)
{
    TransferStream stream(zone, std::move(plan), request(type));
    return drained(stream);
}

std::size_t octetsOf(const Octetses& messages)
{
    std::size_t octets = 0;
    for (const Octets& each : messages)
        octets += 2 + each.size();
    return octets;
}

/// What a secondary that holds `has` makes of an incremental answer (RFC 1995 section 4).
std::vector<Record> afterAnswer(std::vector<Record> has, const std::vector<Record>& answer)
{
    const auto isSoa = [](const Record& each) { return each.type == RecordType::SOA; };
    has.erase(std::remove_if(has.begin(), has.end(), isSoa), has.end());
    bool adds = true;
    for (std::size_t i = 1; i + 1 < answer.size(); ++i) {
        if (isSoa(answer[i])) {
            adds = !adds;
        } else if (adds) {
            has.push_back(answer[i]);
        } else {
            const auto found = std::find_if(has.begin(), has.end(), [&](const Record& each) {
                return each.ttl == answer[i].ttl && compareRecords(each, answer[i]) == 0;
            });
            if (found == has.end())
                return {};
            has.erase(found);
        }
    }
    has.push_back(answer.front());
    std::sort(has.begin(), has.end(),
              [](const Record& a, const Record& b) { return compareRecords(a, b) < 0; });
    return has;
}

std::vector<Record> sorted(std::vector<Record> records)
{
    std::sort(records.begin(), records.end(),
              [](const Record& a, const Record& b) { return compareRecords(a, b) < 0; });
    return records;
}

} // namespace

/// Two engines with one history: one made it, the other read it from the store and replayed it.
class TwoEnginesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc1995_12_theySendTheSameOctets_data();
    void rfc1995_12_theySendTheSameOctets();
    void rfc1995_10_theSmallestIsSent_data() { rfc1995_12_theySendTheSameOctets_data(); }
    void rfc1995_10_theSmallestIsSent();
};

void TwoEnginesTest::rfc1995_12_theySendTheSameOctets_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<unsigned>("serial");
    QTest::addColumn<unsigned>("records");
    QTest::newRow("a small zone") << 41U << 1U << 40U;
    QTest::newRow("some pages") << 42U << 1000U << 1500U;
    QTest::newRow("rfc1982_6 across the wrap") << 43U << 0xFFFFFFF8U << 400U;
    QTest::newRow("rfc1982_6 across 2^31") << 44U << 0x7FFFFFF9U << 400U;
}

namespace {

/// The zone at every version, as the engine that made it has it.
std::vector<std::shared_ptr<const PublishedZone>> madeZones(unsigned seed, unsigned serial,
                                                            unsigned changes)
{
    sample::RandomZone random(seed);
    ZoneEditor start(ZoneVersion::build(sample::zone(), sample::soa(serial), 3600, {}));
    for (unsigned i = 0; i < changes; ++i)
        random.change(&start);
    auto version = start.finish(Serial(serial).next()).version;
    std::vector<std::shared_ptr<const PublishedZone>> zones{published(version)};
    for (int step = 0; step < 14; ++step) {
        ZoneEditor editor(version);
        for (unsigned i = 1 + random.below(8); i > 0; --i)
            random.change(&editor);
        const auto outcome = editor.finish(version->serial().next());
        version = outcome.version;
        zones.push_back(zones.back()->advanced(version, outcome.difference, {}, Instant{}));
    }
    return zones;
}

} // namespace

void TwoEnginesTest::rfc1995_12_theySendTheSameOctets()
{
    QFETCH(unsigned, seed);
    QFETCH(unsigned, serial);
    QFETCH(unsigned, records);
    const auto zones = madeZones(seed, serial, records);
    const ZoneVersion& oldest = *zones.front()->version();
    auto other = published(
        ZoneVersion::build(oldest.zone(), oldest.soa(), oldest.soaTtl(), oldest.records()));
    for (std::size_t step = 1; step < zones.size(); ++step) {
        const auto& here = zones[step];
        if (here->history().empty())
            QSKIP("a step was larger than the zone");
        const auto difference =
            Difference::fromStored(sample::zone(), here->history().back()->stored());
        QVERIFY(difference);
        const auto version = (*difference)->applyTo(*other->version());
        QVERIFY(version);
        other = other->advanced(*version, *difference, {}, Instant{});
        QVERIFY(sent(here, {}, RecordType::AXFR) == sent(other, {}, RecordType::AXFR));
        for (std::size_t from = 0; from < step; ++from) {
            const Serial client = zones[from]->serial();
            QVERIFY(sent(here, planTransfer(*here, RecordType::IXFR, client), RecordType::IXFR) ==
                    sent(other, planTransfer(*other, RecordType::IXFR, client), RecordType::IXFR));
        }
    }
}

void TwoEnginesTest::rfc1995_10_theSmallestIsSent()
{
    QFETCH(unsigned, seed);
    QFETCH(unsigned, serial);
    QFETCH(unsigned, records);
    const auto zones = madeZones(seed, serial, records);
    const auto& zone = zones.back();
    const std::size_t full = octetsOf(sent(zone, {}, RecordType::IXFR));
    for (std::size_t from = 0; from + 1 < zones.size(); ++from) {
        const Serial client = zones[from]->serial();
        const auto chain = zone->since(client);
        if (!chain)
            continue;
        const TransferPlan plan = planTransfer(*zone, RecordType::IXFR, client);
        const Octetses messages = sent(zone, plan, RecordType::IXFR);
        const std::size_t stepwise =
            octetsOf(sent(zone, {TransferKind::Incremental, *chain, false}, RecordType::IXFR));
        std::size_t least = std::min(full, stepwise);
        if (const auto one = zone->condensedSince(client))
            least = std::min(least, octetsOf(sent(zone, {TransferKind::Incremental, {one}, false},
                                                  RecordType::IXFR)));
        // The framing of one message more or less is not foreseen.
        QVERIFY(octetsOf(messages) <= least + 2 + zone->version()->bodyOffset());
        std::vector<Record> answer;
        QCOMPARE(faultOf(messages, RecordType::IXFR, &answer), std::string());
        const std::vector<Record> now = sorted(zone->version()->records());
        if (plan.kind == TransferKind::Incremental)
            QVERIFY(sample::isSame(afterAnswer(zones[from]->version()->records(), answer), now));
        if (client.value() > zone->serial().value())
            QVERIFY(plan.kind == TransferKind::Full || plan.history.size() == 1);
    }
}

QTEST_APPLESS_MAIN(TwoEnginesTest)
#include "twoengines.moc"
