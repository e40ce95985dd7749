#pragma once

#include <optional>

#include "answer/answerer.h"

namespace headwater {

/// A request as far as it could be read. Valid as long as the octets it was read from.
struct Request
{
    OctetView wire;
    Header header;
    /// Readable even when what follows is not, so that an error can repeat it (RFC 5936 2.2).
    std::optional<Question> question;
    std::optional<Message> message; ///< none: malformed

    /// None when no answer is due: fewer than 12 octets, or a response (invariant 14).
    [[nodiscard]] static std::optional<Request> read(OctetView wire);

    [[nodiscard]] RequestReport::Kind kind() const;
    [[nodiscard]] const Edns* edns() const;
    /// The EXPIRE option was sent with an SOA question or a transfer request (RFC 7314).
    [[nodiscard]] bool asksForExpire() const;
    /// The largest answer over UDP: what the requester takes, 1232 and at least 512.
    [[nodiscard]] std::size_t datagramLimit() const;
};

} // namespace headwater
