#include <QTemporaryDir>
#include <QTest>

#include "engine/store/storezones.h"

using namespace headwater;
using namespace headwater::test;

class ReceiptsTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;

private Q_SLOTS:
    void timesOfAVersionAreGatheredAndKeptAsLongAsIt()
    {
        const std::string path = m_folder.filePath(QStringLiteral("a.sqlite")).toStdString();
        auto store = *SqliteStore::open(path, {1, 1000000});
        const Name zone = name("apps.example.");
        QVERIFY(store->saveZone(settings(zone)).has_value());
        QVERIFY(store->apply(change(zone, {nameserver(zone)})).has_value());
        auto current = commitDirty(*store, zone, nullptr, Serial(1));
        const Instant sent = Clock::now();
        ReceiptRow receipt;
        receipt.zone = zone;
        receipt.serial = Serial(1);
        receipt.secondary = "knot";
        receipt.notifySent = sent;
        receipt.detail = "{}";
        ReceiptRow unknownZone = receipt;
        unknownZone.zone = name("gone.example.");
        ReceiptRow unknownVersion = receipt;
        unknownVersion.serial = Serial(99);
        QVERIFY(store->saveReceipts({receipt, unknownZone, unknownVersion}).has_value());
        receipt.notifySent.reset();
        receipt.live = sent + Seconds(1);
        receipt.detail = "{\"kind\":\"IXFR\"}";
        QVERIFY(store->saveReceipts({receipt}).has_value());

        store.reset();
        store = *SqliteStore::open(path, {1, 1000000});
        auto kept = *store->receipts(zone, 10);
        QCOMPARE(kept.size(), 1U);
        QVERIFY(kept.front().notifySent == sent && kept.front().live == sent + Seconds(1));
        QVERIFY(!kept.front().acknowledged.has_value());
        QCOMPARE(kept.front().detail, receipt.detail);

        for (std::uint32_t serial = 2; serial <= 3; ++serial) {
            const auto host = static_cast<std::uint16_t>(serial);
            QVERIFY(store->apply(change(zone, {addresses(zone, {host})})).has_value());
            current = commitDirty(*store, zone, current, Serial(serial));
            receipt.serial = Serial(serial);
            QVERIFY(store->saveReceipts({receipt}).has_value());
        }
        kept = *store->receipts(zone, 10);
        QCOMPARE(kept.size(), 2U);
        QVERIFY(kept.front().serial == Serial(3) && kept.back().serial == Serial(2));
    }

    void theAuditIsNewestFirst()
    {
        const std::string path = m_folder.filePath(QStringLiteral("b.sqlite")).toStdString();
        const auto store = *SqliteStore::open(path);
        for (const char* who : {"one", "two", "three"})
            QVERIFY(store->writeAudit({Clock::now(), who, "write", "zone", "more"}).has_value());
        const auto rows = *store->audit(2);
        QCOMPARE(rows.size(), 2U);
        QCOMPARE(rows.front().who, std::string("three"));
        QCOMPARE(rows.back().who, std::string("two"));
    }
};

QTEST_APPLESS_MAIN(ReceiptsTest)
#include "receipts.moc"
