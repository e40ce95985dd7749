#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include "servedzone.h"

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

/// `openssl s_client` as a stream of octets: a TLS client that somebody else wrote.
class TlsClient
{
public:
    explicit TlsClient(const Endpoint& endpoint,
                       const QStringList& arguments = {QStringLiteral("-alpn"),
                                                       QStringLiteral("dot")})
    {
        m_process.start(QStringLiteral("openssl"),
                        QStringList{QStringLiteral("s_client"), QStringLiteral("-quiet"),
                                    QStringLiteral("-connect"),
                                    QString::fromStdString(endpoint.text())} +
                            arguments);
        m_process.waitForStarted();
    }
    ~TlsClient()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    void send(OctetView message)
    {
        Octets framed;
        appendUint16(framed, static_cast<std::uint16_t>(message.size()));
        append(framed, message);
        sendRaw(framed);
    }
    void sendRaw(OctetView octets)
    {
        m_process.write(reinterpret_cast<const char*>(octets.data()),
                        static_cast<qint64>(octets.size()));
        m_process.waitForBytesWritten(5'000);
    }
    /// The next message; none when the connection ends or nothing comes in time.
    std::optional<Octets> receive(int timeout = 10'000)
    {
        if (!fill(2, timeout))
            return std::nullopt;
        const auto* length = reinterpret_cast<const std::uint8_t*>(m_read.constData());
        const int size = uint16At(OctetView(length, 2), 0);
        if (!fill(2 + size, timeout))
            return std::nullopt;
        const auto* octets = reinterpret_cast<const std::uint8_t*>(m_read.constData()) + 2;
        Octets message(octets, octets + size);
        m_read.remove(0, 2 + size);
        return message;
    }
    /// It has ended because the server closed the connection.
    bool isOver(int timeout = 10'000)
    {
        return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(timeout);
    }

private:
    bool fill(int size, int timeout)
    {
        while (m_read.size() < size) {
            if (m_process.bytesAvailable() == 0 && !m_process.waitForReadyRead(timeout))
                return false;
            m_read += m_process.readAllStandardOutput();
        }
        return true;
    }

    QProcess m_process;
    QByteArray m_read;
};

} // namespace headwater
