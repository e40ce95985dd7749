#include "publish/publisher.h"
#include "store/sqlitestore.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sqlite3.h>
#include <sys/resource.h>

#include "engine/store/storezones.h"

using namespace headwater;
using namespace headwater::test;

class PublisherTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_count = 0;
    std::string m_path;
    std::unique_ptr<SqliteStore> m_store;
    std::shared_ptr<ZoneTable> m_table;
    std::unique_ptr<Publisher> m_publisher;
    std::vector<Fact> m_facts;
    const Name m_zone = name("apps.example.");
    const Name m_other = name("other.example.");
    const Name m_www = name("www.apps.example.");

    void startEngine()
    {
        m_publisher.reset();
        m_store.reset();
        m_store = *SqliteStore::open(m_path);
        m_table = std::make_shared<ZoneTable>();
        m_publisher = std::make_unique<Publisher>(*m_store, m_table, HistoryLimits{});
        m_facts.clear();
        connect(m_publisher.get(), &Publisher::fact, this,
                [this](const Fact& fact) { m_facts.push_back(fact); });
        m_publisher->start();
        settle();
    }
    void settle() { QTest::qWait(5); }

    template <typename Body> std::vector<Body> facts() const
    {
        std::vector<Body> found;
        for (const Fact& fact : m_facts) {
            if (const auto* body = std::get_if<Body>(&fact.body))
                found.push_back(*body);
        }
        return found;
    }
    std::uint32_t serial(const Name& zone) const
    {
        const auto published = m_table->find(zone);
        return published ? published->serial().value() : 0;
    }
    void apply(const Name& zone, const std::vector<RRset>& sets)
    {
        QVERIFY(m_store->apply(change(zone, sets)).has_value());
        m_publisher->zoneChanged(zone);
    }
    void addZone(const Name& zone, std::uint32_t first = 10)
    {
        QVERIFY(m_store->saveZone(settings(zone, first)).has_value());
        apply(zone, {nameserver(zone)});
        settle();
        QCOMPARE(serial(zone), first);
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_count)).toStdString();
        startEngine();
    }

    void rfc1995_1_aVersionIsInTheStoreBeforeItIsSeen()
    {
        addZone(m_zone);
        bool durable = false;
        connect(m_publisher.get(), &Publisher::fact, this, [&](const Fact& fact) {
            const auto* published = std::get_if<ZonePublished>(&fact.body);
            const auto rows = m_store->versions(m_zone, 1);
            durable = published != nullptr && rows->front().serial == published->serial &&
                      m_table->find(m_zone)->serial() == published->serial;
        });
        apply(m_zone, {addresses(m_www, {1})});
        settle();
        QVERIFY(durable);
        const auto published = facts<ZonePublished>();
        QCOMPARE(published.size(), 2U);
        QVERIFY(!published.front().previous.has_value());
        QVERIFY(published.back().previous == Serial(10));
        QVERIFY(published.back().serial == Serial(11));
        QCOMPARE(published.back().added, 1U);
        QCOMPARE(published.back().removed, 0U);
        QCOMPARE(published.back().author, std::string("test"));
        QVERIFY(published.back().committedAt <= published.back().publishedAt);
        QTRY_VERIFY(m_store->versions(m_zone, 1)->front().publishedAt ==
                    published.back().publishedAt);
        QVERIFY(m_store->dirtyZones()->empty());
        QCOMPARE(m_table->find(m_zone)->history().size(), 1U);
    }

    void changesThatArriveTogetherAreOneVersion()
    {
        addZone(m_zone);
        for (std::uint16_t host = 0; host < 20; ++host)
            apply(m_zone, {addresses(*Name::parse("n" + std::to_string(host), m_zone), {host})});
        settle();
        QCOMPARE(serial(m_zone), 11U);
        QCOMPARE(facts<ZonePublished>().back().added, 20U);
    }

    void rfc2136_7_noNetChangeMakesNoVersion()
    {
        addZone(m_zone);
        apply(m_zone, {addresses(m_www, {1})});
        QVERIFY(m_store->apply(change(m_zone, {addresses(m_www, {})})).has_value());
        settle();
        QCOMPARE(serial(m_zone), 10U);
        QVERIFY(m_store->dirtyZones()->empty());
        QVERIFY(m_store->markEverything(m_zone).has_value());
        m_publisher->zoneChanged(m_zone);
        settle();
        QCOMPARE(serial(m_zone), 10U);
        QCOMPARE(facts<ZonePublished>().size(), 1U);
        QVERIFY(m_store->dirtyZones()->empty());
    }

    void theSerialOfTheSourceIsAFloorForTheNextRealChange()
    {
        addZone(m_zone);
        DesiredChange only = change(m_zone, {});
        only.soa = settings(m_zone, 5000).soa;
        QCOMPARE(*m_store->apply(only), 0U);
        m_publisher->zoneChanged(m_zone);
        settle();
        QCOMPARE(serial(m_zone), 10U);
        apply(m_zone, {addresses(m_www, {1})});
        settle();
        QCOMPARE(serial(m_zone), 5000U);
        apply(m_zone, {addresses(m_www, {2})});
        settle();
        QCOMPARE(serial(m_zone), 5001U);
    }

    void soaFieldsArePublishedToo()
    {
        addZone(m_zone);
        DesiredChange fields = change(m_zone, {});
        fields.soa = settings(m_zone).soa;
        fields.soa->refresh = 77;
        fields.soaTtl = 88;
        QCOMPARE(*m_store->apply(fields), 1U);
        m_publisher->zoneChanged(m_zone);
        settle();
        const auto published = m_table->find(m_zone);
        QCOMPARE(published->serial().value(), 11U);
        QCOMPARE(published->version()->soa().refresh, 77U);
        QCOMPARE(published->version()->soaTtl(), 88U);
    }

    void aRejectedChangeKeepsTheLastVersionAndBlocksNoOtherZone()
    {
        addZone(m_zone);
        addZone(m_other);
        apply(m_zone,
              {addresses(m_www, {1}), target(RecordType::CNAME, m_www, "elsewhere.example.")});
        apply(m_other, {addresses(name("www.other.example."), {1})});
        settle();
        QCOMPARE(serial(m_zone), 10U);
        QCOMPARE(serial(m_other), 11U);
        const auto rejected = facts<ZoneRejected>();
        QCOMPARE(rejected.size(), 1U);
        QVERIFY(rejected.front().zone == m_zone);
        QVERIFY2(rejected.front().reason.find("CNAME") != std::string::npos,
                 rejected.front().reason.c_str());
        QVERIFY(!m_store->dirtyZones()->empty());

        // It is still known after a restart, and the correction publishes everything at once.
        startEngine();
        QCOMPARE(facts<ZoneRejected>().size(), 1U);
        apply(m_zone, {addresses(m_www, {})});
        settle();
        QCOMPARE(serial(m_zone), 11U);
        QCOMPARE(facts<ZoneAccepted>().size(), 1U);
        QVERIFY(m_store->dirtyZones()->empty());
    }

    void takingTheFaultBackIsAcceptedWithoutAVersion()
    {
        addZone(m_zone);
        apply(m_zone, {target(RecordType::NS, m_zone, "ns1.elsewhere.example."),
                       target(RecordType::CNAME, m_zone, "elsewhere.example.")});
        settle();
        QCOMPARE(facts<ZoneRejected>().size(), 1U);
        RRset none{m_zone, RecordType::CNAME, 0, {}};
        apply(m_zone, {none});
        settle();
        QCOMPARE(facts<ZoneAccepted>().size(), 1U);
        QCOMPARE(serial(m_zone), 10U);
    }

    void aFirstVersionThatIsNoZoneIsRejected()
    {
        QVERIFY(m_store->saveZone(settings(m_zone)).has_value());
        apply(m_zone, {addresses(m_www, {1})});
        settle();
        QCOMPARE(facts<ZoneRejected>().size(), 1U);
        QVERIFY(m_table->find(m_zone) == nullptr);
        apply(m_zone, {nameserver(m_zone)});
        settle();
        // The record of the rejected change is in it, too.
        QVERIFY(m_table->find(m_zone)->version()->find(m_www, RecordType::A).has_value());
        QVERIFY(!m_store->load(m_zone)->published->version()->at(m_www).empty());
    }

    void zonesAreServedAgainAfterARestartAsTheyWere()
    {
        addZone(m_zone);
        apply(m_zone, {addresses(m_www, {1})});
        settle();
        const auto before = m_table->find(m_zone);
        const auto last = facts<ZonePublished>().back();
        startEngine();
        const auto after = m_table->find(m_zone);
        QVERIFY(after->version()->digest() == before->version()->digest());
        QVERIFY(after->serial() == before->serial());
        QCOMPARE(after->history().size(), before->history().size());
        QVERIFY(after->publishedAt() == last.publishedAt);
        const auto loaded = facts<ZoneLoaded>();
        QCOMPARE(loaded.size(), 1U);
        QVERIFY(loaded.front().serial == Serial(11));
        QCOMPARE(loaded.front().records, 3U);
        QCOMPARE(loaded.front().source, std::string("embedded"));
        QVERIFY(facts<ZonePublished>().empty());
    }

    void whatWasSavedBeforeAKillIsPublishedAtTheNextStart()
    {
        addZone(m_zone);
        QVERIFY(m_store->apply(change(m_zone, {addresses(m_www, {1})})).has_value());
        startEngine();
        QCOMPARE(serial(m_zone), 11U);
    }

    void aZoneThatCannotBeLoadedIsLeftOutAndTheOthersGoOn()
    {
        addZone(m_zone);
        addZone(m_other);
        m_publisher.reset();
        m_store.reset();
        sqlite3* handle = nullptr;
        QCOMPARE(sqlite3_open(m_path.c_str(), &handle), SQLITE_OK);
        QCOMPARE(sqlite3_exec(handle,
                              "UPDATE version SET digest = zeroblob(32) WHERE zone ="
                              " (SELECT min(id) FROM zone)",
                              nullptr, nullptr, nullptr),
                 SQLITE_OK);
        sqlite3_close(handle);
        startEngine();
        QVERIFY(m_table->find(m_zone) == nullptr);
        QCOMPARE(serial(m_other), 10U);
        const auto problems = facts<EngineProblem>();
        QCOMPARE(problems.size(), 1U);
        QCOMPARE(problems.front().place, std::string("zone apps.example"));
        QVERIFY(problems.front().text.find("digest") != std::string::npos);
        // A change does not make a zone of half its truth, and the problem is not told again.
        apply(m_zone, {addresses(m_www, {1})});
        settle();
        QVERIFY(m_table->find(m_zone) == nullptr);
        QCOMPARE(facts<EngineProblem>().size(), 1U);
    }

    void aRemovedZoneIsNotServedAndComesBackAboveItsFloor()
    {
        addZone(m_zone);
        apply(m_zone, {addresses(m_www, {1})});
        settle();
        QVERIFY(m_store->removeZone(m_zone, "test").has_value());
        m_publisher->zoneRemoved(m_zone);
        QVERIFY(m_table->find(m_zone) == nullptr);
        QCOMPARE(facts<ZoneRetired>().size(), std::size_t{1});
        m_publisher->zoneChanged(m_zone); // too late, and harmless
        settle();
        QVERIFY(m_table->find(m_zone) == nullptr);
        QVERIFY(m_store->saveZone(settings(m_zone, 3)).has_value());
        apply(m_zone, {nameserver(m_zone)});
        settle();
        QCOMPARE(serial(m_zone), 12U);
        QVERIFY(facts<EngineProblem>().empty());
    }

    void aZoneRemovedAndMadeAgainInOneCommitStartsAnew()
    {
        addZone(m_zone);
        apply(m_zone, {addresses(m_www, {1})});
        settle();
        const std::uint32_t before = serial(m_zone);
        bool served = false;
        Publisher::Write removal;
        removal.work = [&] {
            QVERIFY(m_store->removeZone(m_zone, "test").has_value());
            m_publisher->zoneRemoved(m_zone);
            served = m_table->find(m_zone) != nullptr; // until that is durable
        };
        removal.done = [](const Result<void>& done) { QVERIFY(done.has_value()); };
        Publisher::Write again = removal;
        again.work = [&] {
            QVERIFY(m_store->saveZone(settings(m_zone, 3)).has_value());
            apply(m_zone, {nameserver(m_zone)});
        };
        m_publisher->write(removal);
        m_publisher->write(again);
        QTRY_VERIFY(served);
        QTRY_VERIFY(serial(m_zone) > before);
        QCOMPARE(facts<ZoneRetired>().size(), std::size_t{1});
        QVERIFY(!m_table->find(m_zone)->version()->find(m_www, RecordType::A));
    }

    void aStoreThatCannotWriteHoldsTheVersionBackAndGoesOnLater()
    {
        addZone(m_zone);
        QVERIFY(m_store->apply(change(m_zone, {addresses(m_www, {1})})).has_value());
        sqlite3* foreign = nullptr;
        QCOMPARE(sqlite3_open(m_path.c_str(), &foreign), SQLITE_OK);
        QCOMPARE(sqlite3_exec(foreign, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
        m_publisher->zoneChanged(m_zone);
        settle();
        QCOMPARE(serial(m_zone), 10U);
        QCOMPARE(facts<EngineProblem>().size(), 1U);
        QCOMPARE(facts<EngineProblem>().front().place, std::string("store"));
        m_publisher->zoneChanged(m_zone);
        settle();
        QCOMPARE(facts<EngineProblem>().size(), 1U);
        QCOMPARE(sqlite3_exec(foreign, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(foreign);
        QTRY_COMPARE_WITH_TIMEOUT(serial(m_zone), 11U, 3000);
        QCOMPARE(facts<EngineProblemEnded>().size(), 1U);
        QCOMPARE(facts<ZonePublished>().size(), 2U);
    }

    void aFullDiskPublishesNothingAndLosesNothing()
    {
        addZone(m_zone);
        std::vector<RRset> sets;
        for (std::uint16_t host = 0; host < 2000; ++host)
            sets.push_back(addresses(*Name::parse("n" + std::to_string(host), m_zone), {host}));
        QVERIFY(m_store->apply(change(m_zone, sets)).has_value());
        // No file may grow from here on, as on a disk without room.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        rlimit full = before;
        full.rlim_cur = 4096;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &full), 0);
        m_publisher->zoneChanged(m_zone);
        settle();
        const std::uint32_t held = serial(m_zone);
        const auto problems = facts<EngineProblem>();
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        QCOMPARE(held, 10U);
        QCOMPARE(problems.size(), 1U);
        QVERIFY(*m_store->serialFloor(m_zone) == Serial(10));
        QTRY_COMPARE_WITH_TIMEOUT(serial(m_zone), 11U, 3000);
        QCOMPARE(facts<ZonePublished>().back().added, 2000U);
        QVERIFY(m_store->load(m_zone)->published->version()->digest() ==
                m_table->find(m_zone)->version()->digest());
    }
};

QTEST_GUILESS_MAIN(PublisherTest)
#include "publisher.moc"
