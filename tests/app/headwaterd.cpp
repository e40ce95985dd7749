#include <QTest>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpServer>

#include <csignal>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/server/testsocket.h"
#include "support/dnsclient.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

using namespace headwater;

namespace {

const QString Zone = QStringLiteral("$TTL 60\n@ SOA ns1 hostmaster 1 3600 600 604800 300\n"
                                    "@ NS ns1\nns1 A 192.0.2.1\n");

struct Ran
{
    int code = -1;
    QString output;
    QString errors;
};

/// Runs headwaterd until it ends by itself, at most 20 s.
Ran run(const QStringList& arguments)
{
    QProcess process;
    process.start(HeadwaterProcess::programPath(QStringLiteral("headwaterd")), arguments);
    Ran ran;
    if (process.waitForFinished(20000) && process.exitStatus() == QProcess::NormalExit)
        ran.code = process.exitCode();
    ran.output = QString::fromUtf8(process.readAllStandardOutput());
    ran.errors = QString::fromUtf8(process.readAllStandardError());
    return ran;
}

} // namespace

/// headwaterd as a service: how it starts, what it says when it cannot, and how it ends.
class HeadwaterdTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<TemporaryFolder>();
        m_engine = std::make_unique<HeadwaterProcess>(m_folder->subfolder(QStringLiteral("hw")));
        m_engine->saveZone(QStringLiteral("one.example.zone"), Zone);
    }

    void cleanup()
    {
        m_engine.reset();
        m_folder.reset();
    }

    void aGoodConfigurationIsSaidToBeGood()
    {
        const auto ran = run({QStringLiteral("--check-config")});
        QCOMPARE(ran.code, 0);
        QCOMPARE(ran.output.trimmed(), QStringLiteral("the configuration is good"));
    }

    void aFaultInTheConfigurationNamesFileLineAndKey()
    {
        const QString path = m_folder->path(QStringLiteral("bad.toml"));
        writeFile(path, QStringLiteral("[dns]\nlisten = [\"nonsense\"]\n"));
        const auto ran = run({QStringLiteral("--check-config"), QStringLiteral("--config"), path});
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.errors.contains(path + QStringLiteral(": line 2: dns.listen: ")),
                 qPrintable(ran.errors));
    }

    void aPortInUseIsNamed()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const QString path = m_folder->path(QStringLiteral("port.toml"));
        writeFile(path, QStringLiteral("[engine]\nstate = \"%1\"\n[dns]\nlisten = "
                                       "[\"127.0.0.1:%2\"]\n[console]\nlisten = \"off\"\n")
                            .arg(m_folder->path(QStringLiteral("s")))
                            .arg(other.serverPort()));
        const auto ran = run({QStringLiteral("--config"), path});
        QCOMPARE(ran.code, 1);
        const QString address = QStringLiteral("127.0.0.1:%1").arg(other.serverPort());
        QVERIFY2(ran.errors.contains(address) && ran.errors.contains(QStringLiteral("in use")),
                 qPrintable(ran.errors));
    }

    void aStateDirectoryThatCannotBeMadeIsNamed()
    {
        const auto ran = run({QStringLiteral("--state"), QStringLiteral("/proc/headwater")});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.errors.contains(QStringLiteral("state directory /proc/headwater: ")),
                 qPrintable(ran.errors));
    }

    void aSecondEngineOnOneStoreIsRefused()
    {
        QVERIFY2(m_engine->startAndWait(), qPrintable(m_engine->logText()));
        const auto ran = run({QStringLiteral("--config"), m_engine->configurationFile()});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.errors.contains(m_engine->stateFolder()), qPrintable(ran.errors));
        QVERIFY2(ran.errors.contains(QString::number(m_engine->pid())), qPrintable(ran.errors));
        QVERIFY(DnsClient(m_engine->dns()).serial(*Name::parse("one.example")));
    }

    void sigtermEndsItWithZero()
    {
        QVERIFY2(m_engine->startAndWait(), qPrintable(m_engine->logText()));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(m_engine->stop());
        QVERIFY2(timer.elapsed() < 5000, "an idle engine ends at once");
    }

    void aKilledEngineServesTheSameSerialAgain()
    {
        QVERIFY2(m_engine->startAndWait(), qPrintable(m_engine->logText()));
        const DnsClient client(m_engine->dns());
        const Name zone = *Name::parse("one.example");
        QTRY_VERIFY(client.serial(zone).has_value());
        QString text = Zone;
        for (int i = 0; i < 50; ++i) // so that the difference is smaller than the zone
            text += QStringLiteral("host-%1 A 192.0.2.1\n").arg(i);
        for (const quint32 serial : {2U, 3U}) {
            text += QStringLiteral("www-%1 A 192.0.2.2\n").arg(serial);
            m_engine->saveZone(QStringLiteral("one.example.zone"), text);
            QTRY_COMPARE(client.serial(zone).value_or(Serial(0)).value(), serial);
        }
        m_engine->kill();
        QVERIFY(m_engine->startAndWait());
        QCOMPARE(client.serial(zone).value_or(Serial(0)).value(), 3U);
        QVERIFY(client.ixfr(zone, Serial(2))->kind() == Transfer::Kind::Incremental);
    }

    void sighupReadsSecondariesAndKeysAgain()
    {
        QVERIFY2(m_engine->startAndWait(), qPrintable(m_engine->logText()));
        const QString before = readFile(m_engine->configurationFile());
        writeFile(m_engine->configurationFile(),
                  before + QStringLiteral("\n[[secondary]]\nname = \"added\"\n"
                                          "notify = [\"127.0.0.1:1\"]\n"));
        QCOMPARE(::kill(static_cast<pid_t>(m_engine->pid()), SIGHUP), 0);
        QTRY_VERIFY(m_engine->headwaterctl({QStringLiteral("secondaries")})
                        .output.contains(QStringLiteral("added")));
        writeFile(m_engine->configurationFile(), QStringLiteral("[dns\n"));
        QCOMPARE(::kill(static_cast<pid_t>(m_engine->pid()), SIGHUP), 0);
        QTRY_VERIFY(m_engine->logText().contains(QStringLiteral("not reloaded: ")));
        writeFile(m_engine->configurationFile(), before);
    }

    void sighupDropsNoTransfer()
    {
        QString text = Zone;
        for (int i = 0; i < 50'000; ++i)
            text += QStringLiteral("host-%1 A 192.0.2.1\n").arg(i);
        m_engine->saveZone(QStringLiteral("big.example.zone"), text);
        QVERIFY2(m_engine->startAndWait(), qPrintable(m_engine->logText()));
        const Name zone = *Name::parse("big.example");
        const DnsClient client(m_engine->dns());
        QTRY_VERIFY_WITH_TIMEOUT(client.serial(zone).has_value(), 30'000);

        TestSocket slow(TestSocket::Kind::Tcp, 4096);
        QVERIFY(slow.connectTo(m_engine->dns()));
        Octets question;
        Header header;
        header.questions = 1;
        header.write(question);
        Question{zone, RecordType::AXFR}.write(question);
        QVERIFY(slow.send(question));
        const auto first = slow.receive();
        QVERIFY(first);
        QCOMPARE(::kill(static_cast<pid_t>(m_engine->pid()), SIGHUP), 0);
        QTRY_VERIFY(m_engine->logText().contains(QStringLiteral("configuration read again")));
        std::size_t records = Message::read(*first, Message::Limits{65535})->answers.size();
        while (records < 50'000 + 4) {
            const auto next = slow.receive();
            QVERIFY2(next, qPrintable(QStringLiteral("after %1 records").arg(records)));
            records += Message::read(*next, Message::Limits{65535})->answers.size();
        }
        QCOMPARE(records, std::size_t{50'000 + 4});
    }

    void aZoneWhoseFileIsGoneIsNoLongerServedAfterItsTime()
    {
        m_engine->setZonesKeys(QStringLiteral("retire-after = 0"));
        m_engine->saveZone(QStringLiteral("two.example.zone"), Zone);
        QVERIFY2(m_engine->startAndWait(), qPrintable(m_engine->logText()));
        const Name zone = *Name::parse("two.example");
        const DnsClient client(m_engine->dns());
        QTRY_VERIFY(client.serial(zone).has_value());
        QVERIFY(QFile::remove(m_engine->zoneFolder() + QStringLiteral("/two.example.zone")));
        QTRY_VERIFY(!client.serial(zone).has_value());
        QVERIFY(client.serial(*Name::parse("one.example")).has_value());
        QTRY_VERIFY(!m_engine->headwaterctl({QStringLiteral("zones")})
                         .output.contains(QStringLiteral("two.example")));
        QVERIFY(m_engine->logText().contains(QStringLiteral("two.example is no longer served")));
    }

    void theServiceManagerIsToldWhenItIsReady()
    {
        const QByteArray path = m_folder->path(QStringLiteral("notify")).toUtf8();
        const int receiver = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        QVERIFY(static_cast<std::size_t>(path.size()) < sizeof address.sun_path);
        std::copy(path.begin(), path.end(), static_cast<char*>(address.sun_path));
        QCOMPARE(bind(receiver, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        qputenv("NOTIFY_SOCKET", path);
        QVERIFY2(m_engine->startAndWait(), qPrintable(m_engine->logText()));
        std::array<char, 64> text{};
        QVERIFY(recv(receiver, text.data(), text.size() - 1, 0) > 0);
        QCOMPARE(QByteArray(text.data()), QByteArray("READY=1"));
        QVERIFY(m_engine->stop());
        qunsetenv("NOTIFY_SOCKET");
        text.fill('\0');
        QVERIFY(recv(receiver, text.data(), text.size() - 1, 0) > 0);
        QCOMPARE(QByteArray(text.data()), QByteArray("STOPPING=1"));
        close(receiver);
    }

private:
    std::unique_ptr<TemporaryFolder> m_folder;
    std::unique_ptr<HeadwaterProcess> m_engine;
};

QTEST_GUILESS_MAIN(HeadwaterdTest)
#include "headwaterd.moc"
