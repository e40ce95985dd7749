#pragma once

#include <utility>
#include <vector>

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace headwater {

/// An answer to be sent. The connection adds Date, Content-Length, Connection and nosniff. Value.
struct HttpResponse
{
    int status = 200;
    QByteArray type; ///< Content-Type; empty: none
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> fields;

    [[nodiscard]] static HttpResponse json(const QJsonObject& object, int status = 200);
    /// {"error":"sentence"}
    [[nodiscard]] static HttpResponse error(int status, const QString& sentence);
    [[nodiscard]] static HttpResponse empty(int status = 204);
    [[nodiscard]] static HttpResponse text(const QByteArray& body, const QByteArray& type);

    HttpResponse& with(const QByteArray& name, const QByteArray& value) &;

    enum class Body
    {
        Sent,
        Left
    }; ///< Left: the answer to HEAD
    enum class Connection
    {
        KeepAlive,
        Close
    };
    /// The octets for the wire.
    [[nodiscard]] QByteArray wire(Body body, Connection connection) const;
};

/// "Not Found" for 404.
[[nodiscard]] QByteArray reasonPhrase(int status);

} // namespace headwater
