#include "zone/condensed.h"

#include <QtTest>

#include "engine/zone/samplezone.h"

using namespace headwater;
using sample::name;

namespace {

using History = std::vector<std::shared_ptr<const Difference>>;

/// A random zone and what happened to it since.
struct Chain
{
    std::vector<std::shared_ptr<const ZoneVersion>> versions;
    History history;

    Chain(unsigned seed, unsigned steps, std::uint32_t serial = 1)
    {
        sample::RandomZone random(seed);
        ZoneEditor start(ZoneVersion::build(sample::zone(), sample::soa(serial), 60, {}));
        for (int i = 0; i < 300; ++i)
            random.change(&start);
        versions.push_back(start.finish(Serial(serial).next()).version);
        for (unsigned step = 0; step < steps; ++step) {
            ZoneEditor editor(versions.back());
            for (unsigned i = 1 + random.below(30); i > 0; --i)
                random.change(&editor);
            if (random.below(4) == 0) {
                Soa soa = versions.back()->soa();
                soa.refresh = random.below(100000);
                editor.setSoa(soa, 60 + random.below(5));
            }
            const auto outcome = editor.finish(versions.back()->serial().next());
            versions.push_back(outcome.version);
            history.push_back(outcome.difference);
        }
    }

    [[nodiscard]] History between(std::size_t from, std::size_t to) const
    {
        return {history.begin() + static_cast<std::ptrdiff_t>(from),
                history.begin() + static_cast<std::ptrdiff_t>(to)};
    }
};

RRset address(std::uint32_t number, std::uint32_t ttl = 300)
{
    return {name("www.apps.example."), RecordType::A, ttl, {sample::address(number)}};
}

/// One step a set, from an address 1 with a TTL of 300 on.
History stepsOf(const std::vector<RRset>& sets)
{
    History history;
    auto version =
        sample::version({sample::record("www.apps.example.", RecordType::A, sample::address(1))});
    for (const RRset& set : sets) {
        ZoneEditor editor(version);
        editor.set(set);
        const auto outcome = editor.finish(version->serial().next());
        version = outcome.version;
        history.push_back(outcome.difference);
    }
    return history;
}

} // namespace

class CondensedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPairInHistoryLeadsToTheSameContents_data();
    void everyPairInHistoryLeadsToTheSameContents();
    void rfc1995_12_itFollowsFromBothEndsAlone();
    void whatCameAndWentIsInItNoMore();
    void aTtlThatChangedAndCameBackIsNoChange();
    void aChainWithAGapIsNotCondensed();
    void rfc1982_2_itNeverLeadsHalfTheCircle();
};

void CondensedTest::everyPairInHistoryLeadsToTheSameContents_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<unsigned>("serial");
    QTest::newRow("from 1") << 31U << 1U;
    QTest::newRow("across the wrap") << 32U << 0xFFFFFFF8U;
    QTest::newRow("across 2^31") << 33U << 0x7FFFFFF9U;
}

void CondensedTest::everyPairInHistoryLeadsToTheSameContents()
{
    QFETCH(unsigned, seed);
    QFETCH(unsigned, serial);
    const Chain chain(seed, 12, serial);
    for (std::size_t from = 0; from < chain.history.size(); ++from) {
        for (std::size_t to = from + 1; to <= chain.history.size(); ++to) {
            const History steps = chain.between(from, to);
            const auto one = condensed(steps);
            QVERIFY(one);
            const auto applied = one->applyTo(*chain.versions[from]);
            QVERIFY2(applied, applied ? "" : applied.error().text.c_str());
            QVERIFY((*applied)->digest() == chain.versions[to]->digest());
            QCOMPARE((*applied)->recordCount(), chain.versions[to]->recordCount());
            QVERIFY((*applied)->soa() == chain.versions[to]->soa());
            std::size_t octets = 0;
            for (const auto& each : steps)
                octets += each->sequence().size();
            QVERIFY(one->sequence().size() <= octets);
            const auto read = Difference::fromStored(sample::zone(), one->stored());
            QVERIFY(read && (*read)->stored() == one->stored());
        }
    }
}

void CondensedTest::rfc1995_12_itFollowsFromBothEndsAlone()
{
    // Two ways to the same end.
    const History one = stepsOf({address(2), address(3, 60), address(4)});
    const History other = stepsOf({address(9, 5), address(1), address(4)});
    QVERIFY(condensed(one)->stored() == condensed(other)->stored());
    // Condensing what was condensed changes nothing.
    const Chain chain(34, 9);
    const History parts{condensed(chain.between(0, 4)), chain.history[4],
                        condensed(chain.between(5, 9))};
    QVERIFY(condensed(parts)->stored() == condensed(chain.history)->stored());
}

void CondensedTest::whatCameAndWentIsInItNoMore()
{
    const RRset mail{
        name("www.apps.example."), RecordType::MX, 60, {sample::mail(1, sample::zone())}};
    RRset none = mail;
    none.rdata.clear();
    const auto one = condensed(stepsOf({mail, none, address(2), address(3)}));
    QVERIFY(sample::isSame(
        one->removed(), {sample::record("www.apps.example.", RecordType::A, sample::address(1))}));
    QVERIFY(sample::isSame(
        one->added(), {sample::record("www.apps.example.", RecordType::A, sample::address(3))}));
    QCOMPARE(one->from().value(), 1U);
    QCOMPARE(one->to().value(), 5U);
}

void CondensedTest::aTtlThatChangedAndCameBackIsNoChange()
{
    const auto back = condensed(stepsOf({address(1, 60), address(1, 300)}));
    QCOMPARE(back->removedCount() + back->addedCount(), std::size_t(0));
    const auto other = condensed(stepsOf({address(1, 60), address(1, 90)}));
    QCOMPARE(other->removed().front().ttl, 300U);
    QCOMPARE(other->added().front().ttl, 90U);
}

void CondensedTest::aChainWithAGapIsNotCondensed()
{
    History chain = stepsOf({address(2), address(3), address(4)});
    QVERIFY(!condensed({}));
    chain.erase(chain.begin() + 1);
    QVERIFY(!condensed(chain));
}

void CondensedTest::rfc1982_2_itNeverLeadsHalfTheCircle()
{
    auto version = sample::version({});
    History history;
    for (const std::uint32_t serial : {0x7FFFFFFFU, 0x80000001U}) {
        ZoneEditor editor(version);
        editor.set(address(serial));
        const auto outcome = editor.finish(Serial(serial));
        version = outcome.version;
        history.push_back(outcome.difference);
    }
    QVERIFY(!condensed(history));
    QVERIFY(condensed({history.back()}));
}

QTEST_APPLESS_MAIN(CondensedTest)
#include "condensed.moc"
