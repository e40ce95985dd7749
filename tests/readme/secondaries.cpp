#include <QTest>

#include "readme/readme.h"
#include "readme/shell.h"
#include "support/bindserver.h"
#include "support/dnsclient.h"
#include "support/freeport.h"
#include "support/headwaterprocess.h"
#include "support/secondaryserver.h"
#include "support/temporaryfolder.h"

using namespace headwater;

namespace {

constexpr int Patience = 60'000; // ms

/// What a distribution's own configuration file would say: where to listen, where to keep things.
QString surroundings(ServerKind kind, std::uint16_t port)
{
    if (kind == ServerKind::Knot)
        return QStringLiteral("server:\n    rundir: \"/proc/self/cwd\"\n    listen: 127.0.0.1@%1\n"
                              "log:\n  - target: stdout\n    any: info\n"
                              "database:\n    storage: \"/proc/self/cwd\"\n"
                              "template:\n  - id: default\n    storage: \"/proc/self/cwd\"\n")
            .arg(port);
    if (kind == ServerKind::Nsd)
        return QStringLiteral("server:\n    ip-address: 127.0.0.1@%1\n    username: \"\"\n"
                              "    chroot: \"\"\n    zonesdir: \"\"\n    pidfile: \"nsd.pid\"\n"
                              "    xfrdir: \".\"\n    xfrdfile: \"xfrd.state\"\n"
                              "    zonelistfile: \"zone.list\"\n    database: \"\"\n"
                              "remote-control:\n    control-enable: no\n")
            .arg(port);
    return QStringLiteral("controls { };\nzone \".\" { type hint; file \"/dev/null\"; };\n");
}

/// The README's lines for a kind of server, with the addresses of this machine.
class AsInTheReadme : public SecondaryServer
{
public:
    AsInTheReadme(ServerKind kind, const QString& folder, SecondarySetup setup)
        : SecondaryServer(QStringLiteral("readme"), folder, std::move(setup))
        , m_kind(kind)
    {
    }

    void setSecret(QString secret) { m_secret = std::move(secret); }

protected:
    void writeConfiguration() override
    {
        QString text = Readme().blockBelow(title());
        const int port = m_setup.primary.port;
        text.replace(QStringLiteral("192.0.2.1@53"), QStringLiteral("127.0.0.1@%1").arg(port));
        text.replace(QStringLiteral("primaries { 192.0.2.1 "),
                     QStringLiteral("primaries { 127.0.0.1 port %1 ").arg(port));
        text.replace(QStringLiteral("192.0.2.1"), QStringLiteral("127.0.0.1"));
        text.replace(QStringLiteral("secret: \"...\""),
                     QStringLiteral("secret: \"%1\"").arg(m_secret));
        text.replace(QStringLiteral("secret \"...\""),
                     QStringLiteral("secret \"%1\"").arg(m_secret));
        text.replace(QStringLiteral("secret: ..."), QStringLiteral("secret: ") + m_secret);
        text.replace(QStringLiteral("options {"),
                     QStringLiteral("options { listen-on port %1 { 127.0.0.1; }; listen-on-v6 { "
                                    "none; }; pid-file none; session-keyfile \"session.key\"; "
                                    "lock-file none; dnssec-validation no; ")
                         .arg(m_port));
        writeFile(folder() + QLatin1Char('/') + file(), surroundings(m_kind, m_port) + text);
    }
    [[nodiscard]] QString program() const override
    {
        return m_kind == ServerKind::Knot  ? QStringLiteral("knotd")
               : m_kind == ServerKind::Nsd ? QStringLiteral("nsd")
                                           : unconfinedNamed(folder());
    }
    [[nodiscard]] QStringList arguments() const override
    {
        const QString how = m_kind == ServerKind::Knot  ? QStringLiteral("-c")
                            : m_kind == ServerKind::Nsd ? QStringLiteral("-dc")
                                                        : QStringLiteral("-gc");
        return {how, file()};
    }

private:
    [[nodiscard]] QString title() const
    {
        return m_kind == ServerKind::Knot  ? QStringLiteral("Knot DNS")
               : m_kind == ServerKind::Nsd ? QStringLiteral("NSD")
                                           : QStringLiteral("BIND");
    }
    [[nodiscard]] static QString file() { return QStringLiteral("pasted.conf"); }

    ServerKind m_kind;
    QString m_secret;
};

} // namespace

/// "Attach your own secondaries": the README's configuration, pasted.
class Secondaries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theyFollowAsTheReadmeSays_data();
    void theyFollowAsTheReadmeSays();
};

void Secondaries::theyFollowAsTheReadmeSays_data()
{
    QTest::addColumn<ServerKind>("kind");
    QTest::newRow("NSD") << ServerKind::Nsd;
    QTest::newRow("Knot DNS") << ServerKind::Knot;
    QTest::newRow("BIND") << ServerKind::Bind;
}

void Secondaries::theyFollowAsTheReadmeSays()
{
    QFETCH(ServerKind, kind);
    const Readme readme;
    const TemporaryFolder folder;
    HeadwaterProcess engine(folder.subfolder(QStringLiteral("engine")));
    AsInTheReadme secondary(kind, folder.subfolder(QStringLiteral("secondary")),
                            {engine.dns(), std::nullopt, {}});

    const QStringList makesKey = readme.linesThatBegin(QStringLiteral("openssl"));
    QCOMPARE(makesKey.size(), 1);
    QString makeKey = makesKey.constFirst();
    makeKey.replace(QStringLiteral("/etc/headwater"), engine.folder());
    QCOMPARE(type(makeKey, folder.path()).code, 0);
    secondary.setSecret(readFile(engine.folder() + QStringLiteral("/hw-1.secret")).trimmed());

    QString toml = readme.block(QStringLiteral("toml"));
    QVERIFY(toml.contains(QStringLiteral("[[secondary]]")));
    toml.replace(QStringLiteral("192.0.2.1:53"), QString::fromStdString(engine.dns().text()));
    toml.replace(QStringLiteral("192.0.2.31"), QString::fromStdString(secondary.endpoint().text()));
    engine.setConfiguration(toml);
    QVERIFY(engine.startAndWait());
    QVERIFY(secondary.startAndWait());

    for (const char* begin : {"headwaterctl zone add", "headwaterctl record set"}) {
        const QStringList lines = readme.linesThatBegin(QLatin1String(begin));
        QCOMPARE(lines.size(), 1);
        const auto ran = engine.headwaterctl(lines.constFirst().split(QLatin1Char(' ')).mid(1));
        QVERIFY2(ran.code == 0, qPrintable(ran.errors));
    }
    const DnsClient asks(secondary.endpoint(), std::nullopt, Milliseconds{300});
    const std::vector<std::string> wanted{"192.0.2.10"};
    QVERIFY(QTest::qWaitFor(
        [&] {
            const auto found = asks.lookUp(Name::parse("www.apps.example.").value(), RecordType::A);
            return found && *found == wanted;
        },
        Patience));
    const auto told = engine.headwaterctl({QStringLiteral("secondaries")});
    QVERIFY2(told.output.contains(QStringLiteral("ns1")), qPrintable(told.output));
    QVERIFY(QTest::qWaitFor(
        [&] { return engine.headwaterctl({QStringLiteral("status")}).code == 0; }, Patience));
}

QTEST_GUILESS_MAIN(Secondaries)
#include "secondaries.moc"
