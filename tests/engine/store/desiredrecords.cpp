#include <QTemporaryDir>
#include <QTest>

#include "engine/store/storezones.h"

using namespace headwater;
using namespace headwater::test;

class DesiredRecordsTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_count = 0;
    std::unique_ptr<SqliteStore> m_store;
    const Name m_zone = name("apps.example.");
    const Name m_www = name("www.apps.example.");
    const Name m_api = name("api.apps.example.");

    std::vector<Name> dirtyOwners()
    {
        const auto batch = m_store->takeDirty(m_zone);
        return batch && *batch ? (*batch)->owners : std::vector<Name>();
    }
    void clean()
    {
        const auto batch = m_store->takeDirty(m_zone);
        if (*batch)
            QVERIFY(m_store->discardDirty(m_zone, (*batch)->token).has_value());
        QVERIFY(m_store->dirtyZones()->empty());
    }

private Q_SLOTS:
    void init()
    {
        m_store.reset();
        const QString path = m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_count));
        m_store = *SqliteStore::open(path.toStdString());
        QVERIFY(m_store->saveZone(settings(m_zone)).has_value());
        QCOMPARE(*m_store->replaceAll(change(m_zone, {nameserver(m_zone), addresses(m_www, {1, 2}),
                                                      addresses(m_api, {3})})),
                 3U);
        clean();
    }

    void onlyOwnersThatDifferBecomeDirty()
    {
        const std::vector<RRset> sets{addresses(m_www, {1, 2}), addresses(m_api, {4})};
        QCOMPARE(*m_store->apply(change(m_zone, sets)), 1U);
        QVERIFY(dirtyOwners() == std::vector<Name>{m_api});
        QVERIFY(m_store->desiredAt(m_zone, m_api)->front() == addresses(m_api, {4}));
        QVERIFY(m_store->desiredAt(m_zone, m_www)->front() == addresses(m_www, {1, 2}));
    }

    void rfc2136_7_theSameRecordsAgainMarkNothing()
    {
        RRset reordered = addresses(name("WWW.Apps.Example."), {});
        reordered.rdata = {{192, 0, 0, 2}, {192, 0, 0, 1}, {192, 0, 0, 2}};
        QCOMPARE(*m_store->apply(change(m_zone, {reordered})), 0U);
        QCOMPARE(*m_store->replaceAll(
                     change(m_zone, {addresses(m_api, {3}), reordered, nameserver(m_zone)})),
                 0U);
        QVERIFY(m_store->dirtyZones()->empty());
    }

    void aChangedTtlIsAChangeOfTheWholeRRset()
    {
        QCOMPARE(*m_store->apply(change(m_zone, {addresses(m_www, {1, 2}, 60)})), 1U);
        QVERIFY(m_store->desiredAt(m_zone, m_www)->front() == addresses(m_www, {1, 2}, 60));
    }

    void anEmptySetRemovesItsOwnerAndTypeOnly()
    {
        RRset text{m_www, RecordType::TXT, 300, {{2, 'h', 'i'}}};
        QCOMPARE(*m_store->apply(change(m_zone, {text})), 1U);
        QCOMPARE(*m_store->apply(change(m_zone, {addresses(m_www, {})})), 1U);
        const auto left = *m_store->desiredAt(m_zone, m_www);
        QVERIFY(left.size() == 1 && left.front().type == RecordType::TXT);
        QCOMPARE(*m_store->apply(change(m_zone, {addresses(m_www, {})})), 0U);
    }

    void whatIsNotInTheWholeContentsIsRemoved()
    {
        const Name first = name("aa.apps.example.");
        const Name last = name("zz.apps.example.");
        const std::vector<RRset> sets{addresses(last, {9}), nameserver(m_zone),
                                      addresses(first, {8}), addresses(m_api, {3})};
        QCOMPARE(*m_store->replaceAll(change(m_zone, sets)), 3U);
        QVERIFY((dirtyOwners() == std::vector<Name>{first, m_www, last}));
        QCOMPARE(lines(records(*m_store->desired(m_zone))), lines(records(sets)));
        const auto batch = *m_store->takeDirty(m_zone);
        QCOMPARE(batch->sets.size(), 2U);
        QVERIFY(batch->sets.back() == addresses(last, {9}));
    }

    void aHigherSerialAloneIsRememberedAndMarksNothing()
    {
        DesiredChange only = change(m_zone, {});
        only.soa = settings(m_zone, 2025112001).soa;
        QCOMPARE(*m_store->apply(only), 0U);
        QVERIFY(m_store->dirtyZones()->empty());
        QVERIFY((*m_store->zone(m_zone))->soa.serial == Serial(2025112001));
    }

    void aChangedSoaFieldMarksTheApex()
    {
        DesiredChange only = change(m_zone, {});
        only.soa = settings(m_zone).soa;
        only.soa->refresh = 1234;
        QCOMPARE(*m_store->apply(only), 1U);
        QVERIFY(dirtyOwners() == std::vector<Name>{m_zone});
        clean();
        only.soaTtl = 42;
        QCOMPARE(*m_store->apply(only), 1U);
        QVERIFY(dirtyOwners() == std::vector<Name>{m_zone});
        QCOMPARE((*m_store->takeDirty(m_zone))->settings.soaTtl, 42U);
        clean();
        ZoneSettings fields = **m_store->zone(m_zone);
        QVERIFY(m_store->saveZone(fields).has_value());
        QVERIFY(m_store->dirtyZones()->empty());
        fields.soa.expire = 4242;
        QVERIFY(m_store->saveZone(fields).has_value());
        QVERIFY(dirtyOwners() == std::vector<Name>{m_zone});
    }

    void namesChangedWhileAVersionIsMadeStayDirty()
    {
        QCOMPARE(*m_store->apply(change(m_zone, {addresses(m_www, {7})})), 1U);
        QCOMPARE(*m_store->apply(change(m_zone, {addresses(m_api, {7})})), 1U);
        const auto taken = *m_store->takeDirty(m_zone);
        QCOMPARE(*m_store->apply(change(m_zone, {addresses(m_www, {8})})), 1U);
        QVERIFY(m_store->discardDirty(m_zone, taken->token).has_value());
        QVERIFY(dirtyOwners() == std::vector<Name>{m_www});
    }

    void aBatchTellsItsOldestMomentAndItsNewestAuthor()
    {
        DesiredChange first = change(m_zone, {addresses(m_www, {7})});
        first.author = "first";
        DesiredChange second = change(m_zone, {addresses(m_api, {7})});
        second.author = "second";
        second.committedAt = first.committedAt + Seconds(5);
        QVERIFY(m_store->apply(first) && m_store->apply(second));
        const auto batch = *m_store->takeDirty(m_zone);
        QVERIFY(batch->committedAt == first.committedAt);
        QCOMPARE(batch->author, std::string("second"));
    }

    void askingForEverythingGivesTheWholeZone()
    {
        QVERIFY(m_store->markEverything(m_zone).has_value());
        QCOMPARE(*m_store->apply(change(m_zone, {addresses(m_www, {7})})), 1U);
        const auto batch = *m_store->takeDirty(m_zone);
        QVERIFY(batch->everything && batch->owners.empty());
        QCOMPARE(batch->sets.size(), 3U);
        clean();
    }

    void aLargeFirstLoadAsksForEverythingAndALargeChangeDoesNot()
    {
        const Name large = name("large.example.");
        std::vector<RRset> sets;
        for (std::uint16_t i = 0; i < 1000; ++i)
            sets.push_back(addresses(*Name::parse("n" + std::to_string(i), large), {i}));
        QVERIFY(m_store->saveZone(settings(large)).has_value());
        QCOMPARE(*m_store->replaceAll(change(large, sets)), 1000U);
        auto batch = *m_store->takeDirty(large);
        QVERIFY(batch->everything && batch->sets.size() == 1000);
        QVERIFY(m_store->discardDirty(large, batch->token).has_value());
        for (RRset& set : sets)
            set.ttl = 1;
        QCOMPARE(*m_store->replaceAll(change(large, sets)), 1000U);
        batch = *m_store->takeDirty(large);
        QVERIFY(!batch->everything && batch->owners.size() == 1000);
    }

    void whatIsNoRecordOfTheZoneIsRefusedWhole()
    {
        RRset soa{m_zone, RecordType::SOA, 300, {settings(m_zone).soa.rdata()}};
        RRset endless = addresses(m_www, {1}, 0x80000000U);
        const RRset good = addresses(m_www, {9});
        for (const RRset& bad : {addresses(name("www.other."), {1}), soa, endless, good}) {
            const auto applied = m_store->apply(change(m_zone, {good, bad}));
            QVERIFY(!applied.has_value());
            QVERIFY(applied.error().text.find("apps.example") != std::string::npos);
            QVERIFY(!m_store->replaceAll(change(m_zone, {bad, good})).has_value());
        }
        QVERIFY(!m_store->apply(change(name("other."), {good})).has_value());
        QVERIFY(m_store->dirtyZones()->empty());
    }

    void namesBelowAnOwnerAreFound()
    {
        const Name deep = name("a.b.www.apps.example.");
        QVERIFY(m_store->apply(change(m_zone, {addresses(deep, {1})})).has_value());
        const auto below = *m_store->desiredBelow(m_zone, m_www, 10);
        QVERIFY(below.size() == 1 && below.front().owner == deep);
        QCOMPARE(m_store->desiredBelow(m_zone, m_zone, 2)->size(), 2U);
        QVERIFY(m_store->desiredBelow(m_zone, deep, 2)->empty());
    }
};

QTEST_APPLESS_MAIN(DesiredRecordsTest)
#include "desiredrecords.moc"
