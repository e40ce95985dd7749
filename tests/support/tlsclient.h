#pragma once

#include <optional>

#include <QProcess>

#include "base/address.h"
#include "base/octets.h"

namespace headwater {

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
