#include <QTcpSocket>

#include "interop/randomzonefile.h"
#include "interop/tlssecondaries.h"
#include "support/freeport.h"

using namespace headwater;

namespace {

constexpr int Changes = 10'000;
/// So close before the wrap of the serial that some hundred versions lead over it.
constexpr quint32 FirstSerial = 4'294'967'295U - 60;

enum class Transfers
{
    Unsigned,
    Signed,
    OverTls ///< and signed
};

/// One engine with knotd, nsd and named as its secondaries; over TLS only those who can.
class RealSecondaries
{
public:
    explicit RealSecondaries(Transfers transfers)
        : m_engine(m_folder.subfolder(QStringLiteral("engine")))
    {
        if (transfers == Transfers::OverTls)
            addOverTls();
        else
            addInTheClear(transfers == Transfers::Signed
                              ? std::make_optional(InteropBench::defaultKey())
                              : std::nullopt);
        for (const auto& server : m_servers)
            m_engine.addSecondary({server->name(), server->endpoint(), server->setup().key});
    }

    [[nodiscard]] bool start()
    {
        if (!m_engine.startAndWait())
            return false;
        return std::all_of(m_servers.begin(), m_servers.end(),
                           [](const auto& server) { return server->startAndWait(); });
    }

    void save(const RandomZoneFile& zone) const
    {
        m_engine.saveZone(QStringLiteral("interop.example.zone"), zone.text());
    }

    /// Waits until this server answers with the version that has this mark.
    [[nodiscard]] static bool answers(const Endpoint& server, int mark)
    {
        const DnsClient client(server, std::nullopt, Milliseconds{300});
        const std::vector<std::string> wanted{'"' + std::to_string(mark) + '"'};
        return QTest::qWaitFor(
            [&] {
                const auto found =
                    client.lookUp(Name::parse("www.interop.example.").value(), RecordType::TXT);
                return found && *found == wanted;
            },
            InteropBench::Patience);
    }

    [[nodiscard]] bool allAnswer(int mark) const
    {
        return answers(m_engine.dns(), mark) &&
               std::all_of(m_servers.begin(), m_servers.end(), [mark](const auto& server) {
                   return answers(server->endpoint(), mark);
               });
    }

    /// One figure of the engine's metrics.
    [[nodiscard]] double metric(const QByteArray& name) const
    {
        QTcpSocket socket;
        const Endpoint console = m_engine.console();
        socket.connectToHost(QString::fromStdString(console.address.text()), console.port);
        socket.write("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        while (socket.waitForReadyRead(5000) || socket.state() == QTcpSocket::ConnectedState)
            ;
        for (const QByteArray& line : socket.readAll().split('\n'))
            if (line.startsWith(name))
                return line.mid(line.lastIndexOf(' ')).trimmed().toDouble();
        return -1;
    }

    [[nodiscard]] const HeadwaterProcess& engine() const { return m_engine; }
    [[nodiscard]] const auto& servers() const { return m_servers; }

private:
    void addInTheClear(const std::optional<TsigKey>& key)
    {
        for (const ServerKind kind : {ServerKind::Knot, ServerKind::Nsd, ServerKind::Bind}) {
            m_servers.push_back(SecondaryServer::create(
                kind, m_folder.path(), {m_engine.dns(), key, {QStringLiteral("interop.example")}}));
        }
    }
    /// The port they know speaks TLS only.
    void addOverTls()
    {
        const QString certificate = m_folder.path(QStringLiteral("server"));
        makeCertificate(certificate);
        const Endpoint tls{IpAddress::parse("127.0.0.1").value(), freePort()};
        m_engine.setMoreConfiguration(tlsConfiguration(tls, certificate));
        const SecondarySetup setup{
            tls, InteropBench::defaultKey(), {QStringLiteral("interop.example")}};
        m_servers.push_back(
            std::make_unique<TlsNsd>(m_folder.subfolder(QStringLiteral("nsd")), setup));
        m_servers.push_back(
            std::make_unique<TlsBind>(m_folder.subfolder(QStringLiteral("bind")), setup));
    }

    TemporaryFolder m_folder;
    HeadwaterProcess m_engine;
    std::vector<std::unique_ptr<SecondaryServer>> m_servers;
};

} // namespace

/// Real secondaries of one engine follow 10,000 random changes: records and RRsets added, removed
/// and replaced, TTLs, SOA fields, delegations with glue, aliases, wildcards, unknown types. They
/// come as some hundred versions of 1 to 200 changes, one by one and in bursts that a secondary
/// takes in one step, and the serial goes over its wrap on the way. In the end everybody holds the
/// same zone, record for record, and what was followed was differences.
class RandomChanges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everybodyHoldsTheSameZoneInTheEnd_data();
    void everybodyHoldsTheSameZoneInTheEnd();
};

void RandomChanges::everybodyHoldsTheSameZoneInTheEnd_data()
{
    QTest::addColumn<Transfers>("transfers");
    QTest::newRow("rfc1982_5 rfc1995_7 without TSIG") << Transfers::Unsigned;
    QTest::newRow("rfc1982_5 rfc1995_7 with TSIG") << Transfers::Signed;
    QTest::newRow("rfc1982_5 rfc1995_7 rfc9103_4 over TLS") << Transfers::OverTls;
}

void RandomChanges::everybodyHoldsTheSameZoneInTheEnd()
{
    QFETCH(Transfers, transfers);
    const bool isSigned = transfers != Transfers::Unsigned;
    RealSecondaries bench(transfers);
    RandomZoneFile zone(isSigned ? 20251121 : 19870605, FirstSerial);
    bench.save(zone);
    QVERIFY(bench.start());
    QVERIFY(bench.allAnswer(0));

    QRandomGenerator random(isSigned ? 1 : 2);
    int mark = 0;
    for (int changes = 0; changes < Changes;) {
        const int now = random.bounded(4) == 0 ? random.bounded(1, 5) : random.bounded(1, 200);
        for (int i = 0; i < now; ++i)
            zone.change();
        changes += now;
        mark = zone.mark();
        bench.save(zone);
        if (random.bounded(3) == 0)
            QVERIFY(bench.allAnswer(mark));
        else
            QVERIFY(bench.answers(bench.engine().dns(), mark));
    }
    QVERIFY(bench.allAnswer(mark));

    const auto ours =
        DnsClient(bench.engine().dns(),
                  isSigned ? std::make_optional(InteropBench::defaultKey()) : std::nullopt)
            .axfr(InteropBench::zone());
    QVERIFY2(ours, ours ? "" : ours.error().text.c_str());
    QVERIFY(ours->serial().value() != 0 && ours->serial().value() < 1000); // behind the wrap
    QCOMPARE(static_cast<int>(ours->records().size()), zone.recordCount());
    for (const auto& server : bench.servers()) {
        const auto theirs = DnsClient(server->endpoint()).axfr(InteropBench::zone());
        QVERIFY2(theirs, theirs ? "" : theirs.error().text.c_str());
        QVERIFY2(sortedLines(theirs->records()) == sortedLines(ours->records()),
                 qPrintable(server->name()));
    }
    // What was followed is differences; a secondary that fell far behind may have taken the whole.
    const double full = bench.metric("headwater_transfers_total{kind=\"axfr\"");
    const double incremental = bench.metric("headwater_transfers_total{kind=\"ixfr\"");
    qInfo("%d versions, %.0f full and %.0f incremental transfers", mark, full, incremental);
    QVERIFY(full >= static_cast<double>(bench.servers().size()));
    QVERIFY(2 * incremental > mark && incremental > 10 * full);
}

QTEST_GUILESS_MAIN(RandomChanges)
#include "random_changes.moc"
