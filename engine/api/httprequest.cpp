#include "api/httprequest.h"

#include <QJsonDocument>
#include <QStringDecoder>

namespace headwater {

namespace {

constexpr std::size_t mostSegments = 32;
constexpr std::size_t mostQueryParts = 64;

int hexValue(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

Result<std::vector<QString>> readPath(const QByteArray& path)
{
    std::vector<QString> segments;
    if (path == "/") {
        return segments;
    }
    for (const QByteArray& part : path.mid(1).split('/')) {
        if (segments.size() == mostSegments) {
            return failure("the path has more than 32 parts");
        }
        const auto segment = percentDecoded(part, PlusSign::Literal);
        if (!segment) {
            return failure(segment, "path");
        }
        segments.push_back(*segment);
    }
    return segments;
}

Result<std::vector<std::pair<QString, QString>>> readQuery(const QByteArray& query)
{
    std::vector<std::pair<QString, QString>> parts;
    for (const QByteArray& part : query.split('&')) {
        if (part.isEmpty()) {
            continue;
        }
        if (parts.size() == mostQueryParts) {
            return failure("the query has more than 64 parts");
        }
        const auto equals = part.indexOf('=');
        const auto name = percentDecoded(equals < 0 ? part : part.left(equals), PlusSign::Space);
        const auto value =
            percentDecoded(equals < 0 ? QByteArray() : part.mid(equals + 1), PlusSign::Space);
        if (!name || !value) {
            return failure(name ? value : name, "query");
        }
        parts.emplace_back(*name, *value);
    }
    return parts;
}

} // namespace

Result<QString> percentDecoded(const QByteArray& part, PlusSign plus)
{
    QByteArray octets;
    octets.reserve(part.size());
    for (qsizetype at = 0; at < part.size(); ++at) {
        char c = part[at];
        if (c == '%') {
            const int high = at + 2 < part.size() ? hexValue(part[at + 1]) : -1;
            const int low = at + 2 < part.size() ? hexValue(part[at + 2]) : -1;
            if (high < 0 || low < 0) {
                return failure("\"%\" is not followed by two hexadecimal digits");
            }
            c = static_cast<char>(high * 16 + low);
            at += 2;
        } else if (c == '+' && plus == PlusSign::Space) {
            c = ' ';
        }
        if (c == '\0') {
            return failure("a NUL octet is not allowed");
        }
        octets.append(c);
    }
    QStringDecoder decode(QStringConverter::Utf8);
    QString text = decode(octets);
    if (decode.hasError()) {
        return failure("not UTF-8");
    }
    return text;
}

QByteArray HttpRequest::field(const char* lowerCaseName) const
{
    for (const auto& [name, value] : fields) {
        if (name == lowerCaseName) {
            return value;
        }
    }
    return {};
}

std::optional<QString> HttpRequest::queried(const QString& name) const
{
    for (const auto& [key, value] : query) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

Result<std::uint64_t> HttpRequest::queriedNumber(const QString& name, std::uint64_t otherwise,
                                                 std::uint64_t least, std::uint64_t most) const
{
    const auto text = queried(name);
    if (!text) {
        return otherwise;
    }
    bool isNumber = false;
    const qulonglong number = text->toULongLong(&isNumber);
    // toULongLong also takes signs and white space, which nobody means here.
    const bool digitsOnly = !text->isEmpty() && (*text)[0].isDigit();
    if (!isNumber || !digitsOnly || number < least || number > most) {
        return failure("?" + name.toStdString() + "= needs a number from " + std::to_string(least) +
                       " to " + std::to_string(most) + ", got \"" + text->left(40).toStdString() +
                       "\"");
    }
    return number;
}

Result<QJsonObject> HttpRequest::json() const
{
    if (body.trimmed().isEmpty()) {
        return QJsonObject();
    }
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parsed);
    if (parsed.error != QJsonParseError::NoError) {
        return failure("the body is not JSON: " + parsed.errorString().toStdString() +
                       " at octet " + std::to_string(parsed.offset));
    }
    if (!document.isObject()) {
        return failure("the body has to be a JSON object");
    }
    return document.object();
}

Result<void> HttpRequest::readTarget()
{
    if (!target.startsWith('/')) {
        return failure("the request's target has to begin with \"/\"");
    }
    const auto mark = target.indexOf('?');
    auto path = readPath(mark < 0 ? target : target.left(mark));
    if (!path) {
        return tl::unexpected<Error>(path.error());
    }
    auto parts = readQuery(mark < 0 ? QByteArray() : target.mid(mark + 1));
    if (!parts) {
        return tl::unexpected<Error>(parts.error());
    }
    segments = std::move(*path);
    query = std::move(*parts);
    return {};
}

} // namespace headwater
