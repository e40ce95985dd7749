#pragma once

#include <QProcess>

#include "interop/interopbench.h"
#include "support/bindserver.h"
#include "support/nsdserver.h"

namespace headwater {

/// `path`.pem and `path`.key, for primary.example, that vouches for itself.
inline void makeCertificate(const QString& path)
{
    QProcess process;
    process.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                   QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                   QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                   QStringLiteral("-subj"), QStringLiteral("/CN=primary.example"),
                   QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:primary.example"),
                   QStringLiteral("-keyout"), path + QStringLiteral(".key"), QStringLiteral("-out"),
                   path + QStringLiteral(".pem")});
    if (!process.waitForFinished(20'000) || process.exitCode() != 0)
        qFatal("openssl made no certificate");
}

/// Key and certificate of an engine that listens there.
inline QString tlsConfiguration(const Endpoint& listen, const QString& path)
{
    return QStringLiteral("[tls]\nlisten = [\"%1\"]\ncertificate = \"%2.pem\"\nkey = \"%2.key\"\n")
        .arg(QString::fromStdString(listen.text()), path);
}

/// named that fetches over TLS alone, and checks who we are.
class TlsBind : public BindServer
{
public:
    using BindServer::BindServer;

protected:
    void writeConfiguration() override
    {
        BindServer::writeConfiguration();
        const QString path = folder() + QStringLiteral("/named.conf");
        QString text = readFile(path);
        const QString port = QStringLiteral("port %1").arg(m_setup.primary.port);
        text.replace(port, port + QStringLiteral(" tls headwater"));
        // Between address and key stands `port`, behind the key stands `tls`.
        text.replace(QStringLiteral(" tls headwater key \"%1\"").arg(keyName()),
                     QStringLiteral(" key \"%1\" tls headwater").arg(keyName()));
        writeFile(path, QStringLiteral("tls headwater { ca-file \"../server.pem\"; remote-hostname "
                                       "\"primary.example\"; protocols { TLSv1.3; }; };\n") +
                            text);
    }
};

/// nsd, likewise.
class TlsNsd : public NsdServer
{
public:
    using NsdServer::NsdServer;

protected:
    void writeConfiguration() override
    {
        NsdServer::writeConfiguration();
        const QString path = folder() + QStringLiteral("/nsd.conf");
        QString text = readFile(path);
        text.replace(QStringLiteral("    server-count: 1\n"),
                     QStringLiteral("    server-count: 1\n    tls-cert-bundle: \"%1\"\n")
                         .arg(folder() + QStringLiteral("/../server.pem")));
        const QString from = QStringLiteral("@%1 \"%2\"").arg(m_setup.primary.port).arg(keyName());
        text.replace(from, from + QStringLiteral(" headwater"));
        writeFile(path, QStringLiteral("tls-auth:\n    name: headwater\n    auth-domain-name: "
                                       "\"primary.example\"\n") +
                            text);
    }
};

} // namespace headwater
