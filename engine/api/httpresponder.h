#pragma once

#include <functional>
#include <memory>

#include "api/httpresponse.h"
#include "base/result.h"

namespace headwater {

/// The right and duty to answer one request, now or later. Copies share it: the first answer
/// counts. If the last copy goes without an answer, the client gets 500. If the client has gone,
/// answers go nowhere. Main thread.
class HttpResponder
{
public:
    using Send = std::function<void(HttpResponse)>;

    /// `send` is called at most once.
    explicit HttpResponder(Send send);

    void send(HttpResponse response) const;
    void json(const QJsonObject& object, int status = 200) const;
    /// {"error": sentence}
    void error(int status, const QString& sentence) const;
    void error(int status, const Error& why) const;
    void empty(int status = 204) const;

private:
    struct Pending;
    std::shared_ptr<Pending> m_pending;
};

} // namespace headwater
