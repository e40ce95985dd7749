#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "console/feedchange.h"
#include "console/feedviewer.h"

class QTcpSocket;
class QWebSocket;
class QWebSocketServer;

namespace headwater {

class HttpServer;

/// The live state as JSON messages: a full picture first, then numbered changes, a heartbeat each
/// second. Viewers are WebSockets on /feed, and this process through `message`. Changes are
/// gathered for 240 ms (100 ms for viewers of facts), so that a screen is never flooded. A viewer
/// that does not keep up is sent a new picture once it has read what it has, never a backlog.
/// Main thread.
class Feed : public QObject
{
    Q_OBJECT
public:
    /// The whole picture; its type, run and at are replaced by ours, its seq is only followed.
    /// Asked for whenever a viewer needs one.
    using Picture = std::function<QJsonObject()>;

    struct Limits
    {
        int viewers = 200;                 ///< further ones are closed with "try again later"
        qint64 unsentOctets = 1024 * 1024; ///< above it changes are withheld
        int changeEvery = 240;             ///< ms
        int factsEvery = 100;              ///< ms, with ?facts=1
        int heartbeatEvery = 1000;         ///< ms
        int stalledAfter = 60'000;         ///< ms above unsentOctets: closed
    };

    explicit Feed(Picture picture, QObject* parent = nullptr);
    Feed(Picture picture, Limits limits, QObject* parent = nullptr);
    ~Feed() override;

    /// Serves GET /feed there. Call once.
    void serve(HttpServer& server);
    [[nodiscard]] int viewers() const { return static_cast<int>(m_viewers.size()); }
    [[nodiscard]] const QString& run() const { return m_run; }

public Q_SLOTS:
    /// What changed, in the form of the picture; may carry "zonesGone" and "facts". If the source
    /// numbers its messages ("seq") and leaves one out, everybody gets a new picture.
    void change(const QJsonObject& message);
    /// Sends a picture through `message`.
    void requestPicture();

Q_SIGNALS:
    /// Picture, changes and heartbeats for viewers in this process, numbered for them.
    void message(const QJsonObject& message);

private:
    void abandon(QTcpSocket* socket);
    void bind(QWebSocket* webSocket);
    void adopt(QWebSocket* socket);
    void flushChange();
    void flushFacts();
    void sendToViewers(FeedViewer::Facts which, const QJsonObject& change);
    void heartbeat();
    void sendInProcess(QLatin1String type, QJsonObject body);
    [[nodiscard]] QJsonObject makePicture();
    [[nodiscard]] bool hasGap(const QJsonObject& message);
    void pictureForAll();
    [[nodiscard]] const QByteArray& pictureBody();

    Picture m_picture;
    Limits m_limits;
    QString m_run;
    QWebSocketServer* m_server;
    std::vector<QPointer<QTcpSocket>> m_handed; ///< whose handshake is not over
    std::vector<FeedViewer*> m_viewers;         ///< children of m_server
    FeedChange m_pending;
    FeedChange m_pendingWithFacts;
    QTimer m_changeTimer;
    QTimer m_factsTimer;
    QTimer m_heartbeatTimer;
    QByteArray m_pictureBody; ///< empty: to be made
    QElapsedTimer m_pictureAge;
    std::optional<qint64> m_sourceSeq; ///< of its last picture or change
    quint64 m_seq = 0;                 ///< of `message`
};

} // namespace headwater
