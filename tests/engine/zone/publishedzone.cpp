#include <QtTest>

#include <thread>

#include "engine/zone/samplezone.h"
#include "zone/zonetable.h"

using namespace headwater;
using sample::name;

namespace {

const Instant Then{Seconds(1000)};

/// A zone with one address, whose last octets follow the serial, and its history.
struct Chain
{
    std::vector<std::shared_ptr<const ZoneVersion>> versions;
    PublishedZone::History history;

    Chain(std::uint32_t first, std::size_t count)
    {
        versions.push_back(sample::version(sample::hosts(20), first));
        for (std::size_t i = 0; i < count; ++i) {
            ZoneEditor editor(versions.back());
            editor.set(RRset{name("host0.apps.example."),
                             RecordType::A,
                             300,
                             {sample::address(static_cast<std::uint32_t>(i + 100))}});
            auto outcome = editor.finish(versions.back()->serial().next());
            versions.push_back(outcome.version);
            history.push_back(outcome.difference);
        }
    }

    [[nodiscard]] std::shared_ptr<const PublishedZone> zone(HistoryLimits limits = {}) const
    {
        return PublishedZone::create(versions.back(), history, limits, Then);
    }
};

} // namespace

class PublishedZoneTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void historyIsFoundBySerial();
    void aGapCutsEverythingOlder();
    void aHistoryThatEndsElsewhereIsNotKept();
    void theOldestHistoryIsDroppedFirst();
    void aZoneAdvancesByOneDifference();
    void rfc5936_16_aVersionStaysAsLongAsItIsRead();
    void aSerialNeverMovesBackwards();
    void theClosestZoneHoldsAName();
    void aRemovedZoneIsGone();
    void readersSeeAWholeZoneWhileItIsPublished();
};

void PublishedZoneTest::historyIsFoundBySerial()
{
    const Chain chain(0xFFFFFFFAU, 10); // over the wrap, where 0 is skipped
    const auto zone = chain.zone();
    QCOMPARE(zone->serial().value(), 5U);
    QCOMPARE(zone->history().size(), std::size_t(10));
    QCOMPARE(zone->since(Serial(0xFFFFFFFAU))->size(), std::size_t(10));
    QCOMPARE(zone->since(Serial(0xFFFFFFFFU))->size(), std::size_t(5));
    QCOMPARE(zone->since(Serial(4))->size(), std::size_t(1));
    QVERIFY(!zone->since(Serial(5)));
    QVERIFY(!zone->since(Serial(0)));
    QVERIFY(zone->publishedAt() == Then);
}

void PublishedZoneTest::aGapCutsEverythingOlder()
{
    Chain chain(1, 10);
    chain.history.erase(chain.history.begin() + 4);
    const auto zone = chain.zone();
    QCOMPARE(zone->history().size(), std::size_t(5));
    QVERIFY(!zone->since(Serial(3)));
    QVERIFY(zone->since(Serial(6)));
    chain.history[6] = nullptr;
    QCOMPARE(chain.zone()->history().size(), std::size_t(2));
}

void PublishedZoneTest::aHistoryThatEndsElsewhereIsNotKept()
{
    Chain chain(1, 5);
    chain.history.pop_back();
    QVERIFY(chain.zone()->history().empty());
}

void PublishedZoneTest::theOldestHistoryIsDroppedFirst()
{
    const Chain chain(1, 10);
    HistoryLimits limits;
    limits.versions = 3;
    const auto few = chain.zone(limits);
    QCOMPARE(few->history().size(), std::size_t(3));
    QVERIFY(few->since(Serial(8)));
    QVERIFY(!few->since(Serial(7)));
    limits.versions = 100;
    limits.octets = chain.history.back()->sequence().size() * 2;
    QCOMPARE(chain.zone(limits)->history().size(), std::size_t(2));
    limits.octets = 1;
    QVERIFY(chain.zone(limits)->history().empty());
}

void PublishedZoneTest::aZoneAdvancesByOneDifference()
{
    const Chain chain(1, 3);
    auto zone = PublishedZone::create(chain.versions[0], {}, {}, Then);
    HistoryLimits two;
    two.versions = 2;
    for (std::size_t i = 0; i < 3; ++i)
        zone = zone->advanced(chain.versions[i + 1], chain.history[i], two, Then + Seconds(i));
    QCOMPARE(zone->serial().value(), 4U);
    QCOMPARE(zone->history().size(), std::size_t(2));
    QVERIFY(zone->publishedAt() == Then + Seconds(2));
}

void PublishedZoneTest::rfc5936_16_aVersionStaysAsLongAsItIsRead()
{
    ZoneTable table;
    Chain chain(1, 1);
    QVERIFY(table.publish(PublishedZone::create(chain.versions[0], {}, {}, Then)));
    const auto read = table.find(sample::zone());
    QVERIFY(table.publish(chain.zone()));
    QCOMPARE(read->serial().value(), 1U);
    QCOMPARE(table.find(sample::zone())->serial().value(), 2U);
    const std::weak_ptr<const PublishedZone> watched = table.find(sample::zone());
    table.remove(sample::zone());
    QVERIFY(watched.expired());
}

void PublishedZoneTest::aSerialNeverMovesBackwards()
{
    ZoneTable table;
    const auto at = [](std::uint32_t serial) {
        return PublishedZone::create(sample::version({}, serial), {}, {}, Then);
    };
    QVERIFY(table.publish(at(0xFFFFFFFFU)));
    QVERIFY(!table.publish(at(0xFFFFFFFFU)));
    QVERIFY(!table.publish(at(0xFFFFFFFEU)));
    QVERIFY(!table.publish(at(0x7FFFFFFFU))); // half a circle away: undefined
    QVERIFY(!table.publish(nullptr));
    QCOMPARE(table.find(sample::zone())->serial().value(), 0xFFFFFFFFU);
    QVERIFY(table.publish(at(1)));
    QCOMPARE(table.find(sample::zone())->serial().value(), 1U);
}

void PublishedZoneTest::theClosestZoneHoldsAName()
{
    ZoneTable table;
    for (const char* zone : {"example.", "apps.example.", "other.test."})
        QVERIFY(table.publish(PublishedZone::create(
            ZoneVersion::build(name(zone), sample::soa(1), 60, {}), {}, {}, Then)));
    QCOMPARE(table.closest(name("a.b.APPS.example."))->zone().text(), std::string("apps.example."));
    QCOMPARE(table.closest(name("apps.example."))->zone().text(), std::string("apps.example."));
    QCOMPARE(table.closest(name("xapps.example."))->zone().text(), std::string("example."));
    QVERIFY(table.closest(name("test.")) == nullptr);
    QVERIFY(table.closest(Name()) == nullptr);
    QCOMPARE(table.size(), std::size_t(3));
    QCOMPARE(table.all().size(), std::size_t(3));
    QCOMPARE(table.all().front()->zone().text(), std::string("example."));
    QVERIFY(table.find(name("test.")) == nullptr);
}

void PublishedZoneTest::aRemovedZoneIsGone()
{
    ZoneTable table;
    table.remove(sample::zone());
    QVERIFY(table.publish(Chain(5, 0).zone()));
    table.remove(sample::zone());
    QVERIFY(table.find(sample::zone()) == nullptr);
    QCOMPARE(table.size(), std::size_t(0));
}

void PublishedZoneTest::readersSeeAWholeZoneWhileItIsPublished()
{
    const Chain chain(1, 50);
    ZoneTable table;
    QVERIFY(table.publish(PublishedZone::create(chain.versions[0], {}, {}, Then)));
    std::atomic<bool> done{false};
    std::atomic<int> wrong{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            while (!done) {
                const auto zone = table.find(sample::zone());
                const auto& history = zone->history();
                if (!history.empty() && history.back()->to() != zone->serial())
                    ++wrong;
                if (zone->version()->recordCount() != 23)
                    ++wrong;
            }
        });
    auto zone = table.find(sample::zone());
    for (std::size_t i = 0; i < 50; ++i) {
        zone = zone->advanced(chain.versions[i + 1], chain.history[i], {}, Then);
        if (!table.publish(zone))
            ++wrong;
    }
    done = true;
    for (std::thread& reader : readers)
        reader.join();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(table.find(sample::zone())->serial().value(), 51U);
}

QTEST_APPLESS_MAIN(PublishedZoneTest)
#include "publishedzone.moc"
