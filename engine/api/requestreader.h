#pragma once

#include <memory>

#include <QByteArray>
#include <QString>

#include "api/httplimits.h"
#include "api/httprequest.h"

namespace headwater {

/// One request out of a stream of octets, by Boost.Beast's parser. It looks at what the socket has
/// and says how much of it is done with, so that a request may be left unread. One thread.
class RequestReader
{
public:
    explicit RequestReader(const HttpLimits& limits);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    enum class Progress
    {
        NeedsMore,
        Done,
        Failed
    };

    /// Wants everything that has arrived since the last request. Done: request() holds the head
    /// and consumed() says where it ends.
    [[nodiscard]] Progress readHead(const QByteArray& input);
    /// Wants what follows the head, without what an earlier call has consumed. Done at once if the
    /// request has no body.
    [[nodiscard]] Progress readBody(const QByteArray& input);
    /// How many octets of the last input are done with.
    [[nodiscard]] qsizetype consumed() const { return m_consumed; }
    [[nodiscard]] bool hasBody() const;

    [[nodiscard]] HttpRequest& request() { return m_request; }
    /// After Failed: what to answer; the connection cannot go on.
    [[nodiscard]] int failureStatus() const { return m_status; }
    [[nodiscard]] const QString& failureText() const { return m_failure; }
    /// Ready for the next request of the connection.
    void reset();

private:
    struct Parser;

    Progress fail(int status, const QString& sentence);
    Progress takeHead();
    [[nodiscard]] bool checkFraming();

    HttpLimits m_limits;
    std::unique_ptr<Parser> m_parser;
    HttpRequest m_request;
    qsizetype m_consumed = 0;
    int m_status = 400;
    QString m_failure;
};

} // namespace headwater
