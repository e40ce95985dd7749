#include "support/bindserver.h"

#include <QFile>
#include <QFileInfo>

#include "support/temporaryfolder.h"

namespace headwater {

BindServer::BindServer(QString folder, SecondarySetup setup)
    : SecondaryServer(QStringLiteral("bind"), std::move(folder), std::move(setup))
{
}

void BindServer::writeConfiguration()
{
    // The hint file and dnssec-validation keep it from asking the root servers, which it does even
    // with recursion off; the rates lift limits that would show as delays of ours.
    QString text = QStringLiteral(R"(options {
    listen-on port %1 { 127.0.0.1; };
    listen-on-v6 { none; };
    pid-file none;
    session-keyfile "session.key";
    lock-file none;
    recursion no;
    empty-zones-enable no;
    dnssec-validation no;
    notify no;
    allow-query { any; };
    allow-transfer { 127.0.0.1; };
    serial-query-rate 1000;
    notify-rate 1000;
    startup-notify-rate 1000;
    transfers-in 1000;
    transfers-per-ns 1000;
    min-refresh-time 1;
    min-retry-time 1;
};
controls { };
zone "." { type hint; file "/dev/null"; };
)")
                       .arg(m_port);
    if (m_setup.key) {
        text += QStringLiteral("key \"%1\" { algorithm %2; secret \"%3\"; };\n")
                    .arg(keyName(), keyAlgorithm(), keySecret());
    }
    const QString key = m_setup.key ? QStringLiteral(" key \"%1\"").arg(keyName()) : QString();
    for (const QString& zone : std::as_const(m_setup.zones)) {
        text += QStringLiteral("zone \"%1\" { type secondary; file \"%1.db\"; "
                               "primaries { %2 port %3%4; };")
                    .arg(zone, primaryAddress())
                    .arg(m_setup.primary.port)
                    .arg(key);
        if (m_setup.key)
            text += QStringLiteral(" allow-notify {%1; };").arg(key);
        text += QStringLiteral(" };\n");
    }
    writeFile(folder() + QStringLiteral("/named.conf"), text);
}

QString unconfinedNamed(const QString& folder)
{
    QFile enabled(QStringLiteral("/sys/module/apparmor/parameters/enabled"));
    if (!enabled.open(QIODevice::ReadOnly) || !enabled.readAll().startsWith('Y'))
        return QStringLiteral("named");
    const QString copy = folder + QStringLiteral("/named");
    if (!QFileInfo::exists(copy) && QFile::copy(QStringLiteral("/usr/sbin/named"), copy)) {
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther |
                                        QFile::ExeOther);
    }
    return copy;
}

QString BindServer::program() const
{
    return unconfinedNamed(folder());
}

QStringList BindServer::arguments() const
{
    return {QStringLiteral("-g"), QStringLiteral("-n"), QStringLiteral("1"), QStringLiteral("-c"),
            QStringLiteral("named.conf")};
}

} // namespace headwater
