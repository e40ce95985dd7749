#include <QtTest>

#include "engine/zone/samplezone.h"
#include "transfer/transferplan.h"

using namespace headwater;
using sample::name;

namespace {

/// A zone of `hosts` addresses with versions at these serials, one record changed in each.
std::shared_ptr<const PublishedZone> zoneWith(const std::vector<std::uint32_t>& serials,
                                              std::uint32_t hosts = 200)
{
    auto version = sample::version(sample::hosts(hosts), serials.front());
    auto zone = PublishedZone::create(version, {}, {}, Instant{});
    for (std::size_t i = 1; i < serials.size(); ++i) {
        ZoneEditor editor(version);
        editor.set(RRset{name("host0.apps.example."),
                         RecordType::A,
                         300,
                         {sample::address(static_cast<std::uint32_t>(i + 1000))}});
        const auto outcome = editor.finish(Serial(serials[i]));
        version = outcome.version;
        zone = zone->advanced(version, outcome.difference, {}, Instant{});
    }
    return zone;
}

} // namespace

Q_DECLARE_METATYPE(headwater::TransferKind)
Q_DECLARE_METATYPE(headwater::RecordType)

class TransferPlanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsSentFollowsTheQuestion_data();
    void whatIsSentFollowsTheQuestion();
    void rfc1995_10_aHistoryLargerThanTheZoneIsSentFull();
    void rfc1995_10_aLongChainIsSentStepByStep();
    void rfc1995_12_theSameHistoryGivesTheSamePlan();
    void anIxfrWithoutSerialIsSentFull();
};

void TransferPlanTest::whatIsSentFollowsTheQuestion_data()
{
    QTest::addColumn<QList<quint32>>("serials");
    QTest::addColumn<RecordType>("asked");
    QTest::addColumn<quint32>("client");
    QTest::addColumn<TransferKind>("kind");
    QTest::addColumn<int>("differences");
    QTest::addColumn<bool>("clientAhead");
    const QList<quint32> plain{10, 11, 12, 13};
    const QList<quint32> wrapped{0xFFFFFFFDU, 0xFFFFFFFEU, 0xFFFFFFFFU, 1, 2};
    const auto row = [](const char* title, const QList<quint32>& serials, RecordType asked,
                        quint32 client, TransferKind kind, int differences, bool ahead) {
        QTest::newRow(title) << serials << asked << client << kind << differences << ahead;
    };
    const auto full = TransferKind::Full;
    const auto incremental = TransferKind::Incremental;
    const auto upToDate = TransferKind::UpToDate;
    row("AXFR is always full", plain, RecordType::AXFR, 13, full, 0, false);
    row("rfc1995_2 the same serial", plain, RecordType::IXFR, 13, upToDate, 0, false);
    row("rfc1995_13 a newer client", plain, RecordType::IXFR, 14, upToDate, 0, true);
    row("rfc1995_13 the newest client", plain, RecordType::IXFR, 13 + 0x7FFFFFFFU, upToDate, 0,
        true);
    row("rfc1982_2 half a circle away", plain, RecordType::IXFR, 13 + 0x80000000U, upToDate, 0,
        true);
    row("one behind", plain, RecordType::IXFR, 12, incremental, 1, false);
    row("rfc1995_10 the oldest kept, condensed", plain, RecordType::IXFR, 10, incremental, 1,
        false);
    row("rfc1995_5 older than kept", plain, RecordType::IXFR, 9, full, 0, false);
    row("rfc1995_11 never published", {10, 20, 30}, RecordType::IXFR, 15, full, 0, false);
    row("rfc1995_11 far behind", plain, RecordType::IXFR, 13 + 0x80000001U, full, 0, false);
    row("rfc1982_5 a chain across the wrap, condensed", wrapped, RecordType::IXFR, 0xFFFFFFFDU,
        incremental, 1, false);
    row("rfc1982_5 from before the wrap to behind it", wrapped, RecordType::IXFR, 0xFFFFFFFFU,
        incremental, 1, false);
    row("the step over the wrap alone", {0xFFFFFFFEU, 0xFFFFFFFFU, 1}, RecordType::IXFR,
        0xFFFFFFFFU, incremental, 1, false);
    row("a chain behind the wrap", wrapped, RecordType::IXFR, 1, incremental, 1, false);
    row("a chain up to the wrap", {0xFFFFFFFDU, 0xFFFFFFFEU, 0xFFFFFFFFU}, RecordType::IXFR,
        0xFFFFFFFDU, incremental, 1, false);
    row("a chain across 2^31", {0x7FFFFFFEU, 0x7FFFFFFFU, 0x80000000U}, RecordType::IXFR,
        0x7FFFFFFEU, incremental, 1, false);
}

void TransferPlanTest::whatIsSentFollowsTheQuestion()
{
    QFETCH(QList<quint32>, serials);
    QFETCH(RecordType, asked);
    QFETCH(quint32, client);
    QFETCH(TransferKind, kind);
    QFETCH(int, differences);
    QFETCH(bool, clientAhead);
    const auto zone = zoneWith({serials.begin(), serials.end()});
    const TransferPlan plan = planTransfer(*zone, asked, Serial(client));
    QCOMPARE(plan.kind, kind);
    QCOMPARE(plan.history.size(), static_cast<std::size_t>(differences));
    QCOMPARE(plan.clientAhead, clientAhead);
    if (!plan.history.empty()) {
        QCOMPARE(plan.history.front()->from().value(), client);
        QVERIFY(plan.history.back()->to() == zone->serial());
    }
}

void TransferPlanTest::rfc1995_10_aHistoryLargerThanTheZoneIsSentFull()
{
    // Four hosts, all of them other ones: the whole zone is as small as one step.
    const auto before = sample::version(sample::hosts(4));
    ZoneEditor editor(before);
    for (std::uint32_t i = 0; i < 4; ++i) {
        editor.set(RRset{sample::hosts(4)[i].owner, RecordType::A, 300, {}});
        editor.set(RRset{name("new" + std::to_string(i) + ".apps.example."),
                         RecordType::A,
                         300,
                         {sample::address(i)}});
    }
    const auto outcome = editor.finish(Serial(2));
    const auto zone = PublishedZone::create(before, {}, {}, Instant{})
                          ->advanced(outcome.version, outcome.difference, {}, Instant{});
    QVERIFY(zone->since(Serial(1)));
    QCOMPARE(planTransfer(*zone, RecordType::IXFR, Serial(1)).kind, TransferKind::Full);
}

void TransferPlanTest::rfc1995_10_aLongChainIsSentStepByStep()
{
    // Three steps of 150 kB each are not condensed while others wait.
    auto version = sample::version(sample::hosts(20000));
    auto zone = PublishedZone::create(version, {}, {}, Instant{});
    for (std::uint32_t step = 2; step < 5; ++step) {
        ZoneEditor editor(version);
        for (const Record& each : sample::hosts(2500))
            editor.set(RRset{each.owner, each.type, 300 + step, {each.rdata}});
        const auto outcome = editor.finish(Serial(step));
        version = outcome.version;
        zone = zone->advanced(version, outcome.difference, {}, Instant{});
    }
    QCOMPARE(zone->history().size(), std::size_t(3));
    QVERIFY(!zone->condensedSince(Serial(1)));
    QCOMPARE(planTransfer(*zone, RecordType::IXFR, Serial(1)).history.size(), std::size_t(3));
    QVERIFY(zone->condensedSince(Serial(3)));
    QVERIFY(zone->condensedSince(Serial(3)) == zone->condensedSince(Serial(3)));
}

void TransferPlanTest::rfc1995_12_theSameHistoryGivesTheSamePlan()
{
    const auto one = planTransfer(*zoneWith({1, 2, 3}), RecordType::IXFR, Serial(1));
    const auto other = planTransfer(*zoneWith({1, 2, 3}), RecordType::IXFR, Serial(1));
    QCOMPARE(one.history.size(), other.history.size());
    for (std::size_t i = 0; i < one.history.size(); ++i)
        QVERIFY(one.history[i]->stored() == other.history[i]->stored());
}

void TransferPlanTest::anIxfrWithoutSerialIsSentFull()
{
    QCOMPARE(planTransfer(*zoneWith({1, 2}), RecordType::IXFR, std::nullopt).kind,
             TransferKind::Full);
}

QTEST_APPLESS_MAIN(TransferPlanTest)
#include "transferplan.moc"
