#include "support/nsdserver.h"

#include "support/temporaryfolder.h"

namespace headwater {

NsdServer::NsdServer(QString folder, SecondarySetup setup)
    : SecondaryServer(QStringLiteral("nsd"), std::move(folder), std::move(setup))
{
}

void NsdServer::writeConfiguration()
{
    // Without xfrd-reload-timeout 0 it takes up at most one change a second; without
    // zonefiles-write it would have nothing after a restart.
    QString text = QStringLiteral(R"(server:
    ip-address: 127.0.0.1@%1
    username: ""
    chroot: ""
    zonesdir: ""
    pidfile: "nsd.pid"
    xfrdir: "."
    xfrdfile: "xfrd.state"
    zonelistfile: "zone.list"
    server-count: 1
    verbosity: 2
    xfrd-reload-timeout: 0
    database: ""
    zonefiles-write: 1
    rrl-ratelimit: 0
remote-control:
    control-enable: no
)")
                       .arg(m_port);
    const QString key =
        m_setup.key ? QLatin1Char('"') + keyName() + QLatin1Char('"') : QStringLiteral("NOKEY");
    if (m_setup.key) {
        text += QStringLiteral("key:\n    name: %1\n    algorithm: %2\n    secret: \"%3\"\n")
                    .arg(key, keyAlgorithm(), keySecret());
    }
    for (const QString& zone : std::as_const(m_setup.zones)) {
        text += QStringLiteral("zone:\n    name: \"%1\"\n    zonefile: \"%1.zone\"\n"
                               "    allow-notify: %2 %4\n    request-xfr: %2@%3 %4\n"
                               "    provide-xfr: 127.0.0.1 NOKEY\n")
                    .arg(zone, primaryAddress())
                    .arg(m_setup.primary.port)
                    .arg(key);
    }
    writeFile(folder() + QStringLiteral("/nsd.conf"), text);
}

QString NsdServer::program() const
{
    return QStringLiteral("nsd");
}

QStringList NsdServer::arguments() const
{
    return {QStringLiteral("-d"), QStringLiteral("-c"), QStringLiteral("nsd.conf")};
}

} // namespace headwater
