#include "api/requestreader.h"

#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace headwater {

namespace http = boost::beast::http;

struct RequestReader::Parser
{
    std::optional<http::request_parser<http::string_body>> beast;
};

namespace {

QByteArray octets(boost::beast::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

int statusFor(boost::beast::error_code code)
{
    if (code == http::error::header_limit) {
        return 431;
    }
    if (code == http::error::body_limit) {
        return 413;
    }
    if (code == http::error::bad_version) {
        return 505;
    }
    return 400;
}

QString sentenceFor(int status, boost::beast::error_code code)
{
    switch (status) {
    case 431:
        return QStringLiteral("The header fields are too large.");
    case 413:
        return QStringLiteral("The body is too large.");
    default:
        return QStringLiteral("The request is not HTTP/1.1 as it should be: %1.")
            .arg(QString::fromStdString(code.message()));
    }
}

} // namespace

RequestReader::RequestReader(const HttpLimits& limits)
    : m_limits(limits)
    , m_parser(std::make_unique<Parser>())
{
    reset();
}

RequestReader::~RequestReader() = default;

void RequestReader::reset()
{
    auto& parser = m_parser->beast;
    parser.emplace();
    parser->header_limit(static_cast<std::uint32_t>(m_limits.headOctets));
    parser->body_limit(m_limits.bodyOctets);
    m_request = HttpRequest();
    m_consumed = 0;
}

bool RequestReader::hasBody() const
{
    return !m_parser->beast->is_done();
}

RequestReader::Progress RequestReader::fail(int status, const QString& sentence)
{
    m_status = status;
    m_failure = sentence;
    return Progress::Failed;
}

RequestReader::Progress RequestReader::readHead(const QByteArray& input)
{
    // RFC 9112 section 2.2: empty lines before a request are let pass.
    qsizetype start = 0;
    while (start < 8 && input.mid(start, 2) == "\r\n") {
        start += 2;
    }
    m_consumed = 0;
    if (start < input.size() && (input[start] < 'A' || input[start] > 'Z') &&
        input[start] != '\r') {
        return fail(400, QStringLiteral("A request has to begin with a method."));
    }
    const qsizetype end = input.indexOf("\r\n\r\n", start);
    const qsizetype size = (end < 0 ? input.size() : end + 4) - start;
    if (size > static_cast<qsizetype>(m_limits.headOctets)) {
        return fail(431, QStringLiteral("The header fields are too large."));
    }
    if (end < 0) {
        return Progress::NeedsMore;
    }
    boost::beast::error_code code;
    m_parser->beast->put(
        boost::asio::buffer(input.constData() + start, static_cast<std::size_t>(size)), code);
    if (code) {
        const int status = statusFor(code);
        return fail(status, sentenceFor(status, code));
    }
    m_consumed = end + 4;
    return takeHead();
}

RequestReader::Progress RequestReader::takeHead()
{
    const auto& message = m_parser->beast->get();
    m_request.method = octets(message.method_string());
    m_request.target = octets(message.target());
    for (const auto& field : message) {
        m_request.fields.emplace_back(octets(field.name_string()).toLower(), octets(field.value()));
    }
    m_request.keepAlive = message.keep_alive();
    m_request.upgrade =
        m_parser->beast->upgrade() && m_request.field("upgrade").toLower() == "websocket";
    if (!checkFraming()) {
        return Progress::Failed;
    }
    if (const auto read = m_request.readTarget(); !read) {
        return fail(400, QString::fromStdString(read.error().text));
    }
    m_parser->beast->eager(true);
    return Progress::Done;
}

/// What lets two programs disagree about where a request ends is refused (RFC 9112 section 11.2).
bool RequestReader::checkFraming()
{
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    for (const auto& [name, value] : m_request.fields) {
        hosts += name == "host" ? 1 : 0;
        lengths += name == "content-length" ? 1 : 0;
        if (name == "transfer-encoding") {
            ++encodings;
            if (value.trimmed().toLower() != "chunked") {
                static_cast<void>(
                    fail(501, QStringLiteral("The only transfer encoding known here is chunked.")));
                return false;
            }
        }
    }
    if (lengths + encodings > 1) {
        static_cast<void>(fail(400, QStringLiteral("The length of the body is given twice.")));
        return false;
    }
    if (encodings > 0 && m_parser->beast->get().version() < 11) {
        static_cast<void>(fail(400, QStringLiteral("HTTP/1.0 knows no transfer encoding.")));
        return false;
    }
    if (hosts != 1) {
        static_cast<void>(fail(400, QStringLiteral("A request needs exactly one Host field.")));
        return false;
    }
    return true;
}

RequestReader::Progress RequestReader::readBody(const QByteArray& input)
{
    auto& parser = *m_parser->beast;
    m_consumed = 0;
    while (!parser.is_done() && m_consumed < input.size()) {
        boost::beast::error_code code;
        const auto taken = static_cast<qsizetype>(
            parser.put(boost::asio::buffer(input.constData() + m_consumed,
                                           static_cast<std::size_t>(input.size() - m_consumed)),
                       code));
        m_consumed += taken;
        if (code && code != http::error::need_more) {
            const int status = statusFor(code);
            return fail(status, sentenceFor(status, code));
        }
        if (taken == 0 || code) {
            break;
        }
    }
    if (!parser.is_done()) {
        // A chunk's own header is tiny; one that does not fit is not meant well.
        if (input.size() - m_consumed > static_cast<qsizetype>(m_limits.headOctets)) {
            return fail(400, QStringLiteral("The header of a chunk is too large."));
        }
        return Progress::NeedsMore;
    }
    const std::string& body = parser.get().body();
    m_request.body = QByteArray(body.data(), static_cast<qsizetype>(body.size()));
    return Progress::Done;
}

} // namespace headwater
