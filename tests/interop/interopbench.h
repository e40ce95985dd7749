#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "support/dnsclient.h"
#include "support/headwaterprocess.h"
#include "support/secondaryserver.h"
#include "support/temporaryfolder.h"

namespace headwater {

/// One engine over a folder with one zone, and one real secondary of it. For the tests here.
class InteropBench
{
public:
    static constexpr int Patience =
        60'000; // ms; knot's and nsd's own retries are slow, and so may the machine be

    explicit InteropBench(ServerKind kind, const std::optional<TsigKey>& key = defaultKey())
        : m_engine(m_folder.subfolder(QStringLiteral("engine")))
    {
        m_secondary = SecondaryServer::create(
            kind, m_folder.path(), {m_engine.dns(), key, {QStringLiteral("interop.example")}});
        m_engine.addSecondary({m_secondary->name(), m_secondary->endpoint(), key});
    }

    [[nodiscard]] static TsigKey defaultKey()
    {
        return TsigKey::create("interop-key", "hmac-sha256",
                               "aW50ZXJvcC1rZXktb2YtdGhpcnR5LXR3by1vY3RldHM=")
            .value();
    }

    /// "The three kinds" as rows of a data-driven test.
    static void addKinds()
    {
        QTest::addColumn<ServerKind>("kind");
        QTest::newRow("knot") << ServerKind::Knot;
        QTest::newRow("nsd") << ServerKind::Nsd;
        QTest::newRow("bind") << ServerKind::Bind;
    }

    [[nodiscard]] static Name zone() { return Name::parse("interop.example.").value(); }

    /// The zone with these lines beside its SOA, NS and 200 hosts.
    static QString zoneText(const QStringList& lines)
    {
        QString text = QStringLiteral("$TTL 300\n@ IN SOA ns1 hostmaster 1 3600 600 604800 300\n"
                                      "@ IN NS ns1\n@ IN NS ns2\nns1 IN A 192.0.2.53\n"
                                      "ns2 IN AAAA 2001:db8::53\n");
        for (int i = 0; i < 200; ++i)
            text += QStringLiteral("host-%1 IN A 198.51.100.%1\n").arg(i);
        return text + lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
    }

    void save(const QStringList& lines) const
    {
        m_engine.saveZone(QStringLiteral("interop.example.zone"), zoneText(lines));
    }

    /// Saves the first contents and starts both; true when both answer this address for www.
    [[nodiscard]] bool begin(const QStringList& lines, const char* address)
    {
        save(lines);
        return m_engine.startAndWait() && m_secondary->startAndWait() && bothAnswer(address);
    }

    [[nodiscard]] HeadwaterProcess& engine() { return m_engine; }
    [[nodiscard]] SecondaryServer& secondary() { return *m_secondary; }

    [[nodiscard]] std::uint32_t engineSerial() const { return serialOf(m_engine.dns()); }
    [[nodiscard]] std::uint32_t secondarySerial() const
    {
        return serialOf(m_secondary->endpoint());
    }

    /// Waits until the engine answers this address for www, then until the secondary does too.
    [[nodiscard]] bool bothAnswer(const char* address, int patience = Patience) const
    {
        return answers(m_engine.dns(), address, patience) &&
               answers(m_secondary->endpoint(), address, patience);
    }

    [[nodiscard]] bool answers(const Endpoint& server, const char* address,
                               int patience = Patience) const
    {
        const DnsClient client(server, std::nullopt, Milliseconds{300});
        const std::vector<std::string> wanted{address};
        return QTest::qWaitFor(
            [&] {
                const auto found =
                    client.lookUp(Name::parse("www.interop.example.").value(), RecordType::A);
                return found && *found == wanted;
            },
            patience);
    }

    /// What `headwaterctl secondaries --json` says of the secondary.
    [[nodiscard]] QJsonObject told() const
    {
        const auto ran =
            m_engine.headwaterctl({QStringLiteral("secondaries"), QStringLiteral("--json")});
        const auto json = QJsonDocument::fromJson(ran.output.toUtf8()).object();
        return json.value(QStringLiteral("secondaries")).toArray().at(0).toObject();
    }

    /// Waits until the engine says that this secondary took `kind` ("IXFR") up to its serial.
    [[nodiscard]] bool tookBy(const QString& kind) const
    {
        return QTest::qWaitFor(
            [&] {
                const auto transfer = told().value(QStringLiteral("lastTransfer")).toObject();
                return transfer.value(QStringLiteral("kind")).toString() == kind &&
                       transfer.value(QStringLiteral("to")).toDouble() == engineSerial();
            },
            Patience);
    }

    /// Both zones, record for record.
    void compareZones() const
    {
        const auto ours = DnsClient(m_engine.dns()).axfr(zone());
        const auto theirs = DnsClient(m_secondary->endpoint()).axfr(zone());
        QVERIFY2(ours, ours ? "" : ours.error().text.c_str());
        QVERIFY2(theirs, theirs ? "" : theirs.error().text.c_str());
        QVERIFY(ours->isAuthoritative());
        QCOMPARE(sortedLines(theirs->records()), sortedLines(ours->records()));
    }

private:
    [[nodiscard]] static std::uint32_t serialOf(const Endpoint& server)
    {
        const auto serial = DnsClient(server, std::nullopt, Milliseconds{500}).serial(zone());
        return serial ? serial->value() : 0;
    }

    TemporaryFolder m_folder;
    HeadwaterProcess m_engine;
    std::unique_ptr<SecondaryServer> m_secondary;
};

} // namespace headwater

Q_DECLARE_METATYPE(headwater::ServerKind)
