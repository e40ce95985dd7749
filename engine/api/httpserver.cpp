#include "api/httpserver.h"

#include <algorithm>

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include "api/httpconnection.h"

namespace headwater {

namespace {

constexpr qint64 readBuffer = 64 * 1024;
constexpr int acceptAgainAfter = 1000; // ms

QByteArray offeredToken(const HttpRequest& request)
{
    const QByteArray authorization = request.field("authorization");
    if (authorization.left(7).toLower() == "bearer ") {
        return authorization.mid(7).trimmed();
    }
    return request.field("x-api-key").trimmed();
}

/// The Host field without its port and brackets, in lower case.
QByteArray hostName(const QByteArray& host)
{
    const QByteArray lower = host.toLower();
    if (lower.startsWith('[')) {
        return lower.mid(1, lower.indexOf(']') - 1);
    }
    return lower.split(':').first();
}

} // namespace

HttpServer::HttpServer(HttpLimits limits, QObject* parent)
    : QObject(parent)
    , m_limits(limits)
    , m_server(new QTcpServer(this))
    , m_hosts{"localhost", "127.0.0.1", "::1"}
{
    m_server->setProxy(QNetworkProxy::NoProxy);
    connect(m_server, &QTcpServer::newConnection, this, &HttpServer::accept);
    // Qt stops accepting for good when it runs out of descriptors; they come back.
    connect(m_server, &QTcpServer::acceptError, this, [this] {
        QTimer::singleShot(acceptAgainAfter, m_server, &QTcpServer::resumeAccepting);
    });
}

HttpServer::~HttpServer()
{
    m_server->close();
    // Connections count themselves out, so they go while the server is still whole.
    qDeleteAll(findChildren<HttpConnection*>(Qt::FindDirectChildrenOnly));
}

Result<void> HttpServer::listen(const Endpoint& endpoint)
{
    const QHostAddress address(QString::fromStdString(endpoint.address.text()));
    if (!m_server->listen(address, endpoint.port)) {
        return failure("console: cannot listen on " + endpoint.text() + ": " +
                       m_server->errorString().toStdString());
    }
    m_endpoint = Endpoint{endpoint.address, m_server->serverPort()};
    allowHost(QByteArray::fromStdString(endpoint.address.text()));
    return {};
}

void HttpServer::allowHost(const QByteArray& name)
{
    m_hosts.insert(name.toLower());
}

void HttpServer::route(const QByteArray& method, const QString& pattern, Access access,
                       RouteFunction run)
{
    m_router.route(method, pattern, access, std::move(run));
}

void HttpServer::upgrade(const QString& path, Access access, UpgradeFunction run)
{
    m_upgrades.push_back(Upgrade{path, access, std::move(run)});
}

void HttpServer::accept()
{
    while (QTcpSocket* socket = m_server->nextPendingConnection()) {
        socket->setProxy(QNetworkProxy::NoProxy);
        socket->setReadBufferSize(readBuffer);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        if (m_connections >= m_limits.connections) {
            refuse(socket);
            continue;
        }
        auto* connection = new HttpConnection(socket, *this);
        connection->read(); // what came before the signals were connected
    }
}

void HttpServer::refuse(QTcpSocket* socket)
{
    const HttpResponse response =
        HttpResponse::error(503, QStringLiteral("The console has too many connections."));
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    socket->write(response.wire(HttpResponse::Body::Sent, HttpResponse::Connection::Close));
    socket->flush();
    socket->disconnectFromHost();
    if (socket->state() != QAbstractSocket::UnconnectedState) {
        QTimer::singleShot(static_cast<int>(m_limits.lingerTime.count()), socket,
                           &QTcpSocket::abort);
    }
}

bool HttpServer::permits(Access access, const HttpRequest& request) const
{
    if (access == Access::Open || (access == Access::Read && request.peer.isLoopback())) {
        return true;
    }
    return m_token && m_token->equals(offeredToken(request));
}

bool HttpServer::knowsHost(const QByteArray& host) const
{
    const QByteArray name = hostName(host);
    if (m_hosts.contains(name)) {
        return true;
    }
    // Bound to all addresses, any of them may be asked for; only names can be rebound.
    const QString bound = QString::fromStdString(m_endpoint.address.text());
    const bool boundToAll = bound == QLatin1String("0.0.0.0") || bound == QLatin1String("::");
    return boundToAll && !QHostAddress(QString::fromLatin1(name)).isNull();
}

const HttpServer::Upgrade* HttpServer::upgradeFor(const HttpRequest& request) const
{
    QStringList segments(request.segments.begin(), request.segments.end());
    const QString path = QLatin1Char('/') + segments.join(QLatin1Char('/'));
    const auto at = std::find_if(m_upgrades.begin(), m_upgrades.end(),
                                 [&path](const Upgrade& upgrade) { return upgrade.path == path; });
    return at == m_upgrades.end() ? nullptr : &*at;
}

} // namespace headwater
