#include "console/metricspage.h"

#include <utility>

#include "api/httpserver.h"

namespace headwater {

void serveMetrics(HttpServer& server, std::function<QByteArray()> text)
{
    server.route("GET", QStringLiteral("/metrics"), Access::Read,
                 [text = std::move(text)](const HttpRequest&, const HttpResponder& responder) {
                     HttpResponse response =
                         HttpResponse::text(text(), "text/plain; version=0.0.4; charset=utf-8");
                     response.with("Cache-Control", "no-store");
                     responder.send(response);
                 });
}

} // namespace headwater
