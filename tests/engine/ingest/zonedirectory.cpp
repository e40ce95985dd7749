#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "engine/ingest/directorybench.h"

using namespace headwater;

namespace {

using Save = std::function<void(const DirectoryBench&, const std::string&, const std::string&)>;

void writeInPlace(const DirectoryBench& bench, const std::string& name, const std::string& text)
{
    bench.save(name, text);
}

void renameIntoPlace(const DirectoryBench& bench, const std::string& name, const std::string& text)
{
    bench.replace(name, text);
}

/// vim with its defaults: tries the folder, moves the file to a backup, writes a new one.
void saveAsVim(const DirectoryBench& bench, const std::string& name, const std::string& text)
{
    bench.save(".example.zone.swp", "b0VIM 9.0");
    bench.save("4913", "");
    std::remove(bench.path("4913").c_str());
    std::rename(bench.path(name).c_str(), bench.path(name + "~").c_str());
    QTest::qWait(5);
    bench.save(name, text);
    std::remove(bench.path(name + "~").c_str());
    std::remove(bench.path(".example.zone.swp").c_str());
}

/// Emacs: an auto-save file and a lock link, a backup by copying, then writing in place.
void saveAsEmacs(const DirectoryBench& bench, const std::string& name, const std::string& text)
{
    bench.save("#" + name + "#", text.substr(0, text.size() / 2));
    std::filesystem::create_symlink("me@host.1", bench.path(".#" + name));
    bench.save(name + "~", "old");
    bench.save(name, text);
    std::remove(bench.path("#" + name + "#").c_str());
    std::remove(bench.path(".#" + name).c_str());
}

/// A copy over a slow line: begun, interrupted, ended.
void writeInTwoHalves(const DirectoryBench& bench, const std::string& name, const std::string& text)
{
    const int file =
        ::open(bench.path(name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    const std::size_t half = text.size() / 2;
    QCOMPARE(::write(file, text.data(), half), static_cast<ssize_t>(half));
    QTest::qWait(120);
    QCOMPARE(::write(file, text.data() + half, text.size() - half),
             static_cast<ssize_t>(text.size() - half));
    ::close(file);
}

} // namespace

Q_DECLARE_METATYPE(Save)

class ZoneDirectoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void filesBecomeZonesAtTheStart();
    void aSaveIsTakenUpWhole_data();
    void aSaveIsTakenUpWhole();
    void aSaveIsTakenUpAtOnce();
    void aZoneThatIsHalfWrittenIsNotTakenForTheWhole();
    void aBurstOfSavesEndsWithTheLast();
    void aSaveThatChangesNothingMarksNothing_data();
    void aSaveThatChangesNothingMarksNothing();
    void aRestartChangesNothing();
    void theSerialInTheFileIsAFloorOnly();
    void aBrokenFileLeavesTheLastGoodZone();
    void aFileThatIsBrokenForAMomentIsNotRejected();
    void whatIsNoZoneFileIsRejected_data();
    void whatIsNoZoneFileIsRejected();
    void committedIsTheMomentOfTheSave();
};

void ZoneDirectoryTest::filesBecomeZonesAtTheStart()
{
    DirectoryBench bench;
    bench.save("one.example.zone", zoneText("192.0.2.1"));
    bench.save("two.example", zoneText("192.0.2.2"));
    bench.save("notes.md", "not a zone");
    bench.save("broken.example.zone", "www IN A 192.0.2.3\n");
    QVERIFY(bench.start());
    QCOMPARE(bench.changed.size(), std::size_t{2});
    QCOMPARE(bench.wanted("www.one.example."), QStringLiteral("192.0.2.1"));
    QCOMPARE(bench.wanted("www.two.example."), QStringLiteral("192.0.2.2"));
    const auto zone = bench.store->zone(Name::parse("one.example.").value()).value();
    QVERIFY(zone && zone->source == ZoneSource::ZoneFile);
    QCOMPARE(zone->sourceName, std::string("one.example.zone"));
    QCOMPARE(bench.all<ZoneRejected>().size(), std::size_t{1});
}

void ZoneDirectoryTest::aSaveIsTakenUpWhole_data()
{
    QTest::addColumn<Save>("save");
    QTest::newRow("written in place") << Save(writeInPlace);
    QTest::newRow("renamed into place") << Save(renameIntoPlace);
    QTest::newRow("vim") << Save(saveAsVim);
    QTest::newRow("emacs") << Save(saveAsEmacs);
    QTest::newRow("in two halves") << Save(writeInTwoHalves);
}

void ZoneDirectoryTest::aSaveIsTakenUpWhole()
{
    QFETCH(Save, save);
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1", "last IN A 192.0.2.99\n"));
    QVERIFY(bench.start());
    bench.changed.clear();
    save(bench, "example.zone", zoneText("192.0.2.2", "last IN A 192.0.2.99\n"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
    DirectoryBench::settle();
    QCOMPARE(bench.changed.size(), std::size_t{1});
    QCOMPARE(bench.wanted("last.example."), QStringLiteral("192.0.2.99"));
    QVERIFY(bench.all<ZoneRejected>().empty());
    QVERIFY(bench.all<ZoneRetiring>().empty());
    QCOMPARE(bench.store->zones().value().size(), std::size_t{1});
}

void ZoneDirectoryTest::aSaveIsTakenUpAtOnce()
{
    DirectoryBench bench;
    bench.settings.settle = Milliseconds{60'000}; // only what waits for nothing can pass
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    bench.save("example.zone", zoneText("192.0.2.2"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
    bench.replace("example.zone", zoneText("192.0.2.3"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.3"));
}

void ZoneDirectoryTest::aZoneThatIsHalfWrittenIsNotTakenForTheWhole()
{
    DirectoryBench bench;
    const std::string text = zoneText("192.0.2.1", "last IN A 192.0.2.99\n");
    bench.save("example.zone", text);
    QVERIFY(bench.start());
    bench.changed.clear();
    // The first half is a zone by itself: it parses, and nothing in it says that more will come.
    const std::string first = zoneText("192.0.2.2");
    const int file = ::open(bench.path("example.zone").c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    QCOMPARE(::write(file, first.data(), first.size()), static_cast<ssize_t>(first.size()));
    QTest::qWait(500);
    QCOMPARE(bench.wanted("last.example."), QStringLiteral("192.0.2.99"));
    QCOMPARE(bench.wanted("www.example."), QStringLiteral("192.0.2.1"));
    const std::string rest = "last IN A 192.0.2.100\n";
    QCOMPARE(::write(file, rest.data(), rest.size()), static_cast<ssize_t>(rest.size()));
    ::close(file);
    QVERIFY(bench.comesToWant("last.example.", "192.0.2.100"));
    QCOMPARE(bench.changed.size(), std::size_t{1});
    QVERIFY(bench.all<ZoneRejected>().empty());
}

void ZoneDirectoryTest::aBurstOfSavesEndsWithTheLast()
{
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    for (int i = 2; i <= 21; ++i) {
        const std::string text = zoneText("192.0.2." + std::to_string(i));
        if (i % 2 == 0)
            bench.save("example.zone", text);
        else
            bench.replace("example.zone", text);
        if (i % 5 == 0)
            QTest::qWait(1);
    }
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.21"));
    DirectoryBench::settle();
    QCOMPARE(bench.wanted("www.example."), QStringLiteral("192.0.2.21"));
    QVERIFY(bench.all<ZoneRejected>().empty());
}

void ZoneDirectoryTest::aSaveThatChangesNothingMarksNothing_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char* tag, const std::string& text) {
        QTest::newRow(tag) << QString::fromStdString(text);
    };
    row("the same", zoneText("192.0.2.1"));
    row("comments", "; a comment\n" + zoneText("192.0.2.1 ; the shop\n"));
    row("another order", "$TTL 300\nwww IN A 192.0.2.1\nns1 IN A 192.0.2.53\n@ IN NS ns1\n"
                         "@ IN SOA ns1 hostmaster 5 3600 600 604800 300\n");
    row("another spelling",
        "$ORIGIN example.\n$TTL 5m\n@ IN SOA ns1.example. hostmaster ( 5 1h 10m "
        "1w 5m )\n IN NS ns1\nNS1 A 192.0.2.53\nwww.example. 300 IN A "
        "192.0.2.1\n");
    row("another serial", "$TTL 300\n@ IN SOA ns1 hostmaster 77 3600 600 604800 300\n@ IN NS ns1\n"
                          "ns1 IN A 192.0.2.53\nwww IN A 192.0.2.1\n");
    row("a record twice", zoneText("192.0.2.1", "www IN A 192.0.2.1\n"));
}

void ZoneDirectoryTest::aSaveThatChangesNothingMarksNothing()
{
    QFETCH(QString, text);
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    const Name zone = Name::parse("example.").value();
    const auto batch = bench.store->takeDirty(zone).value();
    QVERIFY(batch && bench.store->discardDirty(zone, batch->token));
    bench.changed.clear();
    bench.save("example.zone", text.toStdString());
    DirectoryBench::settle();
    QVERIFY(bench.changed.empty());
    QVERIFY(bench.store->dirtyZones().value().empty());
    for (const ZoneRejected& rejected : bench.all<ZoneRejected>())
        QFAIL(rejected.reason.c_str());
}

void ZoneDirectoryTest::aRestartChangesNothing()
{
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    bench.directory.reset();
    bench.openStore();
    QVERIFY(bench.start());
    DirectoryBench::settle();
    QVERIFY(bench.changed.empty());
    QVERIFY(bench.facts.empty());
    bench.save("example.zone", zoneText("192.0.2.2"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
}

void ZoneDirectoryTest::theSerialInTheFileIsAFloorOnly()
{
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    const Name zone = Name::parse("example.").value();
    QCOMPARE(bench.store->zone(zone).value()->soa.serial, Serial(5));
    std::string text = zoneText("192.0.2.1");
    text.replace(text.find(" 5 "), 3, " 2025112101 ");
    bench.save("example.zone", text);
    QVERIFY(QTest::qWaitFor(
        [&] { return bench.store->zone(zone).value()->soa.serial == Serial(2025112101); }, 3000));
}

void ZoneDirectoryTest::aBrokenFileLeavesTheLastGoodZone()
{
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    bench.changed.clear();
    bench.save("example.zone", zoneText("192.0.2"));
    QVERIFY(bench.comes<ZoneRejected>());
    const ZoneRejected rejected = bench.all<ZoneRejected>().front();
    QCOMPARE(rejected.zone, Name::parse("example.").value());
    QCOMPARE(rejected.source, std::string("example.zone"));
    const QString reason = QString::fromStdString(rejected.reason);
    QVERIFY2(reason.contains(QStringLiteral("example.zone: line 5")), rejected.reason.c_str());
    QVERIFY2(reason.contains(QStringLiteral("192.0.2")), rejected.reason.c_str());
    QCOMPARE(bench.wanted("www.example."), QStringLiteral("192.0.2.1"));
    QVERIFY(bench.changed.empty());

    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.comes<ZoneAccepted>());
    QVERIFY(bench.changed.empty());
}

void ZoneDirectoryTest::aFileThatIsBrokenForAMomentIsNotRejected()
{
    DirectoryBench bench;
    bench.settings.settle = Milliseconds{100};
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    bench.save("example.zone", ""); // emptied and closed, then written: two saves
    QTest::qWait(20);
    bench.save("example.zone", zoneText("192.0.2.2"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
    DirectoryBench::settle();
    QVERIFY(bench.all<ZoneRejected>().empty());
}

void ZoneDirectoryTest::whatIsNoZoneFileIsRejected_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* tag, const std::string& text, const char* says) {
        QTest::newRow(tag) << QString::fromStdString(text) << QString::fromLatin1(says);
    };
    row("empty", "", "SOA");
    row("no SOA", "@ 300 IN NS ns1\n", "SOA");
    row("two SOAs", zoneText("192.0.2.1", "@ IN SOA ns2 hostmaster 6 1 1 1 1\n"), "SOA");
    row("no NS", "@ 300 IN SOA ns1 hostmaster 5 3600 600 604800 300\n", "NS");
    row("outside the zone", zoneText("192.0.2.1", "www.other.test. IN A 192.0.2.9\n"),
        "other.test");
    row("CNAME beside A", zoneText("192.0.2.1", "www IN CNAME ns1\n"), "CNAME");
    row("binary", std::string("\0\1\2\377", 4), "example.zone");
}

void ZoneDirectoryTest::whatIsNoZoneFileIsRejected()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    bench.changed.clear();
    const QByteArray octets = text.toUtf8();
    bench.save("example.zone", octets.toStdString());
    QVERIFY(bench.comes<ZoneRejected>());
    const std::string reason = bench.all<ZoneRejected>().front().reason;
    QVERIFY2(QString::fromStdString(reason).contains(says), reason.c_str());
    QVERIFY2(QString::fromStdString(reason).contains(QStringLiteral("example.zone")),
             reason.c_str());
    QVERIFY(bench.changed.empty());
    QCOMPARE(bench.wanted("www.example."), QStringLiteral("192.0.2.1"));
}

void ZoneDirectoryTest::committedIsTheMomentOfTheSave()
{
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    const timespec yesterday{::time(nullptr) - 86400, 0};
    const std::array<timespec, 2> times{yesterday, yesterday};
    QCOMPARE(::utimensat(AT_FDCWD, bench.path("example.zone").c_str(), times.data(), 0), 0);
    QVERIFY(bench.start());
    const Name zone = Name::parse("example.").value();
    const auto first = bench.store->takeDirty(zone).value();
    QVERIFY(first);
    QCOMPARE(first->committedAt, Instant(Seconds(yesterday.tv_sec)));
    QCOMPARE(first->author, std::string("file example.zone"));
    QVERIFY(bench.store->discardDirty(zone, first->token));

    const Instant before = Clock::now();
    bench.save("example.zone", zoneText("192.0.2.2"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
    const auto second = bench.store->takeDirty(zone).value();
    QVERIFY(second && second->committedAt >= before && second->committedAt <= Clock::now());
}

QTEST_GUILESS_MAIN(ZoneDirectoryTest)
#include "zonedirectory.moc"
