#include "support/knotserver.h"

#include "support/temporaryfolder.h"

namespace headwater {

KnotServer::KnotServer(QString folder, SecondarySetup setup)
    : SecondaryServer(QStringLiteral("knot"), std::move(folder), std::move(setup))
{
}

void KnotServer::writeConfiguration()
{
    // The journal holds the zone, and no zone file is rewritten after each change.
    QString text = QStringLiteral(R"(server:
    rundir: "/proc/self/cwd"
    listen: 127.0.0.1@%1
    udp-workers: 1
    tcp-workers: 1
    background-workers: 2
log:
  - target: stdout
    any: info
database:
    storage: "/proc/self/cwd"
    journal-db-max-size: 256M
    kasp-db-max-size: 5M
    timer-db-max-size: 5M
    catalog-db-max-size: 5M
)")
                       .arg(m_port);
    if (m_setup.key) {
        text += QStringLiteral("key:\n  - id: \"%1\"\n    algorithm: %2\n    secret: \"%3\"\n")
                    .arg(keyName(), keyAlgorithm(), keySecret());
    }
    const QString key =
        m_setup.key ? QStringLiteral("    key: \"%1\"\n").arg(keyName()) : QString();
    text += QStringLiteral("remote:\n  - id: primary\n    address: %1@%2\n%3"
                           "acl:\n  - id: notify\n    address: %1\n    action: notify\n%3"
                           "  - id: transfer\n    address: 127.0.0.1\n    action: transfer\n")
                .arg(primaryAddress())
                .arg(m_setup.primary.port)
                .arg(key);
    text += QStringLiteral(R"(template:
  - id: default
    storage: "/proc/self/cwd"
    zonefile-sync: -1
    zonefile-load: none
    journal-content: all
    master: primary
    acl: [notify, transfer]
zone:
)");
    for (const QString& zone : std::as_const(m_setup.zones))
        text += QStringLiteral("  - domain: \"%1\"\n").arg(zone);
    writeFile(folder() + QStringLiteral("/knot.conf"), text);
}

QString KnotServer::program() const
{
    return QStringLiteral("knotd");
}

QStringList KnotServer::arguments() const
{
    return {QStringLiteral("-c"), QStringLiteral("knot.conf")};
}

} // namespace headwater
