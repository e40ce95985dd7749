#include "bench/common/peerprimary.h"

#include <csignal>
#include <thread>

#include <QDir>

#include "bench/common/samples.h"
#include "support/bindserver.h"
#include "support/dnsclient.h"
#include "support/freeport.h"
#include "support/temporaryfolder.h"

namespace headwater {
namespace {

class KnotPrimary : public PeerPrimary
{
public:
    KnotPrimary(QString folder, TsigKey key)
        : PeerPrimary(QStringLiteral("knot"), std::move(folder), std::move(key))
    {
    }

protected:
    [[nodiscard]] QString program() const override { return QStringLiteral("knotd"); }
    [[nodiscard]] QStringList arguments() const override
    {
        return {QStringLiteral("-c"), QStringLiteral("server.conf")};
    }
    [[nodiscard]] QString head() const override
    {
        const QString remote =
            notified() ? QStringLiteral("remote:\n  - id: notified\n    address: %1@%2\n")
                             .arg(QString::fromStdString(notified()->address.text()))
                             .arg(notified()->port)
                       : QString();
        const QString notify = notified() ? QStringLiteral("    notify: notified\n"
                                                           "    zonefile-load: difference\n")
                                          : QString();
        return QStringLiteral("server:\n    rundir: \"/proc/self/cwd\"\n    listen: 127.0.0.1@%1\n"
                              "log:\n  - target: stdout\n    any: warning\n"
                              "database:\n    storage: \"/proc/self/cwd\"\n"
                              "key:\n  - id: bench-key\n    algorithm: hmac-sha256\n"
                              "    secret: %2\n"
                              "acl:\n  - id: signed\n    key: bench-key\n    action: transfer\n"
                              "  - id: plain\n    address: 127.0.0.1\n"
                              "    action: [transfer, update]\n%3"
                              "template:\n  - id: default\n    storage: \"/proc/self/cwd\"\n"
                              "    zonefile-sync: -1\n    acl: [signed, plain]\n%4zone:\n")
            .arg(port())
            .arg(secret(), remote, notify);
    }
    [[nodiscard]] QString zoneBlock(const QString& zone) const override
    {
        return QStringLiteral("  - domain: %1\n    file: %1.zone\n").arg(zone);
    }
};

class NsdPrimary : public PeerPrimary
{
public:
    NsdPrimary(QString folder, TsigKey key)
        : PeerPrimary(QStringLiteral("nsd"), std::move(folder), std::move(key))
    {
    }

protected:
    [[nodiscard]] QString program() const override { return QStringLiteral("nsd"); }
    [[nodiscard]] QStringList arguments() const override
    {
        return {QStringLiteral("-d"), QStringLiteral("-c"), QStringLiteral("server.conf")};
    }
    [[nodiscard]] QString head() const override
    {
        return QStringLiteral("server:\n    ip-address: 127.0.0.1@%1\n    username: \"\"\n"
                              "    chroot: \"\"\n    zonesdir: \"\"\n    pidfile: \"nsd.pid\"\n"
                              "    xfrdir: \".\"\n    xfrdfile: \"xfrd.state\"\n"
                              "    zonelistfile: \"zone.list\"\n    server-count: 2\n"
                              "    xfrd-reload-timeout: 0\n    database: \"\"\n"
                              "    rrl-ratelimit: 0\nremote-control:\n    control-enable: no\n"
                              "key:\n    name: bench-key\n    algorithm: hmac-sha256\n"
                              "    secret: \"%2\"\n")
            .arg(port())
            .arg(secret());
    }
    [[nodiscard]] QString zoneBlock(const QString& zone) const override
    {
        const QString block = QStringLiteral("zone:\n    name: %1\n    zonefile: %1.zone\n"
                                             "    provide-xfr: 127.0.0.1 NOKEY\n"
                                             "    provide-xfr: 127.0.0.1 bench-key\n")
                                  .arg(zone);
        if (!notified())
            return block;
        return block + QStringLiteral("    store-ixfr: yes\n    create-ixfr: yes\n"
                                      "    notify: %1@%2 NOKEY\n")
                           .arg(QString::fromStdString(notified()->address.text()))
                           .arg(notified()->port);
    }
};

class BindPrimary : public PeerPrimary
{
public:
    BindPrimary(QString folder, TsigKey key)
        : PeerPrimary(QStringLiteral("bind"), std::move(folder), std::move(key))
    {
    }

protected:
    [[nodiscard]] QString program() const override { return unconfinedNamed(folder()); }
    [[nodiscard]] QStringList arguments() const override
    {
        return {QStringLiteral("-g"), QStringLiteral("-c"), QStringLiteral("server.conf")};
    }
    [[nodiscard]] QString head() const override
    {
        return QStringLiteral(
                   "options { listen-on port %1 { 127.0.0.1; }; listen-on-v6 { none; };\n"
                   " pid-file none; session-keyfile \"session.key\"; lock-file none;\n"
                   " recursion no; empty-zones-enable no; dnssec-validation no; notify no;\n"
                   " allow-query { any; }; allow-transfer { any; };\n"
                   " transfers-out 1000; tcp-clients 1000; notify-delay 0; notify-rate 1000;\n"
                   " startup-notify-rate 1000; serial-query-rate 1000; };\ncontrols { };\n"
                   "zone \".\" { type hint; file \"/dev/null\"; };\n"
                   "key bench-key { algorithm hmac-sha256; secret \"%2\"; };\n")
            .arg(port())
            .arg(secret());
    }
    [[nodiscard]] QString zoneBlock(const QString& zone) const override
    {
        const QString block = QStringLiteral("zone \"%1\" { type primary; file \"%1.zone\"; "
                                             "allow-update { any; };%2 };\n");
        if (!notified())
            return block.arg(zone, QString());
        return block.arg(zone, QStringLiteral(" notify explicit; also-notify { %1 port %2; };")
                                   .arg(QString::fromStdString(notified()->address.text()))
                                   .arg(notified()->port));
    }
};

} // namespace

PeerPrimary::PeerPrimary(const QString& name, QString folder, TsigKey key)
    : ServerProcess(name, std::move(folder), Privilege::None)
    , m_key(std::move(key))
    , m_port(freePort())
{
}

std::unique_ptr<PeerPrimary> PeerPrimary::create(PeerKind kind, const QString& folder,
                                                 const std::vector<BenchZone>& zones,
                                                 const TsigKey& key)
{
    const auto made = [&folder](const char* name) {
        const QString path = folder + QLatin1Char('/') + QLatin1String(name);
        if (!QDir().mkpath(path))
            giveUp("cannot make a folder for a peer");
        return path;
    };
    std::unique_ptr<PeerPrimary> peer;
    if (kind == PeerKind::Knot)
        peer = std::make_unique<KnotPrimary>(made("knot-primary"), key);
    else if (kind == PeerKind::Nsd)
        peer = std::make_unique<NsdPrimary>(made("nsd-primary"), key);
    else
        peer = std::make_unique<BindPrimary>(made("bind-primary"), key);
    for (const BenchZone& zone : zones) {
        const QString name = QString::fromStdString(zone.zone.display());
        peer->m_zones += name;
        peer->writeZone(name, zone.text());
    }
    return peer;
}

void PeerPrimary::writeConfiguration()
{
    QString text = head();
    for (const QString& zone : std::as_const(m_zones))
        text += zoneBlock(zone);
    writeFile(folder() + QStringLiteral("/server.conf"), text);
}

QString PeerPrimary::secret() const
{
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char*>(m_key.secret.data()),
                                          static_cast<qsizetype>(m_key.secret.size()))
                                   .toBase64());
}

Endpoint PeerPrimary::endpoint() const
{
    return Endpoint{IpAddress::parse("127.0.0.1").value(), m_port};
}

void PeerPrimary::reload() const
{
    ::kill(static_cast<pid_t>(pid()), SIGHUP);
}

void PeerPrimary::writeZone(const QString& zone, const std::string& text) const
{
    writeFile(folder() + QLatin1Char('/') + zone + QStringLiteral(".zone"),
              QString::fromStdString(text));
}

double PeerPrimary::startAndMeasure()
{
    const auto began = Steady::now();
    start();
    for (const QString& zone : {m_zones.last(), m_zones.first()})
        static_cast<void>(waitForSoa(endpoint(), Name::parse(zone.toStdString()).value(), began));
    return millisecondsSince(began);
}

TsigKey benchKey()
{
    return *TsigKey::create("bench-key", "hmac-sha256", "YmVuY2htYXJrLXNlY3JldC1rZXk=");
}

double waitForSoa(const Endpoint& server, const Name& zone, Steady::time_point start)
{
    const DnsClient client(server, {}, Milliseconds{200});
    while (millisecondsSince(start) < 120'000) {
        if (client.serial(zone))
            return millisecondsSince(start);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    giveUp("no answer from " + server.text() + " about " + zone.display());
}

} // namespace headwater
