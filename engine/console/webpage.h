#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace headwater {

class HttpServer;
struct HttpRequest;
struct HttpResponse;

/// The web console: the files that resources/web was built into, kept in the program. Served with
/// ETag, compressed, under a policy that allows nothing from elsewhere and no inline script. Built
/// without them, every page says in plain words what is missing. Main thread.
class WebPage
{
public:
    WebPage();

    /// Adds the routes of all screens and of the files. The page must outlive the server.
    void serve(HttpServer& server);
    [[nodiscard]] bool isBuilt() const;

private:
    struct Asset
    {
        QByteArray type;
        QByteArray plain;
        QByteArray deflated; ///< zlib form, made when it is first asked for
        QByteArray etag;
    };

    [[nodiscard]] HttpResponse answer(const HttpRequest& request, const QString& file);
    void load(const QString& file);

    QHash<QString, Asset> m_assets;
};

} // namespace headwater
