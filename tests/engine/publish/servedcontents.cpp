#include <map>
#include <random>

#include <QTemporaryDir>
#include <QTest>

#include "engine/store/storezones.h"
#include "publish/publisher.h"
#include "store/sqlitestore.h"

using namespace headwater;
using namespace headwater::test;

/// Random changes through store and publisher, with restarts in between: what was served at a
/// serial is what the store gives back for it, for ever.
class ServedContentsTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::string m_path;
    const HistoryLimits m_limits{12, 20000};
    const Name m_zone = name("apps.example.");
    std::mt19937 m_random;
    std::unique_ptr<SqliteStore> m_store;
    std::shared_ptr<ZoneTable> m_table;
    std::unique_ptr<Publisher> m_publisher;
    std::map<std::uint32_t, std::vector<std::string>> m_served;
    std::map<std::uint32_t, std::string> m_digests;

    unsigned upTo(unsigned most) { return static_cast<unsigned>(m_random() % most); }

    void startEngine()
    {
        m_publisher.reset();
        m_store.reset();
        m_store = *SqliteStore::open(m_path, m_limits);
        m_table = std::make_shared<ZoneTable>();
        m_publisher = std::make_unique<Publisher>(*m_store, m_table, m_limits);
        connect(m_publisher.get(), &Publisher::fact, this, [this](const Fact& fact) {
            if (!std::holds_alternative<ZonePublished>(fact.body))
                return;
            const auto& version = *m_table->find(m_zone)->version();
            const std::uint32_t serial = version.serial().value();
            QVERIFY2(m_served.count(serial) == 0, "a serial was used twice");
            m_served[serial] = lines(version.records());
            m_digests[serial] = version.digest().hex();
        });
        m_publisher->start();
    }
    RRset randomSet()
    {
        const Name owner =
            upTo(15) == 0 ? m_zone : *Name::parse("host" + std::to_string(upTo(120)), m_zone);
        std::vector<std::uint16_t> hosts;
        for (unsigned i = upTo(4); i > 0; --i)
            hosts.push_back(static_cast<std::uint16_t>(upTo(6)));
        RRset set = addresses(owner, hosts, upTo(3) == 0 ? 60 : 300);
        if (upTo(3) == 0)
            set.type = RecordType(65280);
        return set;
    }
    /// One change of one of the kinds there are; true when the store said that it changed
    /// something.
    bool changeSomething()
    {
        DesiredChange wanted = change(m_zone, {});
        std::map<std::pair<Name, RecordType>, RRset> sets;
        const unsigned kind = upTo(12);
        for (unsigned i = kind == 0 ? 60 : upTo(4); i > 0; --i) {
            RRset set = randomSet();
            sets[{set.owner, set.type}] = set;
        }
        if (kind == 1)
            wanted.soa = settings(m_zone, upTo(2000)).soa;
        if (kind == 2)
            wanted.soaTtl = upTo(3) + 1;
        if (kind == 3)
            static_cast<void>(m_store->markEverything(m_zone));
        if (kind == 0)
            sets[{m_zone, RecordType::NS}] = nameserver(m_zone);
        for (auto& [key, set] : sets)
            wanted.sets.push_back(set);
        const auto changed = kind == 0 ? m_store->replaceAll(wanted) : m_store->apply(wanted);
        return changed && *changed > 0;
    }
    void compareWithStore()
    {
        const auto published = m_table->find(m_zone);
        const auto loaded = m_store->load(m_zone);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text.c_str());
        QVERIFY(loaded->published->serial() == published->serial());
        QVERIFY(loaded->published->version()->digest() == published->version()->digest());
        QCOMPARE(lines(loaded->published->version()->records()),
                 lines(published->version()->records()));
        QCOMPARE(loaded->published->history().size(), published->history().size());
        // What people want is what is served, since nothing is dirty.
        QVERIFY(m_store->dirtyZones()->empty());
        std::vector<Record> wanted = records(*m_store->desired(m_zone));
        wanted.push_back({m_zone, RecordType::SOA, published->version()->soaTtl(),
                          published->version()->soa().rdata()});
        QCOMPARE(lines(wanted), lines(published->version()->records()));
    }
    void compareEveryKeptSerial()
    {
        const auto published = m_table->find(m_zone);
        std::vector<Serial> kept{published->serial()};
        for (const auto& difference : published->history())
            kept.push_back(difference->from());
        for (const Serial serial : kept) {
            const auto content = m_store->contentAt(m_zone, serial);
            QVERIFY2(content.has_value(), content ? "" : content.error().text.c_str());
            QCOMPARE(lines((*content)->records()), m_served[serial.value()]);
            QCOMPARE((*content)->digest().hex(), m_digests[serial.value()]);
        }
    }

private Q_SLOTS:
    void whatWasServedAtASerialStaysWhatTheStoreGivesBack_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 3; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void whatWasServedAtASerialStaysWhatTheStoreGivesBack()
    {
        QFETCH(unsigned, seed);
        m_random.seed(seed);
        m_served.clear();
        m_path = m_folder.filePath(QStringLiteral("%1.sqlite").arg(seed)).toStdString();
        startEngine();
        QVERIFY(m_store->saveZone(settings(m_zone)).has_value());
        QVERIFY(m_store->apply(change(m_zone, {nameserver(m_zone)})).has_value());
        m_publisher->zoneChanged(m_zone);
        QTest::qWait(1);
        std::size_t changes = 0;
        for (int round = 0; round < 100 && !QTest::currentTestFailed(); ++round) {
            const std::size_t before = m_served.size();
            changes += changeSomething() ? 1U : 0U;
            if (upTo(25) == 0)
                startEngine();
            else
                m_publisher->zoneChanged(m_zone);
            for (int turn = 0; turn < 1000 && !m_store->dirtyZones()->empty(); ++turn)
                QCoreApplication::processEvents();
            QVERIFY(m_store->dirtyZones()->empty());
            QVERIFY(m_served.size() <= before + 1);
            if (round % 4 == 3)
                compareWithStore();
            if (round % 30 == 29)
                compareEveryKeptSerial();
        }
        QVERIFY(m_served.size() > 40);
        // A version a change at most, and none without one.
        QVERIFY(m_served.size() <= changes + 1);
    }
};

QTEST_GUILESS_MAIN(ServedContentsTest)
#include "servedcontents.moc"
