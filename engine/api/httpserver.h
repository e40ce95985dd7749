#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QSet>

#include "api/consoletoken.h"
#include "api/httplimits.h"
#include "api/router.h"
#include "base/address.h"
#include "base/result.h"

class QTcpServer;
class QTcpSocket;

namespace headwater {

class HttpConnection;

/// HTTP/1.1 on one port: routes, and WebSocket requests handed on unread. Pipelined requests are
/// answered in order. Names in the Host field are checked, so that a page from elsewhere cannot
/// reach the port through a name of its own (DNS rebinding). Main thread.
class HttpServer : public QObject
{
    Q_OBJECT
public:
    explicit HttpServer(HttpLimits limits = {}, QObject* parent = nullptr);
    ~HttpServer() override;

    /// Port 0 chooses one; see endpoint(). The error names the address.
    [[nodiscard]] Result<void> listen(const Endpoint& endpoint);
    [[nodiscard]] const Endpoint& endpoint() const { return m_endpoint; }

    /// Without a token, Access::Write is always refused, and Access::Read too from elsewhere.
    void setToken(ConsoleToken token) { m_token = std::move(token); }
    /// A further name under which the port may be reached, for example that of a proxy.
    void allowHost(const QByteArray& name);

    /// See Router::route. The function may answer later, on the main thread.
    void route(const QByteArray& method, const QString& pattern, Access access, RouteFunction run);

    /// Requests for a WebSocket at `path` with a fitting Origin: the socket is handed over with the
    /// request still unread in it, no parent, nothing connected. The receiver owns it.
    using UpgradeFunction = std::function<void(QTcpSocket*, const HttpRequest&)>;
    void upgrade(const QString& path, Access access, UpgradeFunction run);

    [[nodiscard]] std::size_t connections() const { return m_connections; }
    [[nodiscard]] const HttpLimits& limits() const { return m_limits; }

private:
    friend class HttpConnection;
    struct Upgrade
    {
        QString path;
        Access access = Access::Read;
        UpgradeFunction run;
    };

    void accept();
    void refuse(QTcpSocket* socket);
    [[nodiscard]] bool permits(Access access, const HttpRequest& request) const;
    [[nodiscard]] bool knowsHost(const QByteArray& host) const;
    [[nodiscard]] const Upgrade* upgradeFor(const HttpRequest& request) const;
    [[nodiscard]] const Router& router() const { return m_router; }

    HttpLimits m_limits;
    QTcpServer* m_server;
    Endpoint m_endpoint;
    Router m_router;
    std::vector<Upgrade> m_upgrades;
    std::optional<ConsoleToken> m_token;
    QSet<QByteArray> m_hosts;
    std::size_t m_connections = 0;
};

} // namespace headwater
