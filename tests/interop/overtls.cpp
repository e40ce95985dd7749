#include <csignal>

#include <QElapsedTimer>
#include <QFile>

#include "interop/tlssecondaries.h"
#include "support/freeport.h"
#include "support/tlsclient.h"

using namespace headwater;

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
    void aNewCertificateIsForNewConnections();
};

void OverTls::initTestCase()
{
    makeCertificate(file("server"));
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
    engine.setMoreConfiguration(QStringLiteral("transport = \"tls\"\n") +
                                tlsConfiguration(tls, file("server")));
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
    // Some messages in one go. NSD 4.6 takes them at once only if none shares a record with the
    // next; else it goes on when the connection is closed, after half a minute.
    QString many = QStringLiteral("www IN A 192.0.2.3\n");
    for (int i = 0; i < 2000; ++i)
        many += QStringLiteral("a-rather-long-name-%1 IN TXT \"%1\"\n").arg(i);
    QElapsedTimer time;
    time.start();
    save(many.toLatin1().constData());
    QVERIFY2(answers("192.0.2.3"), qPrintable(secondary->logText()));
    QVERIFY2(time.elapsed() < 20'000, qPrintable(secondary->logText()));
    const auto ours = DnsClient(engine.dns()).axfr(InteropBench::zone());
    const auto theirs = DnsClient(secondary->endpoint()).axfr(InteropBench::zone());
    QVERIFY(ours && theirs);
    QCOMPARE(sortedLines(theirs->records()), sortedLines(ours->records()));
}

/// The service takes it with SIGHUP; who is connected notices nothing.
void OverTls::aNewCertificateIsForNewConnections()
{
    makeCertificate(file("first"));
    makeCertificate(file("second"));
    const auto use = [&](const char* name) {
        for (const char* ending : {".pem", ".key"}) {
            writeFile(file("used") + QLatin1String(ending),
                      readFile(file(name) + QLatin1String(ending)));
        }
    };
    use("first");
    const Endpoint tls{IpAddress::parse("127.0.0.1").value(), freePort()};
    HeadwaterProcess engine(m_folder.subfolder(QStringLiteral("changing")));
    engine.setMoreConfiguration(tlsConfiguration(tls, file("used")));
    engine.saveZone(QStringLiteral("interop.example.zone"), InteropBench::zoneText({}));
    QVERIFY(engine.startAndWait());

    Octets question;
    Header header;
    header.questions = 1;
    header.write(question);
    Question{InteropBench::zone(), RecordType::SOA}.write(question);
    const auto trusting = [&](const char* name) {
        return std::make_unique<TlsClient>(
            tls, QStringList{QStringLiteral("-alpn"), QStringLiteral("dot"),
                             QStringLiteral("-verify_return_error"), QStringLiteral("-CAfile"),
                             file(name) + QStringLiteral(".pem")});
    };
    const auto isAnswered = [&](TlsClient& client) {
        client.send(question);
        return client.receive().has_value();
    };
    QTRY_VERIFY(DnsClient(engine.dns()).serial(InteropBench::zone()).has_value());
    const auto early = trusting("first");
    QVERIFY(isAnswered(*early));
    use("second");
    QCOMPARE(::kill(static_cast<pid_t>(engine.pid()), SIGHUP), 0);
    QTRY_VERIFY(engine.logText().contains(QStringLiteral("configuration read again")));
    QVERIFY(isAnswered(*trusting("second")));
    QVERIFY(!isAnswered(*trusting("first")));
    QVERIFY(isAnswered(*early));
}

QTEST_GUILESS_MAIN(OverTls)
#include "overtls.moc"
