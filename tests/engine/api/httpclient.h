#pragma once

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTest>

/// A client that sends exactly the octets it is told to, on the test's own event loop.
class HttpClient
{
public:
    explicit HttpClient(quint16 port)
    {
        m_socket.setProxy(QNetworkProxy::NoProxy);
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        m_socket.waitForConnected(5000); // the kernel completes it, whoever accepts it later
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] {
            if (m_reads) {
                m_received += m_socket.readAll();
            }
        });
    }

    void send(const QByteArray& octets)
    {
        m_socket.write(octets);
        m_socket.flush();
    }

    /// "GET /path HTTP/1.1" with a Host that is known, and `fields`, each ending in CRLF.
    void get(const QByteArray& path, const QByteArray& fields = {})
    {
        send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    }

    void stopReading()
    {
        m_reads = false;
        m_socket.setReadBufferSize(1024);
    }

    [[nodiscard]] const QByteArray& received() const { return m_received; }
    [[nodiscard]] int answers() const { return static_cast<int>(m_received.count("HTTP/1.1 ")); }
    /// The status of the n-th answer, from 0; 0 if it is not there.
    [[nodiscard]] int status(int n = 0) const
    {
        qsizetype at = -1;
        for (int i = 0; i <= n; ++i) {
            at = m_received.indexOf("HTTP/1.1 ", at + 1);
            if (at < 0) {
                return 0;
            }
        }
        return m_received.mid(at + 9, 3).toInt();
    }
    [[nodiscard]] bool isClosed() const
    {
        return m_socket.state() == QAbstractSocket::UnconnectedState;
    }
    [[nodiscard]] bool isConnected() const
    {
        return m_socket.state() == QAbstractSocket::ConnectedState;
    }
    QTcpSocket& socket() { return m_socket; }

private:
    QTcpSocket m_socket;
    QByteArray m_received;
    bool m_reads = true;
};
