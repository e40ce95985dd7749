#pragma once

#include <optional>

#include "dns/message.h"

namespace headwater {

/// The question for the SOA of a zone: no recursion, no EDNS, so that every server understands it.
[[nodiscard]] Octets soaQuestion(const Name& zone);

/// What an answer to it says.
struct SoaAnswer
{
    std::optional<Serial> serial; ///< only from an authoritative SOA of that very zone
    Rcode rcode = Rcode::NoError;

    [[nodiscard]] static SoaAnswer read(const Message& answer, const Name& zone);
};

} // namespace headwater
