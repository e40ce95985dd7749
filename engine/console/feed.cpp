#include "console/feed.h"

#include <algorithm>

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTcpSocket>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>

#include "api/httpserver.h"
#include "console/feedmoment.h"
#include "console/feedviewer.h"

namespace headwater {

namespace {

/// Private range of RFC 6455: the registered 1013 is a protocol error to Qt clients.
constexpr int tryAgainLater = 4013;
const QString serverName = QStringLiteral("headwater");

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Each viewer has its own numbers; what the source numbered is taken off.
QJsonObject withoutEnvelope(QJsonObject message)
{
    for (const QString& key : {QStringLiteral("type"), QStringLiteral("seq"), QStringLiteral("run"),
                               QStringLiteral("at")}) {
        message.remove(key);
    }
    return message;
}

} // namespace

Feed::Feed(Picture picture, QObject* parent)
    : Feed(std::move(picture), Limits{}, parent)
{
}

Feed::Feed(Picture picture, Limits limits, QObject* parent)
    : QObject(parent)
    , m_picture(std::move(picture))
    , m_limits(limits)
    , m_run(QString::number(QRandomGenerator::system()->generate64(), 16))
    , m_server(new QWebSocketServer(serverName, QWebSocketServer::NonSecureMode, this))
{
    m_changeTimer.setSingleShot(true);
    m_factsTimer.setSingleShot(true);
    connect(&m_changeTimer, &QTimer::timeout, this, [this] { flushChange(); });
    connect(&m_factsTimer, &QTimer::timeout, this, [this] { flushFacts(); });
    connect(&m_heartbeatTimer, &QTimer::timeout, this, &Feed::heartbeat);
    m_heartbeatTimer.start(m_limits.heartbeatEvery);
    connect(m_server, &QWebSocketServer::newConnection, this, [this] {
        while (QWebSocket* socket = m_server->nextPendingConnection()) {
            adopt(socket);
        }
    });
}

Feed::~Feed()
{
    const std::vector<QPointer<QTcpSocket>> handed = std::move(m_handed);
    for (const QPointer<QTcpSocket>& socket : handed) {
        delete socket;
    }
}

void Feed::serve(HttpServer& server)
{
    const QString path = QStringLiteral("/feed");
    server.upgrade(path, Access::Read, [this](QTcpSocket* socket, const HttpRequest&) {
        m_handed.emplace_back(socket);
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] { abandon(socket); });
        m_server->handleConnection(socket);
        // What it has to read has long arrived; nobody else will say so.
        Q_EMIT socket->readyRead();
    });
    server.route("GET", path, Access::Read, [](const HttpRequest&, const HttpResponder& responder) {
        HttpResponse response =
            HttpResponse::error(426, QStringLiteral("The feed is read through a WebSocket."));
        response.with("Upgrade", "websocket");
        responder.send(response);
    });
}

/// The handshake failed: nobody else deletes the socket.
void Feed::abandon(QTcpSocket* socket)
{
    const auto at = std::find(m_handed.begin(), m_handed.end(), socket);
    if (at != m_handed.end()) {
        m_handed.erase(at);
        socket->deleteLater();
    }
}

/// A QWebSocket made from a socket that was handed over leaves it behind when it is deleted while
/// connected. Its peer says which one it was.
void Feed::bind(QWebSocket* webSocket)
{
    const auto at = std::find_if(
        m_handed.begin(), m_handed.end(), [webSocket](const QPointer<QTcpSocket>& one) {
            return one != nullptr && one->peerPort() == webSocket->peerPort() &&
                   one->peerAddress() == webSocket->peerAddress();
        });
    if (at == m_handed.end()) {
        return;
    }
    connect(webSocket, &QObject::destroyed, [socket = *at] { delete socket; });
    m_handed.erase(at);
}

void Feed::adopt(QWebSocket* socket)
{
    bind(socket);
    const QUrlQuery query(socket->requestUrl());
    const auto facts = query.queryItemValue(QStringLiteral("facts")) == QLatin1String("1")
                           ? FeedViewer::Facts::Wanted
                           : FeedViewer::Facts::Unwanted;
    auto* viewer = new FeedViewer(socket, facts, "\"run\":\"" + m_run.toLatin1() + '"',
                                  m_limits.unsentOctets, m_server);
    if (viewers() >= m_limits.viewers) {
        viewer->close(tryAgainLater, QStringLiteral("too many viewers"));
        return;
    }
    m_viewers.push_back(viewer);
    connect(viewer, &FeedViewer::wantsPicture, this,
            [this](FeedViewer* wanting) { wanting->sendPicture(pictureBody()); });
    connect(viewer, &FeedViewer::gone, this, [this](FeedViewer* gone) {
        m_viewers.erase(std::remove(m_viewers.begin(), m_viewers.end(), gone), m_viewers.end());
    });
    viewer->sendPicture(pictureBody());
}

void Feed::change(const QJsonObject& message)
{
    m_pictureBody.clear();
    if (hasGap(message)) {
        pictureForAll();
        return;
    }
    const QJsonObject change = withoutEnvelope(message);
    m_pending.add(change, FeedChange::Facts::Left);
    if (!m_changeTimer.isActive()) {
        flushChange();
    }
    const bool factsWanted =
        std::any_of(m_viewers.begin(), m_viewers.end(), [](const FeedViewer* viewer) {
            return viewer->facts() == FeedViewer::Facts::Wanted;
        });
    if (!factsWanted) {
        static_cast<void>(m_pendingWithFacts.take());
        return;
    }
    m_pendingWithFacts.add(change, FeedChange::Facts::Kept);
    if (!m_factsTimer.isActive()) {
        flushFacts();
    }
}

void Feed::flushChange()
{
    if (m_pending.isEmpty()) {
        return; // quiet: the next change goes out at once
    }
    const QJsonObject change = m_pending.take();
    sendToViewers(FeedViewer::Facts::Unwanted, change);
    sendInProcess(QLatin1String("change"), change);
    m_changeTimer.start(m_limits.changeEvery);
}

void Feed::flushFacts()
{
    if (m_pendingWithFacts.isEmpty()) {
        return;
    }
    sendToViewers(FeedViewer::Facts::Wanted, m_pendingWithFacts.take());
    m_factsTimer.start(m_limits.factsEvery);
}

void Feed::sendToViewers(FeedViewer::Facts which, const QJsonObject& change)
{
    QByteArray body;
    const std::vector<FeedViewer*> viewers = m_viewers; // sending may end one
    for (FeedViewer* viewer : viewers) {
        if (viewer->facts() != which) {
            continue;
        }
        if (body.isEmpty()) {
            body = compact(change);
        }
        viewer->sendChange(body);
    }
}

void Feed::heartbeat()
{
    const std::vector<FeedViewer*> viewers = m_viewers;
    for (FeedViewer* viewer : viewers) {
        if (viewer->behindFor() > m_limits.stalledAfter) {
            viewer->cut();
        } else {
            viewer->sendHeartbeat();
        }
    }
    sendInProcess(QLatin1String("heartbeat"), {});
}

void Feed::requestPicture()
{
    sendInProcess(QLatin1String("picture"), makePicture());
}

QJsonObject Feed::makePicture()
{
    const QJsonObject picture = m_picture();
    const QJsonValue number = picture.value(QLatin1String("seq"));
    if (number.isDouble()) {
        m_sourceSeq = number.toInteger();
    }
    return withoutEnvelope(picture);
}

/// The source leaves a number out when no change could say what happened.
bool Feed::hasGap(const QJsonObject& message)
{
    const QJsonValue number = message.value(QLatin1String("seq"));
    if (!number.isDouble()) {
        return false;
    }
    const qint64 seq = number.toInteger();
    const bool gap = m_sourceSeq && seq != *m_sourceSeq + 1;
    m_sourceSeq = seq;
    return gap;
}

void Feed::pictureForAll()
{
    static_cast<void>(m_pending.take());
    static_cast<void>(m_pendingWithFacts.take());
    const std::vector<FeedViewer*> viewers = m_viewers;
    for (FeedViewer* viewer : viewers) {
        viewer->sendPicture(pictureBody());
    }
    requestPicture();
}

void Feed::sendInProcess(QLatin1String type, QJsonObject body)
{
    if (type != QLatin1String("heartbeat")) {
        ++m_seq;
    }
    body.insert(QLatin1String("type"), type);
    body.insert(QLatin1String("run"), m_run);
    body.insert(QLatin1String("seq"), static_cast<qint64>(m_seq));
    body.insert(QLatin1String("at"), feedMoment());
    Q_EMIT message(body);
}

/// Made anew after each change and after a while; many viewers that come at once share one.
const QByteArray& Feed::pictureBody()
{
    if (m_pictureBody.isEmpty() || m_pictureAge.hasExpired(m_limits.changeEvery)) {
        m_pictureBody = compact(makePicture());
        m_pictureAge.start();
    }
    return m_pictureBody;
}

} // namespace headwater
