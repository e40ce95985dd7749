#include <sys/stat.h>

#include <filesystem>

#include "engine/ingest/directorybench.h"

using namespace headwater;
namespace fs = std::filesystem;

/// Where a zone comes from: included files, links, other sources, and files that go away.
class ZoneDirectorySources : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anIncludedFileIsPartOfItsZone();
    void anIncludedFileThatAppearsCompletesItsZone();
    void nothingOutsideTheFolderIsIncluded_data();
    void nothingOutsideTheFolderIsIncluded();
    void aLinkOutOfTheFolderIsRefused();
    void aLinkInsideTheFolderIsFollowed();
    void aPipeBlocksNothing();
    void aFileThatIsTooLargeIsRefused();
    void anEmbeddedZoneIsNotTakenOver();
    void aZoneHasOneFile();
    void aRenamedFileKeepsItsZone();
    void aFileThatIsGoneRetiresItsZone();
    void aFileThatIsBackKeepsItsZone();
    void aRetirementOutlivesARestart();
    void aFolderThatIsGoneRetiresNothing();
    void aFolderThatIsNotThereIsSaid();
};

void ZoneDirectorySources::anIncludedFileIsPartOfItsZone()
{
    DirectoryBench bench;
    fs::create_directory(bench.path("parts"));
    bench.save("parts/hosts.inc", "db IN A 192.0.2.7\n");
    bench.save("mail.inc", "mail IN A 192.0.2.25\n");
    bench.save("example.zone",
               zoneText("192.0.2.1", "$INCLUDE parts/hosts.inc\n$INCLUDE mail.inc\n"));
    bench.save("other.example.zone", zoneText("192.0.2.9"));
    QVERIFY(bench.start());
    QCOMPARE(bench.wanted("db.example."), QStringLiteral("192.0.2.7"));
    QCOMPARE(bench.wanted("mail.example."), QStringLiteral("192.0.2.25"));
    bench.changed.clear();
    bench.save("parts/hosts.inc", "db IN A 192.0.2.8\n");
    QVERIFY(bench.comesToWant("db.example.", "192.0.2.8"));
    bench.replace("mail.inc", "mail IN A 192.0.2.26\n");
    QVERIFY(bench.comesToWant("mail.example.", "192.0.2.26"));
    DirectoryBench::settle();
    QCOMPARE(bench.changed.size(), std::size_t{2});
    QVERIFY(bench.all<ZoneRejected>().empty());
}

void ZoneDirectorySources::anIncludedFileThatAppearsCompletesItsZone()
{
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1", "$INCLUDE hosts.inc\n"));
    QVERIFY(bench.start());
    QCOMPARE(bench.all<ZoneRejected>().size(), std::size_t{1});
    QVERIFY(QString::fromStdString(bench.all<ZoneRejected>().front().reason)
                .contains(QStringLiteral("hosts.inc is not there")));
    bench.save("hosts.inc", "db IN A 192.0.2.7\n");
    QVERIFY(bench.comesToWant("db.example.", "192.0.2.7"));
    QCOMPARE(bench.all<ZoneAccepted>().size(), std::size_t{1});
}

void ZoneDirectorySources::nothingOutsideTheFolderIsIncluded_data()
{
    QTest::addColumn<QString>("included");
    QTest::newRow("upwards") << QStringLiteral("../outside.inc");
    QTest::newRow("absolute") << QStringLiteral("/etc/passwd");
    QTest::newRow("through a link") << QStringLiteral("link.inc");
    QTest::newRow("through a linked folder") << QStringLiteral("linked/outside.inc");
    QTest::newRow("a folder with a longer name") << QStringLiteral("../zones-private/outside.inc");
}

void ZoneDirectorySources::nothingOutsideTheFolderIsIncluded()
{
    QFETCH(QString, included);
    DirectoryBench bench;
    fs::create_directory(bench.path("../zones-private"));
    bench.save("../outside.inc", "secret IN A 192.0.2.66\n");
    bench.save("../zones-private/outside.inc", "secret IN A 192.0.2.66\n");
    fs::create_symlink("../outside.inc", bench.path("link.inc"));
    fs::create_directory_symlink("..", bench.path("linked"));
    bench.save("example.zone", zoneText("192.0.2.1", "$INCLUDE " + included.toStdString() + "\n"));
    QVERIFY(bench.start());
    QCOMPARE(bench.all<ZoneRejected>().size(), std::size_t{1});
    const QString reason = QString::fromStdString(bench.all<ZoneRejected>().front().reason);
    QVERIFY2(reason.contains(QStringLiteral("leads out of the zone directory")),
             qPrintable(reason));
    QVERIFY2(reason.contains(QStringLiteral("line 6")), qPrintable(reason));
    QVERIFY(bench.store->zones().value().empty());
}

void ZoneDirectorySources::aLinkOutOfTheFolderIsRefused()
{
    DirectoryBench bench;
    bench.save("../outside.zone", zoneText("192.0.2.1"));
    fs::create_symlink("../outside.zone", bench.path("example.zone"));
    QVERIFY(bench.start());
    QCOMPARE(bench.all<ZoneRejected>().size(), std::size_t{1});
    QVERIFY(bench.store->zones().value().empty());
}

void ZoneDirectorySources::aLinkInsideTheFolderIsFollowed()
{
    // How Kubernetes mounts files: example.zone -> ..data/example.zone, ..data -> ..1
    DirectoryBench bench;
    for (const char* set : {"..1", "..2"})
        fs::create_directory(bench.path(set));
    bench.save("..1/example.zone", zoneText("192.0.2.1"));
    bench.save("..2/example.zone", zoneText("192.0.2.2"));
    fs::create_directory_symlink("..1", bench.path("..data"));
    fs::create_symlink("..data/example.zone", bench.path("example.zone"));
    QVERIFY(bench.start());
    QCOMPARE(bench.wanted("www.example."), QStringLiteral("192.0.2.1"));
    fs::create_directory_symlink("..2", bench.path("..data_tmp"));
    fs::rename(bench.path("..data_tmp"), bench.path("..data"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
    QVERIFY(bench.all<ZoneRetiring>().empty());
}

void ZoneDirectorySources::aPipeBlocksNothing()
{
    DirectoryBench bench;
    QCOMPARE(::mkfifo(bench.path("example.zone").c_str(), 0644), 0);
    QVERIFY(bench.start());
    QCOMPARE(bench.all<ZoneRejected>().size(), std::size_t{1});
}

void ZoneDirectorySources::aFileThatIsTooLargeIsRefused()
{
    DirectoryBench bench;
    bench.settings.maximumFileOctets = 1000;
    bench.save("example.zone", zoneText("192.0.2.1", std::string(1000, ';')));
    QVERIFY(bench.start());
    QCOMPARE(bench.all<ZoneRejected>().size(), std::size_t{1});
    QVERIFY(QString::fromStdString(bench.all<ZoneRejected>().front().reason)
                .contains(QStringLiteral("larger than 1000 octets")));
}

void ZoneDirectorySources::anEmbeddedZoneIsNotTakenOver()
{
    DirectoryBench bench;
    ZoneSettings embedded;
    embedded.zone = Name::parse("example.").value();
    QVERIFY(bench.store->saveZone(embedded));
    QVERIFY(bench.start());
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.comes<ZoneRejected>());
    QVERIFY(QString::fromStdString(bench.all<ZoneRejected>().front().reason)
                .contains(QStringLiteral("the engine's own store")));
    QCOMPARE(bench.wanted("www.example."), QString());
    // With the file, its problem goes; the zone stays.
    fs::remove(bench.path("example.zone"));
    QVERIFY(bench.comes<ZoneAccepted>());
    QVERIFY(bench.all<ZoneRetiring>().empty());
}

void ZoneDirectorySources::aZoneHasOneFile()
{
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    bench.save("example.db", zoneText("192.0.2.2"));
    QVERIFY(bench.comes<ZoneRejected>());
    QVERIFY(QString::fromStdString(bench.all<ZoneRejected>().front().reason)
                .contains(QStringLiteral("is kept in example.zone")));
    QCOMPARE(bench.wanted("www.example."), QStringLiteral("192.0.2.1"));
    fs::remove(bench.path("example.zone"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
    QVERIFY(bench.all<ZoneRetiring>().empty());
}

void ZoneDirectorySources::aRenamedFileKeepsItsZone()
{
    DirectoryBench bench;
    bench.save("example.db", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    bench.changed.clear();
    fs::rename(bench.path("example.db"), bench.path("example.zone"));
    DirectoryBench::settle();
    const auto zone = bench.store->zone(Name::parse("example.").value()).value();
    QCOMPARE(zone->sourceName, std::string("example.zone"));
    QVERIFY(!zone->retiresAt);
    QVERIFY(bench.changed.empty());
    QVERIFY(bench.all<ZoneRetiring>().empty());
}

void ZoneDirectorySources::aFileThatIsGoneRetiresItsZone()
{
    DirectoryBench bench;
    bench.settings.retireAfter = Seconds{1};
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    bench.changed.clear();
    fs::remove(bench.path("example.zone"));
    QVERIFY(bench.comes<ZoneRetiring>());
    QVERIFY(bench.removed.empty());
    QCOMPARE(bench.wanted("www.example."), QStringLiteral("192.0.2.1"));
    QTRY_COMPARE(bench.removed.size(), std::size_t{1});
    QVERIFY(bench.store->zones().value().empty());
    QVERIFY(bench.changed.empty());
}

void ZoneDirectorySources::aFileThatIsBackKeepsItsZone()
{
    DirectoryBench bench;
    bench.settings.retireAfter = Seconds{3600};
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    const Name zone = Name::parse("example.").value();
    fs::remove(bench.path("example.zone"));
    QVERIFY(bench.comes<ZoneRetiring>());
    QVERIFY(bench.store->zone(zone).value()->retiresAt);
    bench.save("example.zone", zoneText("192.0.2.2"));
    QVERIFY(bench.comes<ZoneAccepted>());
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
    QVERIFY(!bench.store->zone(zone).value()->retiresAt);
}

void ZoneDirectorySources::aRetirementOutlivesARestart()
{
    DirectoryBench bench;
    bench.settings.retireAfter = Seconds{3600};
    bench.save("example.zone", zoneText("192.0.2.1"));
    bench.save("late.example.zone", zoneText("192.0.2.2"));
    QVERIFY(bench.start());
    fs::remove(bench.path("example.zone"));
    QVERIFY(bench.comes<ZoneRetiring>());
    const Instant until = bench.all<ZoneRetiring>().front().until;
    bench.directory.reset();
    fs::remove(bench.path("late.example.zone")); // while nobody looked
    bench.openStore();
    QVERIFY(bench.start());
    const auto retiring = bench.all<ZoneRetiring>();
    QCOMPARE(retiring.size(), std::size_t{2});
    QCOMPARE(retiring[0].until, until);
    QCOMPARE(bench.store->zones().value().size(), std::size_t{2});
}

void ZoneDirectorySources::aFolderThatIsGoneRetiresNothing()
{
    DirectoryBench bench;
    bench.save("example.zone", zoneText("192.0.2.1"));
    QVERIFY(bench.start());
    const std::string folder = bench.settings.folder.toStdString();
    const std::string elsewhere = folder + "-elsewhere";
    fs::rename(folder, elsewhere);
    QVERIFY(bench.comes<EngineProblem>());
    DirectoryBench::settle();
    QVERIFY(bench.all<ZoneRetiring>().empty());
    std::ofstream(elsewhere + "/example.zone") << zoneText("192.0.2.2");
    fs::rename(elsewhere, folder);
    QVERIFY(bench.comes<EngineProblemEnded>());
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.2"));
    bench.save("example.zone", zoneText("192.0.2.3"));
    QVERIFY(bench.comesToWant("www.example.", "192.0.2.3"));
}

void ZoneDirectorySources::aFolderThatIsNotThereIsSaid()
{
    DirectoryBench bench;
    bench.settings.folder += QStringLiteral("/nowhere");
    QVERIFY(!bench.start());
    const auto started = bench.directory->start();
    QVERIFY(!started);
    QVERIFY(QString::fromStdString(started.error().text).contains(QStringLiteral("nowhere")));
}

QTEST_GUILESS_MAIN(ZoneDirectorySources)
#include "zonedirectorysources.moc"
