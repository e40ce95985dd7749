#include "bench/common/peerprimary.h"

#include <thread>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "bench/common/samples.h"
#include "support/dnsclient.h"
#include "support/freeport.h"
#include "support/temporaryfolder.h"

namespace headwater {
namespace {

class KnotPrimary : public PeerPrimary
{
public:
    KnotPrimary(QString folder, TsigKey key)
        : PeerPrimary(QStringLiteral("knot-primary"), std::move(folder), std::move(key))
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
        return QStringLiteral("server:\n    rundir: \"/proc/self/cwd\"\n    listen: 127.0.0.1@%1\n"
                              "log:\n  - target: stdout\n    any: warning\n"
                              "database:\n    storage: \"/proc/self/cwd\"\n"
                              "key:\n  - id: bench-key\n    algorithm: hmac-sha256\n"
                              "    secret: %2\n"
                              "acl:\n  - id: signed\n    key: bench-key\n    action: transfer\n"
                              "  - id: plain\n    address: 127.0.0.1\n    action: transfer\n"
                              "template:\n  - id: default\n    storage: \"/proc/self/cwd\"\n"
                              "    zonefile-sync: -1\n    acl: [signed, plain]\nzone:\n")
            .arg(port())
            .arg(secret());
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
        : PeerPrimary(QStringLiteral("nsd-primary"), std::move(folder), std::move(key))
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
        return QStringLiteral("zone:\n    name: %1\n    zonefile: %1.zone\n"
                              "    provide-xfr: 127.0.0.1 NOKEY\n"
                              "    provide-xfr: 127.0.0.1 bench-key\n")
            .arg(zone);
    }
};

class BindPrimary : public PeerPrimary
{
public:
    BindPrimary(QString folder, TsigKey key)
        : PeerPrimary(QStringLiteral("bind-primary"), std::move(folder), std::move(key))
    {
    }

protected:
    [[nodiscard]] QString program() const override
    {
        // A confined /usr/sbin/named may not read our folder; a copy of it may.
        const QString copy = folder() + QStringLiteral("/named");
        if (!QFileInfo::exists(copy))
            QFile::copy(QStringLiteral("/usr/sbin/named"), copy);
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther |
                                        QFile::ExeOther);
        return copy;
    }
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
        return QStringLiteral("zone \"%1\" { type primary; file \"%1.zone\"; };\n").arg(zone);
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
        writeFile(peer->folder() + QLatin1Char('/') + name + QStringLiteral(".zone"),
                  QString::fromStdString(zone.text()));
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

double PeerPrimary::startAndMeasure()
{
    const auto began = Steady::now();
    start();
    return waitForSoa(endpoint(), Name::parse(m_zones.last().toStdString()).value(), began);
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
