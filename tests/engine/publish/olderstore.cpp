#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "engine/store/storezones.h"
#include "publish/publisher.h"
#include "store/schema.h"
#include "store/sqlitestore.h"

using namespace headwater;
using namespace headwater::test;

/// A store of schema 1, written by an engine before this one: what is wanted and the serial floors
/// are kept, and every zone is published once more.
class OlderStoreTest : public QObject
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
    const Name m_www = name("www.apps.example.");

    void stopEngine()
    {
        m_publisher.reset();
        m_store.reset();
    }
    void startEngine()
    {
        stopEngine();
        auto opened = SqliteStore::open(m_path);
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().text.c_str());
        m_store = std::move(*opened);
        m_table = std::make_shared<ZoneTable>();
        m_publisher = std::make_unique<Publisher>(*m_store, m_table, HistoryLimits{});
        m_facts.clear();
        connect(m_publisher.get(), &Publisher::fact, this,
                [this](const Fact& fact) { m_facts.push_back(fact); });
        m_publisher->start();
    }
    void apply(const std::vector<RRset>& sets)
    {
        QVERIFY(m_store->apply(change(m_zone, sets)).has_value());
        m_publisher->zoneChanged(m_zone);
    }
    [[nodiscard]] std::uint32_t serial() const
    {
        const auto published = m_table->find(m_zone);
        return published ? published->serial().value() : 0;
    }
    template <typename Body> std::vector<Body> facts() const
    {
        std::vector<Body> found;
        for (const Fact& fact : m_facts) {
            if (const auto* body = std::get_if<Body>(&fact.body))
                found.push_back(*body);
        }
        return found;
    }

    /// Puts a store of schema 1 with the same zones, records, versions and floors in its place.
    void makeOlder()
    {
        stopEngine();
        const std::string older = m_path + ".older";
        {
            auto database = *Database::open(older);
            std::string sql(schemaMigrations().front());
            sql += ";ATTACH '" + m_path + "' AS newer;";
            for (const char* table :
                 {"zone", "serial_floor", "record", "dirty", "version", "difference"})
                sql += std::string("INSERT INTO ") + table + " SELECT * FROM newer." + table + ";";
            sql += "INSERT INTO snapshot SELECT zone, number, x'00', 300, 0 FROM newer.snapshot;"
                   "INSERT INTO snapshot_page (zone, first_key, records)"
                   " SELECT zone, x'', x'00' FROM newer.snapshot;"
                   "DETACH newer; PRAGMA user_version = 1";
            const auto made = database->execute(sql, "making an older store");
            QVERIFY2(made.has_value(), made ? "" : made.error().text.c_str());
        }
        std::filesystem::rename(older, m_path);
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(QString::number(++m_count)).toStdString();
        startEngine();
        QVERIFY(m_store->saveZone(settings(m_zone, 10)).has_value());
        apply({nameserver(m_zone)});
        QTRY_COMPARE(serial(), 10U);
        apply({addresses(m_www, {1})});
        QTRY_COMPARE(serial(), 11U);
    }
    void cleanup() { stopEngine(); }

    void itsZonesArePublishedOnceMoreWithAHigherSerial()
    {
        const auto digest = m_table->find(m_zone)->version()->digest();
        makeOlder();
        startEngine();
        QTRY_COMPARE(serial(), 12U);
        QVERIFY(m_table->find(m_zone)->version()->digest() == digest);
        QVERIFY(m_table->find(m_zone)->history().empty());
        QVERIFY(*m_store->serialFloor(m_zone) == Serial(12));
        QCOMPARE(m_store->versions(m_zone, 10)->size(), 1U);

        startEngine(); // once is enough
        QTest::qWait(5);
        QCOMPARE(serial(), 12U);
        QVERIFY(facts<ZonePublished>().empty());
        apply({addresses(m_www, {1, 2})});
        QTRY_COMPARE(serial(), 13U);
        QCOMPARE(m_table->find(m_zone)->history().size(), 1U);
    }

    void aZoneWhoseRecordsAreRejectedSaysWhyAndComesBackAboveItsFloor()
    {
        const RRset alias{m_www, RecordType::CNAME, 300, {{0}}};
        apply({alias});
        QTRY_COMPARE(facts<ZoneRejected>().size(), 1U);
        QCOMPARE(serial(), 11U);
        makeOlder();
        startEngine();
        QTRY_COMPARE(facts<ZoneRejected>().size(), 1U);
        const ZoneRejected rejected = facts<ZoneRejected>().front();
        QVERIFY(rejected.zone == m_zone);
        QVERIFY2(rejected.reason.find("www.apps.example") != std::string::npos,
                 rejected.reason.c_str());
        QCOMPARE(serial(), 0U); // what was published is not in the new form
        QVERIFY(*m_store->serialFloor(m_zone) == Serial(11));

        apply({RRset{m_www, RecordType::CNAME, 300, {}}});
        QTRY_COMPARE(serial(), 12U);
        QCOMPARE(facts<ZoneAccepted>().size(), 1U);
    }
};

QTEST_GUILESS_MAIN(OlderStoreTest)
#include "olderstore.moc"
