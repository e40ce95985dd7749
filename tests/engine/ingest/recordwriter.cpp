#include "ingest/recordwriter.h"
#include "store/sqlitestore.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "engine/store/storezones.h"

using namespace headwater;
using namespace headwater::test;

class RecordWriterTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_count = 0;
    std::unique_ptr<RecordWriter> m_writer;
    std::unique_ptr<SqliteStore> m_store;
    std::vector<Name> m_changed;
    std::vector<Name> m_removed;
    const Name m_zone = name("apps.example.");
    const Name m_www = name("www.apps.example.");

    void refused(const std::vector<RRset>& sets, const char* because)
    {
        const auto before = lines(records(*m_store->desired(m_zone)));
        const auto dirty = *m_store->takeDirty(m_zone);
        m_changed.clear();
        const auto written = m_writer->write(m_zone, sets, "test");
        QVERIFY2(!written.has_value(), because);
        QVERIFY2(written.error().text.find(because) != std::string::npos,
                 written.error().text.c_str());
        QVERIFY(written.error().text.find("apps.example") != std::string::npos);
        QCOMPARE(lines(records(*m_store->desired(m_zone))), before);
        QCOMPARE((*m_store->takeDirty(m_zone)).has_value(), dirty.has_value());
        QVERIFY(m_changed.empty());
    }
    void written(const std::vector<RRset>& sets, std::size_t owners)
    {
        const auto count = m_writer->write(m_zone, sets, "test");
        QVERIFY2(count.has_value(), count ? "" : count.error().text.c_str());
        QCOMPARE(*count, owners);
    }

private Q_SLOTS:
    void init()
    {
        m_writer.reset();
        m_store.reset();
        const QString path = m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_count));
        m_store = *SqliteStore::open(path.toStdString());
        m_writer = std::make_unique<RecordWriter>(*m_store, nullptr, SerialPolicy::Date);
        m_changed.clear();
        m_removed.clear();
        connect(m_writer.get(), &RecordWriter::zoneChanged, this,
                [this](const Name& zone) { m_changed.push_back(zone); });
        connect(m_writer.get(), &RecordWriter::zoneRemoved, this,
                [this](const Name& zone) { m_removed.push_back(zone); });
        QVERIFY(m_writer
                    ->createZone(m_zone, settings(m_zone).soa, {name("ns1.elsewhere.example.")},
                                 "somebody")
                    .has_value());
    }

    void aNewZoneHasItsSoaAndNameservers()
    {
        QVERIFY(m_changed == std::vector<Name>{m_zone});
        const auto zone = **m_store->zone(m_zone);
        QVERIFY(zone.source == ZoneSource::Embedded && zone.policy == SerialPolicy::Date);
        QVERIFY(zone.soa == settings(m_zone).soa);
        QVERIFY((*m_store->takeDirty(m_zone))->sets.front().type == RecordType::NS);
        QCOMPARE(m_store->audit(1)->front().who, std::string("somebody"));
    }

    void aZoneWithoutNameserversOrTwiceIsRefused()
    {
        const Name other = name("other.example.");
        QVERIFY(!m_writer->createZone(other, settings(other).soa, {}, "test").has_value());
        QVERIFY(!(*m_store->zone(other)).has_value());
        const auto again =
            m_writer->createZone(m_zone, settings(m_zone).soa, {name("ns.")}, "test");
        QVERIFY(!again.has_value());
        QVERIFY(again.error().text.find("exists") != std::string::npos);
    }

    void recordsAreWrittenOnceAndTold()
    {
        m_changed.clear();
        written({addresses(m_www, {1, 2})}, 1);
        QVERIFY(m_changed == std::vector<Name>{m_zone});
        QVERIFY(m_store->desiredAt(m_zone, m_www)->front() == addresses(m_www, {1, 2}));
        QCOMPARE(m_store->audit(1)->front().action, std::string("write records"));
        written({addresses(m_www, {2, 1})}, 0);
        QCOMPARE(m_changed.size(), 1U);
        written({addresses(m_www, {})}, 1);
        QVERIFY(m_store->desiredAt(m_zone, m_www)->empty());
    }

    void theSoaIsChangedThroughItsRRset()
    {
        Soa soa = settings(m_zone).soa;
        soa.refresh = 4711;
        RRset set{m_zone, RecordType::SOA, 99, {soa.rdata()}};
        written({set}, 1);
        QCOMPARE((*m_store->zone(m_zone))->soa.refresh, 4711U);
        QCOMPARE((*m_store->zone(m_zone))->soaTtl, 99U);
        set.rdata.clear();
        refused({set}, "SOA");
        set = {m_www, RecordType::SOA, 99, {soa.rdata()}};
        refused({set}, "SOA");
    }

    void whatWouldBreakTheZoneIsRefusedAndNothingIsWritten()
    {
        refused({addresses(name("www.other."), {1})}, "outside the zone");
        refused({RRset{m_zone, RecordType::NS, 0, {}}}, "NS");
        refused({RRset{m_www, RecordType::A, 300, {{1, 2, 3}}}}, "A");
        refused({RRset{m_www, RecordType::ANY, 300, {{1, 2, 3, 4}}}}, "ANY");
        refused({addresses(m_www, {1}, 0x80000000U)}, "TTL");
        const auto unknown = m_writer->write(name("no.such."), {}, "test");
        QVERIFY(!unknown.has_value());
    }

    void rfc2181_3_aCnameStandsAlone()
    {
        written({addresses(m_www, {1})}, 1);
        const RRset alias = target(RecordType::CNAME, m_www, "elsewhere.example.");
        refused({alias}, "CNAME");
        written({alias, addresses(m_www, {})}, 1);
        refused({addresses(m_www, {1})}, "CNAME");
        refused({target(RecordType::CNAME, m_zone, "elsewhere.example.")}, "CNAME");
    }

    void rfc6672_1_nothingStandsBelowADname()
    {
        const Name deep = name("a.b.www.apps.example.");
        const RRset dname = target(RecordType::DNAME, m_www, "elsewhere.example.");
        written({addresses(deep, {1})}, 1);
        refused({dname}, "DNAME");
        written({dname, addresses(deep, {})}, 2);
        refused({addresses(deep, {1})}, "DNAME");
        refused({addresses(deep, {1}), addresses(name("b.www.apps.example."), {1})}, "DNAME");
        written({addresses(deep, {1}), RRset{m_www, RecordType::DNAME, 0, {}}}, 2);
    }

    void aZoneFromAFileIsRefusedByItsName()
    {
        ZoneSettings file = settings(name("filed.example."));
        file.source = ZoneSource::ZoneFile;
        file.sourceName = "filed.example.zone";
        QVERIFY(m_store->saveZone(file).has_value());
        const auto written = m_writer->write(file.zone, {}, "test");
        QVERIFY(!written.has_value());
        QVERIFY(written.error().text.find("filed.example.zone") != std::string::npos);
        QVERIFY(!m_writer->removeZone(file.zone, "test").has_value());
        QVERIFY((*m_store->zone(file.zone)).has_value());
    }

    void aRemovedZoneIsTold()
    {
        QVERIFY(m_writer->removeZone(m_zone, "somebody").has_value());
        QVERIFY(m_removed == std::vector<Name>{m_zone});
        QVERIFY(!(*m_store->zone(m_zone)).has_value());
        QVERIFY(!m_writer->removeZone(m_zone, "somebody").has_value());
    }
};

QTEST_GUILESS_MAIN(RecordWriterTest)
#include "recordwriter.moc"
