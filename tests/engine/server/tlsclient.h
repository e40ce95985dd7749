#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include "servedzone.h"
#include "support/tlsclient.h"

namespace headwater {

/// Certificates as an operator makes them, in a folder of their own.
class Certificates
{
public:
    Certificates()
    {
        for (const char* one : {"server", "client", "stranger"}) {
            run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                 QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                 QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                 QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                 QStringLiteral("/CN=%1").arg(QLatin1String(one)), QStringLiteral("-addext"),
                 QStringLiteral("subjectAltName=DNS:%1.example").arg(QLatin1String(one)),
                 QStringLiteral("-keyout"), path(one, "key"), QStringLiteral("-out"),
                 path(one, "pem")});
        }
    }

    [[nodiscard]] QString path(const char* name, const char* ending) const
    {
        return m_folder.filePath(
            QStringLiteral("%1.%2").arg(QLatin1String(name)).arg(QLatin1String(ending)));
    }
    [[nodiscard]] std::shared_ptr<TlsIdentity> identity(const char* name) const
    {
        auto made = needed(TlsIdentity::create());
        check(made->useCertificate(path(name, "pem").toStdString()));
        check(made->useKey(path(name, "key").toStdString()));
        check(made->trustClients(path("client", "pem").toStdString()));
        return made;
    }
    /// As the manual says: of the public key, by openssl alone.
    [[nodiscard]] Octets keyDigest(const char* name) const
    {
        const QString der = path(name, "der");
        run({QStringLiteral("pkey"), QStringLiteral("-in"), path(name, "key"),
             QStringLiteral("-pubout"), QStringLiteral("-outform"), QStringLiteral("der"),
             QStringLiteral("-out"), der});
        const QByteArray printed =
            run({QStringLiteral("dgst"), QStringLiteral("-sha256"), QStringLiteral("-r"), der});
        return needed(parseKeyDigest("sha256:" + printed.left(64).toStdString()));
    }

private:
    static void check(const Result<void>& result)
    {
        if (!result)
            throw std::runtime_error(result.error().text);
    }
    static QByteArray run(const QStringList& arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        if (!process.waitForFinished(20'000) || process.exitCode() != 0)
            throw std::runtime_error(process.readAllStandardError().toStdString());
        return process.readAllStandardOutput();
    }

    QTemporaryDir m_folder;
};

} // namespace headwater
