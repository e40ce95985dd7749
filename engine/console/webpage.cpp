#include "console/webpage.h"

#include <array>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include "api/httpserver.h"

// The files are in a static library of their own; outside any namespace, as Qt asks.
static void registerWebFiles()
{
    Q_INIT_RESOURCE(headwater_web);
}

namespace headwater {

namespace {

const QString indexFile = QStringLiteral("index.html");
const QString builtFiles = QStringLiteral(":/headwater/web/");

/// Nothing from elsewhere, no inline script, never inside another page.
const QByteArray policy = "default-src 'none'; script-src 'self'; style-src 'self'; "
                          "font-src 'self'; img-src 'self' data:; connect-src 'self'; "
                          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const QByteArray notBuiltPage =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Headwater</title>"
    "<h1>Headwater</h1><p>The engine is running, but this build has no web console: Node.js and "
    "npm were missing when it was built, or it was configured with <code>HEADWATER_WEB=OFF</code>."
    "</p><p>Install the packages nodejs and npm and build again with "
    "<code>cmake -DHEADWATER_WEB=BUILD</code>. Until then: <code>headwaterctl watch</code>, the "
    "desktop window, or <a href=\"/api/headwater/v1/status\">the state as JSON</a>.</p></html>\n";

QByteArray typeOf(const QString& file)
{
    static const std::array<std::pair<QLatin1String, QByteArray>, 6> types{{
        {QLatin1String(".html"), "text/html; charset=utf-8"},
        {QLatin1String(".js"), "text/javascript; charset=utf-8"},
        {QLatin1String(".css"), "text/css; charset=utf-8"},
        {QLatin1String(".svg"), "image/svg+xml"},
        {QLatin1String(".otf"), "font/otf"},
        {QLatin1String(".ttf"), "font/ttf"},
    }};
    for (const auto& [ending, type] : types) {
        if (file.endsWith(ending)) {
            return type;
        }
    }
    return "application/octet-stream";
}

bool acceptsDeflate(const HttpRequest& request)
{
    for (const QByteArray& part : request.field("accept-encoding").split(',')) {
        if (part.trimmed().toLower() == "deflate") { // "deflate;q=0" says no, and is no match
            return true;
        }
    }
    return false;
}

} // namespace

WebPage::WebPage()
{
    registerWebFiles();
    for (const QString& file : QDir(builtFiles).entryList(QDir::Files)) {
        load(file);
    }
}

bool WebPage::isBuilt() const
{
    return m_assets.contains(indexFile);
}

void WebPage::load(const QString& file)
{
    QFile resource(builtFiles + file);
    if (!resource.open(QIODevice::ReadOnly)) {
        return;
    }
    Asset asset;
    asset.type = typeOf(file);
    asset.plain = resource.readAll();
    asset.etag =
        '"' + QCryptographicHash::hash(asset.plain, QCryptographicHash::Sha256).toHex().left(32) +
        '"';
    m_assets.insert(file, asset);
}

void WebPage::serve(HttpServer& server)
{
    const auto add = [this, &server](const QString& path, const QString& file) {
        server.route("GET", path, Access::Open,
                     [this, file](const HttpRequest& request, const HttpResponder& responder) {
                         responder.send(answer(request, file));
                     });
    };
    // Every view of the page is a link (the page itself reads the path).
    for (const char* path :
         {"/", "/zones", "/zones/{zone}", "/zones/{zone}/{tab}", "/zones/{zone}/{tab}/{serial}",
          "/secondaries", "/secondaries/{secondary}"}) {
        add(QString::fromLatin1(path), indexFile);
    }
    for (auto asset = m_assets.constBegin(); asset != m_assets.constEnd(); ++asset) {
        add(QStringLiteral("/assets/") + asset.key(), asset.key());
    }
}

HttpResponse WebPage::answer(const HttpRequest& request, const QString& file)
{
    HttpResponse response;
    response.with("Content-Security-Policy", policy);
    response.with("Referrer-Policy", "no-referrer");
    const auto asset = m_assets.find(file);
    if (asset == m_assets.end()) {
        response.type = typeOf(indexFile);
        response.body = notBuiltPage;
        response.with("Cache-Control", "no-store");
        return response;
    }
    // Asked again each time: after an upgrade of the engine no old page is left over.
    response.with("Cache-Control", "no-cache");
    response.with("ETag", asset->etag);
    response.with("Vary", "Accept-Encoding");
    if (request.field("if-none-match") == asset->etag) {
        response.status = 304;
        return response;
    }
    response.type = asset->type;
    response.body = asset->plain;
    if (acceptsDeflate(request)) {
        if (asset->deflated.isEmpty()) {
            asset->deflated = qCompress(asset->plain, 9).mid(4); // without Qt's length in front
        }
        response.body = asset->deflated;
        response.with("Content-Encoding", "deflate");
    }
    return response;
}

} // namespace headwater
