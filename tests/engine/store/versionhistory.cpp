#include <map>
#include <random>

#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include "engine/store/storezones.h"

using namespace headwater;
using namespace headwater::test;

class VersionHistoryTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_count = 0;
    std::string m_path;
    HistoryLimits m_limits;
    std::unique_ptr<SqliteStore> m_store;
    std::shared_ptr<const ZoneVersion> m_current;
    const Name m_zone = name("apps.example.");

    void openStore(HistoryLimits limits)
    {
        m_store.reset();
        m_limits = limits;
        m_store = *SqliteStore::open(m_path, limits);
    }
    Name host(int number) const
    {
        return *Name::parse("host-with-a-longer-name-" + std::to_string(number), m_zone);
    }
    void publish(const std::vector<RRset>& sets, std::uint32_t serial)
    {
        QVERIFY(m_store->apply(change(m_zone, sets)).has_value());
        const auto next = commitDirty(*m_store, m_zone, m_current, Serial(serial));
        QVERIFY(next != nullptr);
        m_current = next;
    }
    void damage(const std::string& sql)
    {
        m_store.reset();
        sqlite3* handle = nullptr;
        QCOMPARE(sqlite3_open(m_path.c_str(), &handle), SQLITE_OK);
        QCOMPARE(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        QCOMPARE(sqlite3_changes(handle), 1);
        sqlite3_close(handle);
        openStore(m_limits);
    }
    /// In the store; what is served of them is at most as large as the zone.
    std::size_t keptDifferences()
    {
        const auto rows = m_store->versions(m_zone, 1000);
        std::size_t count = 0;
        for (const VersionRow& row : *rows)
            count += m_store->differenceTo(m_zone, row.serial) ? 1U : 0U;
        return count;
    }

private Q_SLOTS:
    void init()
    {
        m_store.reset();
        m_current = nullptr;
        m_path = m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_count)).toStdString();
        openStore({5, 1000000});
        QVERIFY(m_store->saveZone(settings(m_zone)).has_value());
    }

    void nothingWasPublishedYet()
    {
        QVERIFY(m_store->load(m_zone)->published == nullptr);
        QVERIFY(m_store->versions(m_zone, 10)->empty());
        QVERIFY(!m_store->contentAt(m_zone, Serial(1)).has_value());
    }

    void aLoadedZoneIsTheOneThatWasCommitted()
    {
        publish({nameserver(m_zone), addresses(host(1), {1, 2})}, 10);
        publish({addresses(host(1), {2, 3}), addresses(host(2), {1})}, 11);
        openStore({5, 1000000});
        const auto loaded = m_store->load(m_zone);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text.c_str());
        const ZoneVersion& version = *loaded->published->version();
        QVERIFY(version.serial() == Serial(11));
        QVERIFY(version.digest() == m_current->digest());
        QCOMPARE(lines(version.records()), lines(m_current->records()));
        QCOMPARE(loaded->published->history().size(), 1U);
        const auto rows = *m_store->versions(m_zone, 10);
        QCOMPARE(rows.size(), 2U);
        QCOMPARE(rows[0].added, 2U);
        QCOMPARE(rows[0].removed, 1U);
        QCOMPARE(rows[0].records, version.recordCount());
        QCOMPARE(rows[0].digest, version.digest().hex());
        QCOMPARE(rows[1].added, rows[1].records);
        QVERIFY(m_store->dirtyZones()->empty());
    }

    /// Random changes over several snapshot pages, with a history of five versions: what is kept
    /// is what was served, and what is not kept says so.
    void contentAtAnyKeptSerialIsWhatWasServed()
    {
        std::mt19937 random(20251120);
        const auto upTo = [&random](int most) {
            return static_cast<int>(random() % unsigned(most));
        };
        std::vector<RRset> first{nameserver(m_zone)};
        for (int i = 0; i < 1500; ++i)
            first.push_back(addresses(host(i), {1}));
        std::map<std::uint32_t, std::vector<std::string>> served;
        publish(first, 1);
        served[1] = lines(m_current->records());
        for (std::uint32_t serial = 2; serial <= 60; ++serial) {
            std::map<Name, RRset> sets;
            // From time to time a run of names comes or goes, so that pages split and vanish.
            const int run = upTo(6) == 0 ? 800 : 1 + upTo(5);
            const int begin = upTo(1800);
            const int count = upTo(3);
            for (int i = begin; i < begin + run; ++i) {
                std::vector<std::uint16_t> hosts;
                for (int j = 0; j < count; ++j)
                    hosts.push_back(static_cast<std::uint16_t>(upTo(3000)));
                sets[host(i)] = addresses(host(i), hosts, upTo(2) == 0 ? 300 : 60);
            }
            std::vector<RRset> list{addresses(m_zone, {static_cast<std::uint16_t>(serial)})};
            for (auto& [owner, set] : sets)
                list.push_back(set);
            publish(list, serial);
            served[serial] = lines(m_current->records());
            if (serial % 20 == 0)
                openStore(m_limits);
        }
        QCOMPARE(keptDifferences(), 5U);
        for (std::uint32_t serial = 55; serial <= 60; ++serial) {
            const auto content = m_store->contentAt(m_zone, Serial(serial));
            QVERIFY2(content.has_value(), content ? "" : content.error().text.c_str());
            QCOMPARE(lines((*content)->records()), served[serial]);
            if (serial > 55)
                QVERIFY((*m_store->differenceTo(m_zone, Serial(serial)))->to() == Serial(serial));
        }
        QVERIFY(!m_store->contentAt(m_zone, Serial(54)).has_value());
        QVERIFY(!m_store->differenceTo(m_zone, Serial(55)).has_value());
        QCOMPARE(m_store->versions(m_zone, 100)->size(), 6U);
    }

    void differencesOverTheOctetLimitAreDroppedOldestFirst()
    {
        openStore({100, 2000});
        publish({nameserver(m_zone)}, 1);
        for (std::uint32_t serial = 2; serial <= 40; ++serial)
            publish({addresses(host(int(serial)), {1})}, serial);
        std::size_t octets = 0;
        const auto loaded = *m_store->load(m_zone);
        for (const auto& difference : loaded.published->history())
            octets += difference->sequence().size();
        QVERIFY(octets <= 2000);
        QVERIFY(octets > 1500);
        QCOMPARE(m_store->versions(m_zone, 100)->size(), 40U);
        // One difference that is over the limit alone leaves no history at all.
        std::vector<RRset> many;
        for (int i = 0; i < 200; ++i)
            many.push_back(addresses(host(i), {2}));
        publish(many, 41);
        QCOMPARE(keptDifferences(), 0U);
        QVERIFY((*m_store->contentAt(m_zone, Serial(41)))->digest() == m_current->digest());
        publish({addresses(host(1), {9})}, 42);
        QCOMPARE(keptDifferences(), 1U);
    }

    void aZoneWithoutHistoryIsStillThere()
    {
        openStore({0, 0});
        publish({nameserver(m_zone)}, 1);
        publish({addresses(host(1), {1})}, 2);
        QCOMPARE(keptDifferences(), 0U);
        QVERIFY(m_store->load(m_zone)->published->version()->digest() == m_current->digest());
    }

    void lowerLimitsHoldFromTheNextVersionOn()
    {
        publish({nameserver(m_zone)}, 1);
        for (std::uint32_t serial = 2; serial <= 6; ++serial)
            publish({addresses(host(int(serial)), {1})}, serial);
        QCOMPARE(keptDifferences(), 5U);
        openStore({2, 1000000});
        publish({addresses(host(1), {9})}, 7);
        QCOMPARE(keptDifferences(), 2U);
        QVERIFY((*m_store->contentAt(m_zone, Serial(5))).get() != nullptr);
    }

    void rfc1982_6_aHistoryThatCrossesTheWrapIsWhole()
    {
        publish({nameserver(m_zone)}, 0xFFFFFFFEU);
        publish({addresses(host(1), {1})}, 0xFFFFFFFFU);
        publish({addresses(host(1), {2})}, 1);
        publish({addresses(host(1), {3})}, 0x7FFFFFFFU);
        const auto loaded = m_store->load(m_zone);
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->published->history().size(), 3U);
        QVERIFY(m_store->versions(m_zone, 1)->front().serial == Serial(0x7FFFFFFFU));
        QVERIFY((*m_store->contentAt(m_zone, Serial(0xFFFFFFFFU)))->serial() ==
                Serial(0xFFFFFFFFU));
    }

    void aSerialThatComesRoundAgainCutsTheHistory()
    {
        publish({nameserver(m_zone)}, 1);
        publish({addresses(host(1), {1})}, 0x7FFFFFFFU);
        publish({addresses(host(1), {2})}, 0xFFFFFFF0U);
        publish({addresses(host(1), {3})}, 1);
        QCOMPARE(keptDifferences(), 0U);
        QVERIFY((*m_store->contentAt(m_zone, Serial(1)))->digest() == m_current->digest());
        publish({addresses(host(1), {4})}, 2);
        QCOMPARE(keptDifferences(), 1U);
    }

    /// Moving the snapshot writes pages, so a large zone waits with it longer than it keeps
    /// differences for secondaries.
    void aSnapshotFarBehindTheHistoryLeadsToWhatWasServed()
    {
        openStore({100, 10000000});
        std::vector<RRset> first{nameserver(m_zone)};
        for (int i = 0; i < 9000; ++i)
            first.push_back(addresses(host(i), {1}));
        publish(first, 1);
        QVERIFY(m_current->pages().size() > 30);
        for (std::uint32_t serial = 2; serial <= 125; ++serial)
            publish({addresses(host(static_cast<int>(serial) * 71), {2})}, serial);
        QCOMPARE(keptDifferences(), 124U);
        openStore(m_limits);
        const auto loaded = m_store->load(m_zone);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text.c_str());
        QCOMPARE(loaded->published->history().size(), 100U);
        QVERIFY(loaded->published->version()->digest() == m_current->digest());
        QVERIFY((*m_store->contentAt(m_zone, Serial(125)))->digest() == m_current->digest());
        for (std::uint32_t serial = 126; serial <= 200; ++serial)
            publish({addresses(host(static_cast<int>(serial) * 13), {3})}, serial);
        QVERIFY(keptDifferences() < 130); // it has moved
        openStore(m_limits);
        QVERIFY(m_store->load(m_zone)->published->version()->digest() == m_current->digest());
    }

    /// The store may give its number to the next zone.
    void aZoneThatIsMadeAgainLosesNoPageOfItsSnapshot()
    {
        publish({nameserver(m_zone), addresses(host(1), {1})}, 1);
        QVERIFY(m_store->removeZone(m_zone, "test").has_value());
        m_current = nullptr;
        QVERIFY(m_store->saveZone(settings(m_zone)).has_value());
        publish({nameserver(m_zone), addresses(host(2), {1})}, 2);
        openStore(m_limits);
        const auto loaded = m_store->load(m_zone);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text.c_str());
        QVERIFY(loaded->published->version()->digest() == m_current->digest());
    }

    void aGapInTheChainIsRefused()
    {
        publish({nameserver(m_zone)}, 1);
        const auto one = m_current;
        publish({addresses(host(1), {1})}, 2);
        m_current = one;
        QVERIFY(m_store->apply(change(m_zone, {addresses(host(2), {1})})).has_value());
        QVERIFY(!commitDirty(*m_store, m_zone, m_current, Serial(3)));
        QCOMPARE(m_store->versions(m_zone, 10)->size(), 2U);
        QVERIFY(*m_store->serialFloor(m_zone) == Serial(2));
        QVERIFY(!m_store->dirtyZones()->empty());
    }

    void damagedContentsAreNotServed_data()
    {
        QTest::addColumn<std::string>("sql");
        QTest::newRow("snapshot") << std::string("UPDATE snapshot_page SET body ="
                                                 " CAST(substr(body, 1, length(body) - 1)"
                                                 " || x'63' AS BLOB) WHERE zone = 1");
        QTest::newRow("snapshot cut short")
            << std::string("UPDATE snapshot_page SET body = substr(body, 1, 30)");
        QTest::newRow("snapshot page gone") << std::string("DELETE FROM snapshot_page");
        QTest::newRow("snapshot of other pages")
            << std::string("UPDATE snapshot SET soa_ttl = soa_ttl + 1");
        QTest::newRow("difference") << std::string("UPDATE difference SET body ="
                                                   " CAST(substr(body, 1, length(body) - 1)"
                                                   " || x'63' AS BLOB) WHERE number = 3");
        QTest::newRow("difference gone") << std::string("DELETE FROM difference WHERE number = 2");
        QTest::newRow("digest") << std::string(
            "UPDATE version SET digest = zeroblob(32) WHERE number = 3");
    }

    void damagedContentsAreNotServed()
    {
        QFETCH(std::string, sql);
        publish({nameserver(m_zone), addresses(name("zz.apps.example."), {1})}, 1);
        publish({addresses(host(1), {1})}, 2);
        publish({addresses(host(2), {1})}, 3);
        QVERIFY(m_store->load(m_zone).has_value());
        damage(sql);
        const auto loaded = m_store->load(m_zone);
        QVERIFY(!loaded.has_value());
        QVERIFY2(loaded.error().text.find("apps.example") != std::string::npos,
                 loaded.error().text.c_str());
    }

    void theRootZoneIsAZoneToo()
    {
        const Name root;
        QVERIFY(m_store->saveZone(settings(root)).has_value());
        QVERIFY(m_store->replaceAll(change(root, {nameserver(root), addresses(name("a."), {1})}))
                    .has_value());
        auto version = commitDirty(*m_store, root, nullptr, Serial(1));
        for (std::uint32_t serial = 2; serial < 10; ++serial) {
            const auto address = static_cast<std::uint16_t>(serial);
            QVERIFY(m_store->apply(change(root, {addresses(root, {address})})).has_value());
            version = commitDirty(*m_store, root, version, Serial(serial));
        }
        QVERIFY(m_store->load(root)->published->version()->digest() == version->digest());
    }
};

QTEST_APPLESS_MAIN(VersionHistoryTest)
#include "versionhistory.moc"
