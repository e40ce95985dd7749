#include <QFile>
#include <QProcess>

#include "interop/interopbench.h"
#include "support/bindserver.h"
#include "support/freeport.h"
#include "support/nsdserver.h"

using namespace headwater;

namespace {

/// named that fetches over TLS alone, and checks who we are.
class TlsBind : public BindServer
{
public:
    using BindServer::BindServer;

protected:
    void writeConfiguration() override
    {
        BindServer::writeConfiguration();
        const QString path = folder() + QStringLiteral("/named.conf");
        QString text = readFile(path);
        const QString port = QStringLiteral("port %1").arg(m_setup.primary.port);
        text.replace(port, port + QStringLiteral(" tls headwater"));
        // Between address and key stands `port`, behind the key stands `tls`.
        text.replace(QStringLiteral(" tls headwater key \"%1\"").arg(keyName()),
                     QStringLiteral(" key \"%1\" tls headwater").arg(keyName()));
        writeFile(path, QStringLiteral("tls headwater { ca-file \"../server.pem\"; remote-hostname "
                                       "\"primary.example\"; protocols { TLSv1.3; }; };\n") +
                            text);
    }
};

/// nsd, likewise.
class TlsNsd : public NsdServer
{
public:
    using NsdServer::NsdServer;

protected:
    void writeConfiguration() override
    {
        NsdServer::writeConfiguration();
        const QString path = folder() + QStringLiteral("/nsd.conf");
        QString text = readFile(path);
        text.replace(QStringLiteral("    server-count: 1\n"),
                     QStringLiteral("    server-count: 1\n    tls-cert-bundle: \"%1\"\n")
                         .arg(folder() + QStringLiteral("/../server.pem")));
        const QString from = QStringLiteral("@%1 \"%2\"").arg(m_setup.primary.port).arg(keyName());
        text.replace(from, from + QStringLiteral(" headwater"));
        writeFile(path, QStringLiteral("tls-auth:\n    name: headwater\n    auth-domain-name: "
                                       "\"primary.example\"\n") +
                            text);
    }
};

} // namespace

/// Secondaries that others wrote follow a zone over TLS alone: the only port they know speaks
/// nothing else. (Knot 3.2 fetches in the clear only.)
class OverTls : public QObject
{
    Q_OBJECT

private:
    TemporaryFolder m_folder;

    [[nodiscard]] QString file(const char* name) const
    {
        return m_folder.path(QString::fromLatin1(name));
    }

private Q_SLOTS:
    void initTestCase();
    void rfc9103_4_aSecondaryFollowsOverTls_data();
    void rfc9103_4_aSecondaryFollowsOverTls();
};

void OverTls::initTestCase()
{
    QProcess process;
    process.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                   QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                   QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                   QStringLiteral("-subj"), QStringLiteral("/CN=primary.example"),
                   QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:primary.example"),
                   QStringLiteral("-keyout"), file("server.key"), QStringLiteral("-out"),
                   file("server.pem")});
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
}

void OverTls::rfc9103_4_aSecondaryFollowsOverTls_data()
{
    QTest::addColumn<ServerKind>("kind");
    QTest::newRow("nsd") << ServerKind::Nsd;
    QTest::newRow("bind") << ServerKind::Bind;
}

void OverTls::rfc9103_4_aSecondaryFollowsOverTls()
{
    QFETCH(ServerKind, kind);
    const Endpoint tls{IpAddress::parse("127.0.0.1").value(), freePort()};
    const SecondarySetup setup{
        tls, InteropBench::defaultKey(), {QStringLiteral("interop.example")}};
    const QString own = m_folder.subfolder(QLatin1String(QTest::currentDataTag()));
    std::unique_ptr<SecondaryServer> secondary;
    if (kind == ServerKind::Nsd)
        secondary = std::make_unique<TlsNsd>(own, setup);
    else
        secondary = std::make_unique<TlsBind>(own, setup);
    HeadwaterProcess engine(
        m_folder.subfolder(QLatin1String(QTest::currentDataTag()) + QStringLiteral("-engine")));
    engine.addSecondary({secondary->name(), secondary->endpoint(), setup.key});
    engine.setMoreConfiguration(
        QStringLiteral("transport = \"tls\"\n[tls]\nlisten = [\"%1\"]\ncertificate = \"%2\"\n"
                       "key = \"%3\"\n")
            .arg(QString::fromStdString(tls.text()), file("server.pem"), file("server.key")));
    const auto save = [&](const char* line) {
        engine.saveZone(QStringLiteral("interop.example.zone"),
                        InteropBench::zoneText({QString::fromLatin1(line)}));
    };
    const auto answers = [&](const char* address) {
        const DnsClient client(secondary->endpoint(), std::nullopt, Milliseconds{300});
        const std::vector<std::string> wanted{address};
        return QTest::qWaitFor(
            [&] {
                const auto found =
                    client.lookUp(Name::parse("www.interop.example.").value(), RecordType::A);
                return found && *found == wanted;
            },
            InteropBench::Patience);
    };
    save("www IN A 192.0.2.1");
    QVERIFY(engine.startAndWait());
    QVERIFY(secondary->startAndWait());
    QVERIFY2(answers("192.0.2.1"), qPrintable(secondary->logText()));
    save("www IN A 192.0.2.2");
    QVERIFY2(answers("192.0.2.2"), qPrintable(secondary->logText()));
    const auto ours = DnsClient(engine.dns()).axfr(InteropBench::zone());
    const auto theirs = DnsClient(secondary->endpoint()).axfr(InteropBench::zone());
    QVERIFY(ours && theirs);
    QCOMPARE(sortedLines(theirs->records()), sortedLines(ours->records()));
}

QTEST_GUILESS_MAIN(OverTls)
#include "overtls.moc"
