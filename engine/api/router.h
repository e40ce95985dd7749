#pragma once

#include <functional>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QString>

#include "api/httprequest.h"
#include "api/httpresponder.h"

namespace headwater {

/// What a request must show before its route is run.
enum class Access
{
    Open,  ///< nothing: the page itself, which holds no zone
    Read,  ///< nothing from a loopback address, the console's token from elsewhere
    Write, ///< the console's token
};

using RouteFunction = std::function<void(const HttpRequest&, HttpResponder)>;

/// One method and pattern. "{zone}" in the pattern stands for exactly one segment, not empty.
struct Route
{
    QByteArray method;
    std::vector<QString> pattern;
    Access access = Access::Read;
    RouteFunction run;
};

/// Which route a request belongs to. Value; filled once at start. Main thread.
class Router
{
public:
    /// `pattern` begins with '/'. A GET route answers HEAD as well. A literal segment wins over a
    /// {name} at the same place.
    void route(const QByteArray& method, const QString& pattern, Access access, RouteFunction run);

    struct Match
    {
        const Route* route = nullptr;       ///< none: 404, or 405 if `allowed` is not empty
        QByteArray allowed;                 ///< methods for the Allow field
        QHash<QString, QString> parameters; ///< what stood at each {name}
    };
    [[nodiscard]] Match match(const HttpRequest& request) const;

private:
    std::vector<Route> m_routes;
};

} // namespace headwater
