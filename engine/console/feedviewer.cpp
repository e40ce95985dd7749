#include "console/feedviewer.h"

#include <chrono>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>
#include <QWebSocket>

#include "console/feedmoment.h"

namespace headwater {

namespace {

constexpr quint64 longestRequest = 4096; // {"type":"picture"} is all a viewer has to say
constexpr std::chrono::seconds closingPatience{5};

} // namespace

FeedViewer::FeedViewer(QWebSocket* socket, Facts facts, QByteArray opening, qint64 unsentLimit,
                       QObject* parent)
    : QObject(parent)
    , m_socket(socket)
    , m_facts(facts)
    , m_opening(std::move(opening))
    , m_unsentLimit(unsentLimit)
{
    socket->setParent(this);
    socket->setMaxAllowedIncomingFrameSize(longestRequest);
    socket->setMaxAllowedIncomingMessageSize(longestRequest);
    connect(socket, &QWebSocket::textMessageReceived, this, &FeedViewer::read);
    connect(socket, &QWebSocket::binaryMessageReceived, this, [this] {
        close(QWebSocketProtocol::CloseCodeDatatypeNotSupported, QStringLiteral("text only"));
    });
    connect(socket, &QWebSocket::bytesWritten, this, [this] {
        if (m_behindSince.isValid() && m_socket->bytesToWrite() == 0) {
            m_behindSince.invalidate();
            Q_EMIT wantsPicture(this);
        }
    });
    connect(socket, &QWebSocket::disconnected, this, [this] {
        Q_EMIT gone(this);
        deleteLater();
    });
}

qint64 FeedViewer::behindFor() const
{
    return m_behindSince.isValid() ? m_behindSince.elapsed() : 0;
}

void FeedViewer::sendPicture(const QByteArray& body)
{
    if (keepsUp()) {
        send("picture", body);
    }
}

void FeedViewer::sendChange(const QByteArray& body)
{
    if (m_seq > 0 && keepsUp()) {
        send("change", body);
    }
}

void FeedViewer::sendHeartbeat()
{
    if (m_seq == 0 || !keepsUp()) {
        return;
    }
    --m_seq; // a heartbeat repeats the number of the last message
    send("heartbeat", "{}");
}

void FeedViewer::close(int code, const QString& why)
{
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), why);
    QTimer::singleShot(closingPatience, this, &FeedViewer::cut); // the other side may never answer
}

void FeedViewer::cut()
{
    m_socket->abort();
}

void FeedViewer::read(const QString& text)
{
    const auto request = QJsonDocument::fromJson(text.toUtf8()).object();
    if (request.value(QLatin1String("type")).toString() == QLatin1String("picture")) {
        Q_EMIT wantsPicture(this);
    } else {
        close(QWebSocketProtocol::CloseCodePolicyViolated,
              QStringLiteral("only {\"type\":\"picture\"} can be asked here"));
    }
}

bool FeedViewer::keepsUp()
{
    if (!m_behindSince.isValid() && m_socket->bytesToWrite() > m_unsentLimit) {
        m_behindSince.start();
    }
    return !m_behindSince.isValid();
}

void FeedViewer::send(const char* type, const QByteArray& body)
{
    ++m_seq;
    QByteArray message = QByteArrayLiteral("{\"type\":\"") + type + "\"," + m_opening +
                         ",\"seq\":" + QByteArray::number(m_seq) + ",\"at\":" + feedMomentNow();
    message += body == "{}" ? QByteArray("}") : ',' + body.mid(1);
    m_socket->sendTextMessage(QString::fromUtf8(message));
}

} // namespace headwater
