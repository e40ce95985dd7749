#include "api/router.h"

#include <utility>

#include <QStringList>

namespace headwater {

namespace {

bool isParameter(const QString& part)
{
    return part.startsWith(QLatin1Char('{')) && part.endsWith(QLatin1Char('}'));
}

bool fits(const Route& route, const std::vector<QString>& segments)
{
    if (route.pattern.size() != segments.size()) {
        return false;
    }
    for (std::size_t at = 0; at < segments.size(); ++at) {
        if (isParameter(route.pattern[at]) ? segments[at].isEmpty()
                                           : route.pattern[at] != segments[at]) {
            return false;
        }
    }
    return true;
}

/// Whether `a` names at the first place where they differ in kind a literal.
bool isMoreExact(const Route& a, const Route& b)
{
    for (std::size_t at = 0; at < a.pattern.size(); ++at) {
        if (isParameter(a.pattern[at]) != isParameter(b.pattern[at])) {
            return isParameter(b.pattern[at]);
        }
    }
    return false;
}

QHash<QString, QString> parametersOf(const Route& route, const std::vector<QString>& segments)
{
    QHash<QString, QString> parameters;
    for (std::size_t at = 0; at < segments.size(); ++at) {
        const QString& part = route.pattern[at];
        if (isParameter(part)) {
            parameters.insert(part.mid(1, part.size() - 2), segments[at]);
        }
    }
    return parameters;
}

} // namespace

void Router::route(const QByteArray& method, const QString& pattern, Access access,
                   RouteFunction run)
{
    Route route{method, {}, access, std::move(run)};
    if (pattern != QLatin1String("/")) {
        for (const QString& part : pattern.mid(1).split(QLatin1Char('/'))) {
            route.pattern.push_back(part);
        }
    }
    m_routes.push_back(std::move(route));
}

Router::Match Router::match(const HttpRequest& request) const
{
    Match match;
    QStringList methods;
    for (const Route& route : m_routes) {
        if (!fits(route, request.segments)) {
            continue;
        }
        methods.append(QString::fromLatin1(route.method));
        if (route.method == "GET") {
            methods.append(QStringLiteral("HEAD"));
        }
        if (route.method == request.method &&
            (match.route == nullptr || isMoreExact(route, *match.route))) {
            match.route = &route;
        }
    }
    methods.removeDuplicates();
    methods.sort();
    match.allowed = methods.join(QStringLiteral(", ")).toLatin1();
    if (match.route != nullptr) {
        match.parameters = parametersOf(*match.route, request.segments);
    }
    return match;
}

} // namespace headwater
