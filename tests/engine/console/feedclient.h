#pragma once

#include <vector>

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QUrl>
#include <QWebSocket>

/// A viewer of the feed that keeps what it is sent.
class FeedClient
{
public:
    explicit FeedClient(quint16 port, const QString& query = {}, const QByteArray& origin = {})
        : m_socket(QString::fromLatin1(origin))
    {
        m_socket.setProxy(QNetworkProxy::NoProxy);
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString& text) {
                             messages.push_back(QJsonDocument::fromJson(text.toUtf8()).object());
                         });
        m_socket.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/feed%2").arg(port).arg(query)));
    }

    void ask(const QString& text) { m_socket.sendTextMessage(text); }
    [[nodiscard]] bool isClosed() const
    {
        return m_socket.state() == QAbstractSocket::UnconnectedState;
    }
    [[nodiscard]] int closeCode() const { return m_socket.closeCode(); }
    QWebSocket& socket() { return m_socket; }

    [[nodiscard]] std::vector<QJsonObject> of(const char* type) const
    {
        std::vector<QJsonObject> found;
        for (const QJsonObject& message : messages) {
            if (message.value(QLatin1String("type")).toString() == QLatin1String(type)) {
                found.push_back(message);
            }
        }
        return found;
    }

    std::vector<QJsonObject> messages;

private:
    QWebSocket m_socket;
};
