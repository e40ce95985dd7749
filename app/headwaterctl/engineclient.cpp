#include "engineclient.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace headwater {

namespace {

constexpr int TimeoutMilliseconds = 15000;

RequestFailure refused(const QString& text)
{
    return {RequestFailure::Kind::Refused, Error{text.toStdString()}};
}

} // namespace

EngineClient::EngineClient(QUrl url, QByteArray token)
    : m_url(std::move(url))
    , m_token(std::move(token))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setTransferTimeout(TimeoutMilliseconds);
}

QString EngineClient::segment(const QString& name)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

EngineClient::Answer EngineClient::get(const QString& path)
{
    return request("GET", path, {});
}

EngineClient::Answer EngineClient::send(const QByteArray& method, const QString& path,
                                        const QJsonObject& body)
{
    return request(method, path,
                   body.isEmpty() ? QByteArray()
                                  : QJsonDocument(body).toJson(QJsonDocument::Compact));
}

EngineClient::Answer EngineClient::request(const QByteArray& method, const QString& path,
                                           const QByteArray& body)
{
    QUrl url(m_url);
    const qsizetype query = path.indexOf(QLatin1Char('?'));
    url.setPath(QStringLiteral("/api/headwater/v1") + path.left(query < 0 ? path.size() : query),
                QUrl::TolerantMode);
    if (query >= 0)
        url.setQuery(path.mid(query + 1));
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);

    QNetworkReply* reply = m_network.sendCustomRequest(request, method, body);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    reply->deleteLater();

    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0) {
        const QString text = QStringLiteral("cannot reach the engine at %1: %2")
                                 .arg(m_url.toString(), reply->errorString());
        return tl::unexpected(
            RequestFailure{RequestFailure::Kind::Unreachable, Error{text.toStdString()}});
    }
    const QJsonObject answer = QJsonDocument::fromJson(reply->readAll()).object();
    if (status >= 400) {
        const QString reason = answer.value(QLatin1String("error")).toString();
        return tl::unexpected(refused(
            reason.isEmpty() ? QStringLiteral("the engine answered %1").arg(status) : reason));
    }
    return answer;
}

} // namespace headwater
