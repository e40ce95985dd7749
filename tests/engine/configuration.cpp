#include <QTest>

#include <fstream>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include "configuration.h"

using namespace headwater;

namespace {

constexpr const char* Key = "[[key]]\nname = \"k1\"\nsecret = \"c2VjcmV0c2VjcmV0\"\n";

/// A certificate and its key, as an operator makes them.
bool makeCertificate(const QString& certificate, const QString& key)
{
    QProcess process;
    process.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                   QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                   QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                   QStringLiteral("-subj"), QStringLiteral("/CN=test"), QStringLiteral("-keyout"),
                   key, QStringLiteral("-out"), certificate});
    return process.waitForFinished(20'000) && process.exitCode() == 0;
}

QString faultOf(const std::string& text)
{
    const auto configuration = Configuration::parse(text, "headwater.toml");
    return configuration ? QString() : QString::fromStdString(configuration.error().text);
}

} // namespace

class ConfigurationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theDefaultsNeedNoFile()
    {
        const auto configuration = Configuration::defaults();
        QCOMPARE(configuration.dnsListen.front().text(), std::string("127.0.0.1:5300"));
        QCOMPARE(configuration.consoleListen.text(), std::string("127.0.0.1:8053"));
        QVERIFY(!configuration.stateDirectory.empty());
        QVERIFY(configuration.secondaries.empty());
    }

    void theDocumentedExampleSaysNothingButTheDefaults()
    {
        const auto example =
            Configuration::load(HEADWATER_SOURCE "/resources/config/headwater.toml");
        QVERIFY2(example, example ? "" : example.error().text.c_str());
        QCOMPARE(example->dnsListen.front().text(), std::string("127.0.0.1:5300"));
    }

    void everyKeyOfTheExampleIsAKeyThatIsRead()
    {
        // The same file with every key uncommented must parse: an example that names a key which
        // does not exist would mislead whoever copies it.
        std::ifstream file(HEADWATER_SOURCE "/resources/config/headwater.toml");
        std::string text;
        for (std::string line; std::getline(file, line); text += line + "\n")
            if (line.rfind("#", 0) == 0 && line.size() > 1 && line[1] != ' ')
                line.erase(0, 1);
        QTemporaryDir folder;
        const std::string path = folder.path().toStdString() + "/headwater.toml";
        std::ofstream(path) << text;
        std::ofstream(folder.path().toStdString() + "/hw-2025q4.secret") << "c2VjcmV0c2VjcmV0\n";
        const QString certificate = folder.filePath(QStringLiteral("headwater.pem"));
        QVERIFY(makeCertificate(certificate, folder.filePath(QStringLiteral("headwater.key"))));
        QVERIFY(QFile::copy(certificate, folder.filePath(QStringLiteral("clients.pem"))));
        const auto configuration = Configuration::load(path);
        QVERIFY2(configuration, configuration ? "" : configuration.error().text.c_str());
        QCOMPARE(configuration->keys.size(), std::size_t{1});
        QCOMPARE(configuration->secondaries.size(), std::size_t{1});
        QCOMPARE(configuration->secondaries[0].transferFrom[0].text(), std::string("192.0.2.31"));
        QCOMPARE(configuration->zoneDirectory, std::string("/etc/headwater/zones"));
        QCOMPARE(configuration->cookieSecret[0], std::uint8_t{0xe5});
        QCOMPARE(configuration->nsid, std::string("primary-1"));
        QVERIFY(configuration->tls);
        QCOMPARE(configuration->tlsListen[0].text(), std::string("127.0.0.1:8853"));
        QVERIFY(configuration->secondaries[0].demandsTls());
        QCOMPARE(configuration->secondaries[0].certificateKeys[0].front(), std::uint8_t{0xe3});
    }

    void faultsNameLineAndKey_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("fault");
        QTest::newRow("not TOML") << "[dns\n"
                                  << "headwater.toml: line 1";
        QTest::newRow("unknown section") << "[dsn]\n"
                                         << "line 1: dsn: there is no such section";
        QTest::newRow("unknown key") << "[dns]\n\nlisten-on = \"x\"\n"
                                     << "line 3: dns.listen-on: there is no such key";
        QTest::newRow("bad address") << "[dns]\nlisten = [\"127.0.0.300\"]\n"
                                     << "line 2: dns.listen: ";
        QTest::newRow("no address") << "[dns]\nlisten = []\n"
                                    << "line 2: dns.listen: at least one address is needed";
        QTest::newRow("not a list") << "[dns]\nlisten = \"127.0.0.1\"\n"
                                    << "line 2: dns.listen: must be a list";
        QTest::newRow("number out of range") << "[dns]\ntransfer-threads = 9\n"
                                             << "must be a number from 1 to 8";
        QTest::newRow("number as text") << "[dns]\ntransfer-threads = \"2\"\n"
                                        << "must be a number from 1 to 8";
        QTest::newRow("console on a network") << "[console]\nlisten = \"192.0.2.1:8053\"\n"
                                              << "line 2: console.listen: must be a loopback";
        QTest::newRow("serial policy") << "[zones]\nserial = \"counter\"\n"
                                       << "line 2: zones.serial: must be \"increment\"";
        QTest::newRow("algorithm") << "[[key]]\nname = \"k\"\nalgorithm = \"hmac-md4\"\n"
                                      "secret = \"c2VjcmV0\"\n"
                                   << "headwater.toml: line 2: key.name: ";
        QTest::newRow("no secret") << "[[key]]\nname = \"k\"\n"
                                   << "key.secret: give either secret or secret-file";
        QTest::newRow("unknown key of a secondary")
            << "[[secondary]]\nname = \"a\"\nnotify = [\"127.0.0.1\"]\nkey = \"k9\"\n"
            << "line 4: secondary.key: there is no [[key]] of the name k9";
        QTest::newRow("secondary without address") << "[[secondary]]\nname = \"a\"\n"
                                                   << "secondary.notify: give notify";
        QTest::newRow("secondary without name") << "[[secondary]]\nnotify = [\"127.0.0.1\"]\n"
                                                << "secondary.name: is missing";
        QTest::newRow("TLS without certificate") << "[tls]\nlisten = [\"127.0.0.1\"]\n"
                                                 << "line 2: tls.listen: needs certificate and key";
        QTest::newRow("no such certificate")
            << "[tls]\n\ncertificate = \"/nowhere/a.pem\"\n"
            << "line 3: tls.certificate: /nowhere/a.pem holds no certificate that can be used: No "
               "such file or directory";
        QTest::newRow("no such key")
            << "[tls]\nkey = \"/nowhere/a.key\"\n"
            << "line 2: tls.key: /nowhere/a.key holds no private key that can be used";
        QTest::newRow("cookie secret") << "[dns]\ncookie-secret = \"e5e973e5\"\n"
                                       << "line 2: dns.cookie-secret: must be 32 hex digits";
        QTest::newRow("cookie secret that is no hex")
            << "[dns]\ncookie-secret = \"-5e973e5a6b2a43f48e7dc849e37bfcf\"\n"
            << "line 2: dns.cookie-secret: must be 32 hex digits";
        QTest::newRow("transport") << "[[secondary]]\nname = \"a\"\nnotify = [\"127.0.0.1\"]\n"
                                      "transport = \"quic\"\n"
                                   << "line 4: secondary.transport: must be \"any\" or \"tls\"";
        QTest::newRow("TLS demanded and not offered")
            << "[[secondary]]\nname = \"a\"\nnotify = [\"127.0.0.1\"]\ntransport = \"tls\"\n"
            << "a must use TLS, and tls.listen names no address";
        QTest::newRow("digest of a key")
            << "[[secondary]]\nname = \"a\"\n"
               "notify = [\"127.0.0.1\"]\ncertificate-key = [\"sha256:abcd\"]\n"
            << "line 4: secondary.certificate-key: must be \"sha256:\"";
        QTest::newRow("name without CA")
            << "[[secondary]]\nname = \"a\"\nnotify = [\"127.0.0.1\"]\ncertificate-name = "
               "\"ns1.example\"\n"
            << "line 4: secondary.certificate-name: needs tls.client-ca";
        QTest::newRow("least MAC") << "[[key]]\nname = \"k\"\nsecret = \"c2VjcmV0\"\n"
                                      "least-mac = 9\n"
                                   << "line 4: key.least-mac: must be a number from 10 to 64";
        QTest::newRow("transfers at once") << "[dns]\ntransfers = 0\n"
                                           << "line 2: dns.transfers: must be a number from 1 to";
        const std::string secondary = "[[secondary]]\nname = \"a\"\nnotify = [\"127.0.0.1\"]\n";
        const auto profile = [&](const char* key, const char* value, const char* fault) {
            QTest::newRow(key) << QString::fromStdString(secondary + key + " = " + value + "\n")
                               << QStringLiteral("line 4: secondary.%1: %2")
                                      .arg(QLatin1String(key), QLatin1String(fault));
        };
        profile("transfers", "\"fast\"", "must be \"smallest\" or \"full\", got \"fast\"");
        profile("records-per-message", "1", "must be a text in quotes");
        profile("question", "\"never\"", "must be \"every-message\" or \"first-message\"");
        profile("edns", "\"no\"", "must be \"as-asked\" or \"never\"");
        profile("message-size", "511", "must be a number from 512 to 65535");
        QTest::newRow("the first fault of two") << "[zones]\nserial = 1\n[dns]\nlisten = 2\n"
                                                << "line 2: zones.serial";
    }

    void faultsNameLineAndKey()
    {
        QFETCH(QString, text);
        QFETCH(QString, fault);
        const QString found = faultOf(text.toStdString());
        QVERIFY2(found.startsWith(QLatin1String("headwater.toml")), qPrintable(found));
        QVERIFY2(found.contains(fault), qPrintable(found));
    }

    void aSecondaryIsAskedAndServedWhereItIsNotified()
    {
        const auto configuration = Configuration::parse(
            std::string(Key) + "[[secondary]]\nname = \"a\"\nnotify = [\"192.0.2.1\", "
                               "\"[2001:db8::1]:5353\"]\nkey = \"k1\"\n",
            "headwater.toml");
        QVERIFY2(configuration, configuration ? "" : configuration.error().text.c_str());
        const Secondary& secondary = configuration->secondaries.front();
        QCOMPARE(secondary.publicAddresses.size(), std::size_t{2});
        QCOMPARE(secondary.notify[0].port, std::uint16_t{53});
        QVERIFY(secondary.transferFrom[1].contains(*IpAddress::parse("2001:db8::1")));
        QVERIFY(!secondary.transferFrom[1].contains(*IpAddress::parse("2001:db8::2")));
        QVERIFY(secondary.serves(*Name::parse("any.example")));
    }

    void rfc9103_3_thePortOfTlsIs853()
    {
        const QTemporaryDir folder;
        const QString certificate = folder.filePath(QStringLiteral("a.pem"));
        const QString key = folder.filePath(QStringLiteral("a.key"));
        QVERIFY(makeCertificate(certificate, key));
        const auto configuration = Configuration::parse(
            "[tls]\nlisten = [\"192.0.2.1\", \"192.0.2.1:8853\"]\ncertificate = \"" +
                certificate.toStdString() + "\"\nkey = \"" + key.toStdString() + "\"\n",
            "headwater.toml");
        QVERIFY2(configuration, configuration ? "" : configuration.error().text.c_str());
        QCOMPARE(configuration->tlsListen[0].port, std::uint16_t{853});
        QCOMPARE(configuration->tlsListen[1].port, std::uint16_t{8853});
    }

    void transfersAreSentAsTheSecondaryNeedsThem()
    {
        const std::string one = "[[secondary]]\nname = \"a\"\nnotify = [\"192.0.2.1\"]\n";
        const auto usual = Configuration::parse(one, "headwater.toml");
        QVERIFY(usual && usual->secondaries.front().transfers.takesPages());
        const auto other = Configuration::parse(
            one + "transfers = \"full\"\nrecords-per-message = \"one\"\n"
                  "question = \"first-message\"\nedns = \"never\"\nmessage-size = 4096\n",
            "headwater.toml");
        QVERIFY2(other, other ? "" : other.error().text.c_str());
        const TransferProfile& profile = other->secondaries.front().transfers;
        QCOMPARE(profile.contents, TransferProfile::Contents::FullOnly);
        QCOMPARE(profile.packing, TransferProfile::Packing::OneRecord);
        QCOMPARE(profile.questions, TransferProfile::Questions::FirstMessage);
        QCOMPARE(profile.edns, TransferProfile::Edns::Never);
        QCOMPARE(profile.messageSize, std::size_t{4096});
    }

    void twoSecondariesOfOneNameAreRefused()
    {
        const std::string one = "[[secondary]]\nname = \"a\"\nnotify = [\"192.0.2.1\"]\n";
        QVERIFY(faultOf(one + one).contains(QLatin1String("a second secondary of the name a")));
    }

    void pathsInTheFileAreRelativeToTheFile()
    {
        const auto configuration =
            Configuration::parse("[zones]\ndirectory = \"zones\"\n", "/etc/headwater/hw.toml");
        QVERIFY(configuration);
        QCOMPARE(configuration->zoneDirectory, std::string("/etc/headwater/zones"));
    }

    void aMissingFileIsASentence()
    {
        const auto configuration = Configuration::load("/nowhere/headwater.toml");
        QVERIFY(!configuration);
        QCOMPARE(configuration.error().text,
                 std::string("/nowhere/headwater.toml: No such file or directory"));
    }
};

QTEST_APPLESS_MAIN(ConfigurationTest)
#include "configuration.moc"
