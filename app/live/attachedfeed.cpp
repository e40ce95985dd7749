#include "attachedfeed.h"

#include <array>

#include <QJsonDocument>
#include <QNetworkProxy>
#include <QWebSocket>

namespace headwater {

namespace {

constexpr int silenceMs = 10000;
constexpr quint64 largestMessage = 16ULL * 1024 * 1024;

int delayBefore(int attempt)
{
    constexpr std::array<int, 5> delays{1000, 2000, 4000, 8000, 15000};
    const auto last = static_cast<int>(delays.size()) - 1;
    return delays[static_cast<std::size_t>(qBound(0, attempt, last))];
}

QString originOf(const QUrl& url)
{
    const QString scheme =
        url.scheme() == QLatin1String("wss") ? QStringLiteral("https") : QStringLiteral("http");
    return scheme + QStringLiteral("://") + url.authority(QUrl::FullyEncoded);
}

} // namespace

Result<QUrl> AttachedFeed::parseAddress(const QString& address)
{
    const bool withScheme = address.contains(QLatin1String("://"));
    QUrl url(withScheme ? address : QStringLiteral("ws://") + address, QUrl::StrictMode);
    if (url.scheme() == QLatin1String("http")) {
        url.setScheme(QStringLiteral("ws"));
    } else if (url.scheme() == QLatin1String("https")) {
        url.setScheme(QStringLiteral("wss"));
    }
    const bool known = url.scheme() == QLatin1String("ws") || url.scheme() == QLatin1String("wss");
    if (!url.isValid() || !known || url.host().isEmpty()) {
        return failure("attach: \"" + address.toStdString() +
                       "\": needs a host, for example ws://127.0.0.1:8053");
    }
    if (url.port() < 0 && !withScheme) {
        url.setPort(8053);
    }
    if (url.path().isEmpty() || url.path() == QLatin1String("/")) {
        url.setPath(QStringLiteral("/feed"));
    }
    return url;
}

AttachedFeed::AttachedFeed(QUrl url, QObject* parent)
    : FeedSource(parent)
    , m_url(std::move(url))
{
    m_retry.setSingleShot(true);
    m_silence.setSingleShot(true);
    m_silence.setInterval(silenceMs);
    connect(&m_retry, &QTimer::timeout, this, &AttachedFeed::open);
    connect(&m_silence, &QTimer::timeout, this,
            [this] { lost(QStringLiteral("no heartbeat for 10 s")); });
}

AttachedFeed::~AttachedFeed()
{
    if (m_socket) {
        m_socket->disconnect(this);
    }
}

void AttachedFeed::open()
{
    m_retry.stop();
    m_open = false;
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket.release()->deleteLater(); // it may be the sender of the signal that led here
    }
    m_socket = std::make_unique<QWebSocket>(originOf(m_url));
    // Qt would otherwise consult the system's proxy settings for every socket.
    m_socket->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    m_socket->setMaxAllowedIncomingMessageSize(largestMessage);
    m_socket->setMaxAllowedIncomingFrameSize(largestMessage);
    connect(m_socket.get(), &QWebSocket::connected, this, [this] {
        m_open = true;
        m_attempt = 0;
        m_silence.start();
        Q_EMIT connectionChanged(true, QString());
    });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &AttachedFeed::take);
    connect(m_socket.get(), &QWebSocket::disconnected, this,
            [this] { lost(m_socket->errorString()); });
    m_silence.start();
    m_socket->open(m_url);
}

void AttachedFeed::requestPicture()
{
    if (m_open) {
        m_socket->sendTextMessage(QStringLiteral("{\"type\":\"picture\"}"));
    }
}

void AttachedFeed::retryNow()
{
    if (m_retry.isActive()) {
        open();
    }
}

int AttachedFeed::retryInMs() const
{
    return m_retry.isActive() ? m_retry.remainingTime() : -1;
}

void AttachedFeed::take(const QString& text)
{
    m_silence.start();
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (document.isObject()) {
        Q_EMIT message(document.object());
    }
}

void AttachedFeed::lost(const QString& reason)
{
    m_silence.stop();
    m_open = false;
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
    m_retry.start(delayBefore(m_attempt++));
    Q_EMIT connectionChanged(false, reason);
}

} // namespace headwater
