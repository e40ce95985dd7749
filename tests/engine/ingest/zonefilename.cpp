#include <QTest>

#include "ingest/zonefilename.h"

using namespace headwater;

class ZoneFileName : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aZoneIsNamedByItsFile_data();
    void aZoneIsNamedByItsFile();
};

void ZoneFileName::aZoneIsNamedByItsFile_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("zone"); // empty: no zone file
    const auto row = [](const char* file, const char* zone) {
        QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(zone);
    };
    row("apps.example.zone", "apps.example");
    row("apps.example.db", "apps.example");
    row("apps.example.txt", "apps.example");
    row("apps.example", "apps.example");
    row("Apps.Example.ZONE", "apps.example");
    row("2.0.192.in-addr.arpa.zone", "2.0.192.in-addr.arpa");
    row("example.zone", "example");
    row("xn--bcher-kva.example.zone", "xn--bcher-kva.example");
    for (const char* file :
         {".apps.example.zone.swp", ".apps.example.zone.swx", "apps.example.zone~", "4913",
          "#apps.example.zone#", ".#apps.example.zone", "apps.example.zone.tmp",
          "apps.example.zone.bak", "apps.example.zone.orig", "apps.example.zone.dpkg-old",
          "README.md", "common.inc", "Makefile", "deploy.sh", ".git", ".zone", ".example.zone",
          "apps..example.zone", ""})
        row(file, "");
    QTest::newRow("a label over 63 octets")
        << QString(64, QLatin1Char('a')) + QStringLiteral(".example.zone") << QString();
}

void ZoneFileName::aZoneIsNamedByItsFile()
{
    QFETCH(QString, file);
    QFETCH(QString, zone);
    const auto found = zoneOfFile(file.toStdString());
    QCOMPARE(found ? QString::fromStdString(found->display()) : QString(), zone);
}

QTEST_APPLESS_MAIN(ZoneFileName)
#include "zonefilename.moc"
