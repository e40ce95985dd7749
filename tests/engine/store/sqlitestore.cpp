#include "store/sqlitestore.h"

#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/store/storezones.h"

using namespace headwater;
using namespace headwater::test;

class SqliteStoreTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    int m_count = 0;

    std::string newPath()
    {
        return m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_count)).toStdString();
    }

    static void run(const std::string& path, const char* sql)
    {
        sqlite3* handle = nullptr;
        QCOMPARE(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
        QCOMPARE(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(handle);
    }

    static bool contains(const std::string& text, const std::string& part)
    {
        return text.find(part) != std::string::npos;
    }

private Q_SLOTS:
    void aStoreIsThereAgainWhenItIsOpenedAgain()
    {
        const std::string path = newPath();
        const Name zone = name("Apps.Example.");
        ZoneSettings saved = settings(zone, 4294967295U);
        saved.source = ZoneSource::ZoneFile;
        saved.sourceName = "apps.example.zone";
        saved.policy = SerialPolicy::Date;
        saved.retiresAt = Clock::now();
        {
            const auto store = SqliteStore::open(path);
            QVERIFY2(store.has_value(), store ? "" : store.error().text.c_str());
            QVERIFY((*store)->saveZone(saved).has_value());
        }
        const auto store = SqliteStore::open(path);
        QVERIFY(store.has_value());
        const auto zones = (*store)->zones();
        QVERIFY(zones && zones->size() == 1);
        const ZoneSettings& found = zones->front();
        QVERIFY(found.zone.identical(zone));
        QVERIFY(found.source == ZoneSource::ZoneFile && found.policy == SerialPolicy::Date);
        QCOMPARE(found.sourceName, saved.sourceName);
        QVERIFY(found.soa == saved.soa && found.soaTtl == saved.soaTtl);
        QCOMPARE(found.soa.serial.value(), 4294967295U);
        QVERIFY(found.retiresAt == saved.retiresAt);
        QVERIFY((*(*store)->zone(name("apps.EXAMPLE."))).has_value());
        QVERIFY(!(*(*store)->zone(name("other.example."))).has_value());
    }

    void aSecondProcessIsRefusedWithASentence()
    {
        const std::string path = newPath();
        int ready[2];
        int finish[2];
        QCOMPARE(pipe(ready), 0);
        QCOMPARE(pipe(finish), 0);
        const pid_t child = fork();
        if (child == 0) {
            close(finish[1]); // so that it ends when the test does, however that comes
            const auto store = SqliteStore::open(path);
            char word = store ? 'y' : 'n';
            _exit(write(ready[1], &word, 1) == 1 && read(finish[0], &word, 1) == 1 ? 0 : 1);
        }
        char word = 0;
        QCOMPARE(read(ready[0], &word, 1), ssize_t(1));
        QCOMPARE(word, 'y');
        const auto second = SqliteStore::open(path);
        QVERIFY(!second.has_value());
        QVERIFY2(contains(second.error().text, path), second.error().text.c_str());
        QVERIFY2(contains(second.error().text, "(process " + std::to_string(child) + ")"),
                 second.error().text.c_str());
        QCOMPARE(write(finish[1], &word, 1), ssize_t(1));
        QCOMPARE(waitpid(child, nullptr, 0), child);
        for (const int descriptor : {ready[0], ready[1], finish[0], finish[1]})
            close(descriptor);
        QVERIFY(SqliteStore::open(path).has_value());
    }

    void aNewerSchemaIsRefusedAndNotTouched()
    {
        const std::string path = newPath();
        QVERIFY(SqliteStore::open(path).has_value());
        run(path, "PRAGMA user_version = 999");
        const auto store = SqliteStore::open(path);
        QVERIFY(!store.has_value());
        QVERIFY2(contains(store.error().text, "schema 999 of a newer Headwater"),
                 store.error().text.c_str());
        run(path, "SELECT count(*) FROM zone");
    }

    void aFileThatIsNoStoreIsRefused()
    {
        const std::string other = newPath();
        run(other, "CREATE TABLE somebody_elses (x)");
        const auto store = SqliteStore::open(other);
        QVERIFY(!store.has_value());
        QVERIFY2(contains(store.error().text, "not a Headwater store"), store.error().text.c_str());
        const std::string missing = newPath() + "/no/such/folder/store.sqlite";
        QVERIFY(!SqliteStore::open(missing).has_value());
    }

    void aZoneThatIsMadeAgainKeepsItsSerialFloor()
    {
        const auto store = *SqliteStore::open(newPath());
        const Name zone = name("apps.example.");
        QVERIFY(store->saveZone(settings(zone)).has_value());
        QVERIFY(*store->replaceAll(change(zone, {nameserver(zone)})) == 1);
        QVERIFY(commitDirty(*store, zone, nullptr, Serial(77)));
        QVERIFY(store->removeZone(zone, "a person").has_value());
        QVERIFY(!(*store->zone(zone)).has_value());
        QVERIFY(*store->serialFloor(zone) == Serial(77));
        QCOMPARE(store->audit(10)->front().who, std::string("a person"));

        QVERIFY(store->saveZone(settings(zone)).has_value());
        QVERIFY(*store->serialFloor(zone) == Serial(77));
        QVERIFY(store->load(zone)->published == nullptr);
        QVERIFY(*store->replaceAll(change(zone, {nameserver(zone)})) == 1);
        // rfc1982: neither the same serial nor one half the circle away may come next.
        QVERIFY(!commitDirty(*store, zone, nullptr, Serial(77)));
        QVERIFY(!commitDirty(*store, zone, nullptr, Serial(77U + 0x80000000U)));
        QVERIFY(!commitDirty(*store, zone, nullptr, Serial(0)));
        QVERIFY(commitDirty(*store, zone, nullptr, Serial(78)));
        QVERIFY(*store->serialFloor(zone) == Serial(78));
    }

    void aZoneIsCreatedWithItsRecordsOrNotAtAll()
    {
        const auto store = *SqliteStore::open(newPath());
        const Name zone = name("apps.example.");
        const RRset outside = addresses(name("www.other."), {1});
        QVERIFY(!store->createZone(settings(zone), change(zone, {outside})).has_value());
        QVERIFY(!(*store->zone(zone)).has_value());
        QCOMPARE(*store->createZone(settings(zone), change(zone, {nameserver(zone)})), 1U);
        QVERIFY(!store->createZone(settings(zone), change(zone, {})).has_value());
        QCOMPARE(store->desired(zone)->size(), 1U);
    }
};

QTEST_APPLESS_MAIN(SqliteStoreTest)
#include "sqlitestore.moc"
