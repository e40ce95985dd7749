#pragma once

#include <functional>

#include <QByteArray>

namespace headwater {

class HttpServer;

/// Serves GET /metrics: `text` makes the Prometheus text form (version 0.0.4) on each request, on
/// the main thread.
void serveMetrics(HttpServer& server, std::function<QByteArray()> text);

} // namespace headwater
