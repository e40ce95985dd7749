#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QUrl>

#include "base/result.h"

namespace headwater {

/// Why a request to the engine failed, apart from the sentence: decides the exit code.
struct RequestFailure
{
    enum class Kind
    {
        Unreachable,
        Refused
    };
    Kind kind = Kind::Refused;
    Error error;
};

/// Asks a running engine over its HTTP API, one request at a time. Main thread.
class EngineClient
{
public:
    EngineClient(QUrl url, QByteArray token);

    using Answer = tl::expected<QJsonObject, RequestFailure>;
    [[nodiscard]] Answer get(const QString& path);
    /// `method` is POST, PATCH, PUT or DELETE; an empty body is not sent.
    [[nodiscard]] Answer send(const QByteArray& method, const QString& path,
                              const QJsonObject& body = {});
    [[nodiscard]] const QUrl& url() const { return m_url; }
    /// A name as one segment of a path.
    [[nodiscard]] static QString segment(const QString& name);

private:
    Answer request(const QByteArray& method, const QString& path, const QByteArray& body);

    QUrl m_url;
    QByteArray m_token;
    QNetworkAccessManager m_network;
};

} // namespace headwater
