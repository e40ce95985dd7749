#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QJsonObject>
#include <QString>

#include "base/result.h"

namespace headwater {

/// One HTTP/1.1 request as routes see it: names and values already decoded and checked. Value.
struct HttpRequest
{
    QByteArray method;             ///< "GET", ...; HEAD is shown to routes as GET
    QByteArray target;             ///< as sent: "/api/headwater/v1/zones?limit=200"
    std::vector<QString> segments; ///< of the path, percent-decoded
    std::vector<std::pair<QString, QString>> query;        ///< percent-decoded, in order
    std::vector<std::pair<QByteArray, QByteArray>> fields; ///< header fields, names in lower case
    QHash<QString, QString> parameters;                    ///< {name} parts of the route's pattern
    QByteArray body;
    QHostAddress peer;
    bool keepAlive = true;
    bool upgrade = false; ///< asks for a WebSocket

    /// The field's value, the first if it is repeated, empty if it is absent.
    [[nodiscard]] QByteArray field(const char* lowerCaseName) const;
    /// The part of the path that stood at {name}; empty only if the pattern has no such part.
    [[nodiscard]] QString parameter(const QString& name) const { return parameters.value(name); }
    [[nodiscard]] std::optional<QString> queried(const QString& name) const;
    /// ?name=N, or `otherwise` if it is absent; not a number or outside the range is an error.
    [[nodiscard]] Result<std::uint64_t> queriedNumber(const QString& name, std::uint64_t otherwise,
                                                      std::uint64_t least,
                                                      std::uint64_t most) const;
    /// The body as one JSON object; an empty body is an empty object. The error names the place.
    [[nodiscard]] Result<QJsonObject> json() const;

    /// Splits `target` into segments and query. Refused: anything not in origin form, a broken
    /// percent sequence, NUL, text that is not UTF-8, more than 32 segments or 64 query parts.
    [[nodiscard]] Result<void> readTarget();
};

/// Percent-decodes one part; '+' stays '+' in paths and is a space in queries.
enum class PlusSign
{
    Literal,
    Space
};
[[nodiscard]] Result<QString> percentDecoded(const QByteArray& part, PlusSign plus);

} // namespace headwater
