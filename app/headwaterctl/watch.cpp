#include "watch.h"

#include <algorithm>
#include <cstdio>

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkRequest>

namespace headwater {

namespace {

constexpr int SilenceMilliseconds = 10000; // ten heartbeats

void printLine(const QString& text)
{
    std::fputs((text + QLatin1Char('\n')).toUtf8().constData(), stdout);
    std::fflush(stdout);
}

QString clockText(double milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(milliseconds), Qt::UTC)
        .toString(QStringLiteral("HH:mm:ss.zzz"));
}

} // namespace

Watch::Watch(QUrl engine, QByteArray token, Output output, QString zone, QObject* parent)
    : QObject(parent)
    , m_feed(std::move(engine))
    , m_token(std::move(token))
    , m_output(output)
    , m_zone(std::move(zone))
{
    m_feed.setScheme(m_feed.scheme() == QLatin1String("https") ? QStringLiteral("wss")
                                                               : QStringLiteral("ws"));
    m_feed.setPath(QStringLiteral("/feed"));
    m_feed.setQuery(QStringLiteral("facts=1"));
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_silence.setSingleShot(true);
    m_silence.setInterval(SilenceMilliseconds);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &Watch::receive);
    connect(&m_socket, &QWebSocket::disconnected, this, &Watch::lost);
    connect(&m_silence, &QTimer::timeout, &m_socket, &QWebSocket::abort);
}

void Watch::start()
{
    connectToEngine();
}

void Watch::connectToEngine()
{
    QNetworkRequest request(m_feed);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    m_socket.open(request);
}

void Watch::lost()
{
    m_silence.stop();
    static constexpr std::array<int, 5> waits{1, 2, 4, 8, 15};
    const int seconds = waits[std::min<std::size_t>(static_cast<std::size_t>(m_attempt), 4)];
    ++m_attempt;
    m_headline.clear();
    std::fprintf(stderr, "headwaterctl: no connection to %s (%s), trying again in %d s\n",
                 m_feed.toString(QUrl::RemoveQuery).toUtf8().constData(),
                 m_socket.errorString().toUtf8().constData(), seconds);
    QTimer::singleShot(seconds * 1000, this, &Watch::connectToEngine);
}

void Watch::receive(const QString& text)
{
    m_attempt = 0;
    m_silence.start();
    const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
    if (message.contains(QLatin1String("verdict")))
        showVerdict(message.value(QLatin1String("verdict")).toObject());
    for (const QJsonValue& value : message.value(QLatin1String("facts")).toArray())
        showFact(value.toObject());
}

void Watch::showVerdict(const QJsonObject& verdict)
{
    const QString headline = verdict.value(QLatin1String("headline")).toString();
    // The age in "older than 1.2 s" changes all the time; a line for each would drown the facts.
    const QString state = verdict.value(QLatin1String("state")).toString();
    const QString key = state == QLatin1String("moving") ? state : headline;
    if (key == m_headline)
        return;
    m_headline = key;
    if (m_output == Output::Json) {
        printLine(QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("verdict"), verdict}})
                                        .toJson(QJsonDocument::Compact)));
        return;
    }
    const QString detail = verdict.value(QLatin1String("detail")).toString();
    printLine(QStringLiteral("== ") + headline +
              (detail.isEmpty() ? QString() : QStringLiteral(" - ") + detail));
}

void Watch::showFact(const QJsonObject& fact)
{
    const QString zone = fact.value(QLatin1String("zone")).toString();
    if (!m_zone.isEmpty() && zone.compare(m_zone, Qt::CaseInsensitive) != 0)
        return;
    if (m_output == Output::Json) {
        printLine(QString::fromUtf8(QJsonDocument(fact).toJson(QJsonDocument::Compact)));
        return;
    }
    printLine(clockText(fact.value(QLatin1String("at")).toDouble()) + QStringLiteral("  ") +
              fact.value(QLatin1String("text")).toString());
}

} // namespace headwater
