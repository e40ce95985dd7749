#include <QRegularExpression>
#include <QTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

using namespace headwater;

namespace {

const QString Good = QStringLiteral("$TTL 60\n@ SOA ns1 hostmaster 7 3600 600 604800 300\n"
                                    "@ NS ns1\nns1 A 192.0.2.1\nwww A 192.0.2.2\n");

QJsonObject json(const QString& text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

} // namespace

/// headwaterctl against a running engine: what it prints and how it ends.
class HeadwaterctlTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_engine = std::make_unique<HeadwaterProcess>(m_folder.subfolder(QStringLiteral("engine")));
        m_engine->saveZone(QStringLiteral("file.example.zone"), Good);
        QVERIFY2(m_engine->startAndWait(), qPrintable(m_engine->logText()));
        QTRY_COMPARE(ctl({"zone", "file.example"}).code, 0);
    }

    void cleanupTestCase() { QVERIFY(m_engine->stop()); }

    void statusOfAHealthyEngineEndsWithZero()
    {
        const auto ran = ctl({"status"});
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.output.contains(QStringLiteral("Secondaries")), qPrintable(ran.output));
    }

    void everyCommandSpeaksJson_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("key");
        const auto row = [](const char* command, QStringList words, const char* key) {
            QTest::newRow(command) << words << QString::fromLatin1(key);
        };
        const QString zone = QStringLiteral("file.example");
        row("status", {QStringLiteral("status")}, "verdict");
        row("zones", {QStringLiteral("zones")}, "zones");
        row("zone", {QStringLiteral("zone"), zone}, "soa");
        row("records", {QStringLiteral("records"), zone}, "rrsets");
        row("versions", {QStringLiteral("versions"), zone}, "versions");
        row("secondaries", {QStringLiteral("secondaries")}, "secondaries");
    }

    void everyCommandSpeaksJson()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, key);
        const auto ran = m_engine->headwaterctl(QStringList{QStringLiteral("--json")} + words);
        QCOMPARE(ran.code, 0);
        QVERIFY2(json(ran.output).contains(key), qPrintable(ran.output));
    }

    void anEmbeddedZoneIsMadeChangedAndRemoved()
    {
        QCOMPARE(ctl({"zone", "add", "apps.example", "--ns", "ns1.example"}).code, 0);
        QCOMPARE(ctl({"zone", "apps.example"}).code, 0);
        auto set = ctl({"record", "set", "www.apps.example", "A", "192.0.2.9", "--ttl", "60"});
        QVERIFY2(set.output.contains(QStringLiteral("apps.example changed")),
                 qPrintable(set.output + set.errors));
        QTRY_VERIFY(
            ctl({"records", "apps.example"})
                .output.contains(QStringLiteral("www.apps.example.\t60\tIN\tA\t192.0.2.9")));
        set = ctl({"record", "set", "www.apps.example", "A", "192.0.2.9", "--ttl", "60"});
        QVERIFY(set.output.contains(QStringLiteral("nothing to change")));
        QCOMPARE(ctl({"record", "remove", "www.apps.example", "A"}).code, 0);
        QTRY_VERIFY(!ctl({"records", "apps.example"}).output.contains(QStringLiteral("www")));
        QCOMPARE(ctl({"zone", "remove", "apps.example"}).code, 0);
        QCOMPARE(ctl({"zone", "apps.example"}).code, 1);
        QTRY_VERIFY(!ctl({"zones"}).output.contains(QStringLiteral("apps.example")));
    }

    void rfc8976_1_theDigestOfAZoneIsARecordForIt()
    {
        const auto absent = ctl({"zonemd", "file.example"});
        QVERIFY2(absent.code == 0, qPrintable(absent.errors));
        QVERIFY(absent.output.contains(QStringLiteral("own ZONEMD is absent")));
        const QString record = absent.output.section(QLatin1Char('\n'), 0, 0);
        static const QRegularExpression form(QStringLiteral(
            "^file\\.example\\.\\s+\\d+\\s+IN\\s+ZONEMD\\s+\\d+ 1 1 [0-9a-fA-F]{96}$"));
        QVERIFY2(form.match(record).hasMatch(), qPrintable(record));
        QCOMPARE(ctl({"zonemd", "nothing.example"}).code, 1);
    }

    void whatIsHardlyMeantIsWarnedOf()
    {
        const auto checked = ctl({"zone", "check", "file.example"});
        QVERIFY2(checked.code == 0, qPrintable(checked.errors));
        QVERIFY2(!checked.output.isEmpty(), qPrintable(checked.output));
        QCOMPARE(ctl({"zone", "check", "nothing.example"}).code, 1);
        QCOMPARE(ctl({"zone", "check"}).code, 2);
    }

    void aZoneMadeAgainGoesOnAboveItsOldSerial()
    {
        QCOMPARE(ctl({"zone", "add", "again.example", "--ns", "ns1.example"}).code, 0);
        QCOMPARE(ctl({"zone", "again.example"}).code, 0);
        QCOMPARE(ctl({"record", "set", "a.again.example", "A", "192.0.2.1"}).code, 0);
        QTRY_COMPARE(serial("again.example"), 2);
        QCOMPARE(ctl({"zone", "remove", "again.example"}).code, 0);
        QCOMPARE(ctl({"zone", "add", "again.example", "--ns", "ns1.example"}).code, 0);
        QVERIFY(serial("again.example") > 2);
    }

    void recordsOfAFileAreNotWrittenAndTheFileIsNamed()
    {
        const auto ran = ctl({"record", "set", "www.file.example", "A", "192.0.2.9"});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.errors.contains(QStringLiteral("file.example.zone")), qPrintable(ran.errors));
    }

    void whatIsRefusedSaysWhy_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, std::initializer_list<const char*> words,
                            const char* reason) {
            QStringList list;
            for (const char* word : words)
                list += QString::fromLatin1(word);
            QTest::newRow(name) << list << QString::fromLatin1(reason);
        };
        row("no such zone", {"zone", "nowhere.example"}, "there is no zone nowhere.example");
        row("no zone holds it", {"record", "set", "a.nowhere.test", "A", "192.0.2.1"},
            "no zone here holds a.nowhere.test");
        row("bad address", {"record", "set", "a.file.example", "A", "1.2.3"},
            "A record needs an IPv4 address, got \"1.2.3\"");
        row("unknown type", {"record", "set", "a.file.example", "FOO", "x"}, "record type");
        row("a zone twice", {"zone", "add", "file.example", "--ns", "ns1.example"}, "file.example");
        row("no such secondary", {"notify", "file.example", "nobody"},
            "there is no secondary nobody");
    }

    void whatIsRefusedSaysWhy()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, reason);
        const auto ran = m_engine->headwaterctl(words);
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.errors.contains(reason), qPrintable(ran.errors));
    }

    void aWrongCommandLineEndsWithTwo()
    {
        QCOMPARE(ctl({"frobnicate"}).code, 2);
        QCOMPARE(ctl({"record", "set", "a.example"}).code, 2);
        QCOMPARE(ctl({"zone", "add", "x.example"}).code, 2);
        QCOMPARE(ctl({"zone", "add"}).code, 2);
        QCOMPARE(ctl({"--ttl", "x", "status"}).code, 2);
        QCOMPARE(ctl({"--nonsense"}).code, 2);
    }

    void withoutAnEngineItEndsWithThree()
    {
        const auto ran = ctl({"--url", "http://127.0.0.1:1", "status"});
        QCOMPARE(ran.code, 3);
        QVERIFY(ran.errors.contains(QStringLiteral("cannot reach the engine at")));
    }

    void aBrokenFileIsToldWithItsLineAndTheOldVersionStays()
    {
        const int before = serial("file.example");
        m_engine->saveZone(QStringLiteral("file.example.zone"),
                           Good + QStringLiteral("bad A 1.2.3\n"));
        QTRY_VERIFY(ctl({"zones"}).output.contains(
            QStringLiteral("line 6: A record needs an IPv4 address, got \"1.2.3\"")));
        QCOMPARE(serial("file.example"), before);
        m_engine->saveZone(QStringLiteral("file.example.zone"), Good);
        QTRY_VERIFY(!ctl({"zones"}).output.contains(QStringLiteral("line 6")));
        QCOMPARE(serial("file.example"), before);
    }

    void watchShowsAChangeAsItHappens()
    {
        QProcess watch;
        watch.start(HeadwaterProcess::programPath(QStringLiteral("headwaterctl")),
                    {QStringLiteral("--config"), m_engine->configurationFile(),
                     QStringLiteral("watch"), QStringLiteral("file.example")});
        QString said;
        QTRY_VERIFY((said += QString::fromUtf8(watch.readAllStandardOutput()))
                        .contains(QStringLiteral("== ")));
        m_engine->saveZone(QStringLiteral("file.example.zone"),
                           Good + QStringLiteral("new A 192.0.2.3\n"));
        QTRY_VERIFY2((said += QString::fromUtf8(watch.readAllStandardOutput()))
                         .contains(QStringLiteral("file.example 8 published, +1")),
                     qPrintable(said));
        watch.terminate();
        QVERIFY(watch.waitForFinished());
    }

private:
    HeadwaterProcess::Ran ctl(std::initializer_list<const char*> words) const
    {
        QStringList list;
        for (const char* word : words)
            list += QString::fromLatin1(word);
        return m_engine->headwaterctl(list);
    }

    int serial(const char* zone) const
    {
        return json(ctl({"--json", "zone", zone}).output).value(QLatin1String("serial")).toInt();
    }

    TemporaryFolder m_folder;
    std::unique_ptr<HeadwaterProcess> m_engine;
};

QTEST_GUILESS_MAIN(HeadwaterctlTest)
#include "headwaterctl.moc"
