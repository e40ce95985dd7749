#include "api/httpresponse.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>

namespace headwater {

namespace {

/// RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
QByteArray httpDate()
{
    return QLocale::c()
               .toString(QDateTime::currentDateTimeUtc(),
                         QStringLiteral("ddd, dd MMM yyyy hh:mm:ss"))
               .toLatin1() +
           " GMT";
}

/// RFC 9110 section 6.4.1: these have neither a body nor a length.
bool neverHasBody(int status)
{
    return status < 200 || status == 204 || status == 304;
}

} // namespace

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 422:
        return "Unprocessable Content";
    case 426:
        return "Upgrade Required";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Status";
    }
}

HttpResponse HttpResponse::json(const QJsonObject& object, int status)
{
    HttpResponse response;
    response.status = status;
    response.type = "application/json";
    response.body = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    response.fields.emplace_back("Cache-Control", "no-store");
    return response;
}

HttpResponse HttpResponse::error(int status, const QString& sentence)
{
    return json(QJsonObject{{QStringLiteral("error"), sentence}}, status);
}

HttpResponse HttpResponse::empty(int status)
{
    HttpResponse response;
    response.status = status;
    return response;
}

HttpResponse HttpResponse::text(const QByteArray& body, const QByteArray& type)
{
    HttpResponse response;
    response.type = type;
    response.body = body;
    return response;
}

HttpResponse& HttpResponse::with(const QByteArray& name, const QByteArray& value) &
{
    fields.emplace_back(name, value);
    return *this;
}

QByteArray HttpResponse::wire(Body sent, Connection connection) const
{
    QByteArray octets;
    octets.reserve(body.size() + 512);
    octets += "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) + "\r\n";
    octets += "Date: " + httpDate() + "\r\n";
    if (!type.isEmpty()) {
        octets += "Content-Type: " + type + "\r\n";
    }
    if (!neverHasBody(status)) {
        octets += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    }
    for (const auto& [name, value] : fields) {
        octets += name + ": " + value + "\r\n";
    }
    octets += "X-Content-Type-Options: nosniff\r\n";
    if (connection == Connection::Close) {
        octets += "Connection: close\r\n";
    }
    octets += "\r\n";
    if (sent == Body::Sent && !neverHasBody(status)) {
        octets += body;
    }
    return octets;
}

} // namespace headwater
