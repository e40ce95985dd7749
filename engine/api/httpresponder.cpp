#include "api/httpresponder.h"

#include <utility>

namespace headwater {

struct HttpResponder::Pending
{
    Send send;

    ~Pending()
    {
        if (send) {
            send(HttpResponse::error(500,
                                     QStringLiteral("The request was left without an answer.")));
        }
    }
};

HttpResponder::HttpResponder(Send send)
    : m_pending(std::make_shared<Pending>())
{
    m_pending->send = std::move(send);
}

void HttpResponder::send(HttpResponse response) const
{
    if (const Send once = std::exchange(m_pending->send, nullptr)) {
        once(std::move(response));
    }
}

void HttpResponder::json(const QJsonObject& object, int status) const
{
    send(HttpResponse::json(object, status));
}

void HttpResponder::error(int status, const QString& sentence) const
{
    send(HttpResponse::error(status, sentence));
}

void HttpResponder::error(int status, const Error& why) const
{
    error(status, QString::fromStdString(why.text));
}

void HttpResponder::empty(int status) const
{
    send(HttpResponse::empty(status));
}

} // namespace headwater
