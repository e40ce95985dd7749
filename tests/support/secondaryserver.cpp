#include "support/secondaryserver.h"

#include <QDir>
#include <QTest>

#include "support/bindserver.h"
#include "support/dnsclient.h"
#include "support/freeport.h"
#include "support/knotserver.h"
#include "support/nsdserver.h"

namespace headwater {

SecondaryServer::SecondaryServer(QString name, QString folder, SecondarySetup setup)
    : ServerProcess(std::move(name), std::move(folder), Privilege::None)
    , m_setup(std::move(setup))
    , m_port(freePort())
{
}

std::unique_ptr<SecondaryServer> SecondaryServer::create(ServerKind kind, const QString& folder,
                                                         SecondarySetup setup)
{
    const auto made = [&folder](const QString& name) {
        const QString path = folder + QLatin1Char('/') + name;
        if (!QDir().mkpath(path))
            qFatal("cannot make the folder %s", qPrintable(path));
        return path;
    };
    switch (kind) {
    case ServerKind::Knot:
        return std::make_unique<KnotServer>(made(QStringLiteral("knot")), std::move(setup));
    case ServerKind::Nsd:
        return std::make_unique<NsdServer>(made(QStringLiteral("nsd")), std::move(setup));
    case ServerKind::Bind:
        break;
    }
    return std::make_unique<BindServer>(made(QStringLiteral("bind")), std::move(setup));
}

Endpoint SecondaryServer::endpoint() const
{
    return Endpoint{IpAddress::parse("127.0.0.1").value(), m_port};
}

bool SecondaryServer::startAndWait()
{
    start();
    const DnsClient client(endpoint(), std::nullopt, Milliseconds{200});
    return QTest::qWaitFor(
               [&] { return !isRunning() || client.ask(Name(), RecordType::SOA).has_value(); },
               60'000) &&
           isRunning();
}

QString SecondaryServer::primaryAddress() const
{
    return QString::fromStdString(m_setup.primary.address.text());
}

QString SecondaryServer::keySecret() const
{
    const Octets& secret = m_setup.key->secret;
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char*>(secret.data()),
                                          static_cast<qsizetype>(secret.size()))
                                   .toBase64());
}

QString SecondaryServer::keyName() const
{
    return m_setup.key ? QString::fromStdString(m_setup.key->name.display()) : QString();
}

QString SecondaryServer::keyAlgorithm() const
{
    return QString::fromStdString(text(m_setup.key->algorithm));
}

} // namespace headwater
