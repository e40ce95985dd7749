#pragma once

#include <string>
#include <string_view>

#include "base/octets.h"

namespace headwater {

/// Appends the octets of a word, quoted or not, with \DDD and \X escapes. False when an escape or a
/// quote is broken.
[[nodiscard]] bool appendTextOctets(std::string_view word, Octets& to);
/// Appends the wire form of one <character-string> (RFC 1035 section 3.3): quoted or not, with \DDD
/// and \X escapes. False when it is longer than 255 octets, or an escape or quote is broken.
[[nodiscard]] bool appendCharacterString(std::string_view word, Octets& to);
/// Appends the quoted text of the <character-string> at `*at` and moves behind it. False when it is
/// cut off.
[[nodiscard]] bool appendCharacterStringText(OctetView rdata, std::size_t* at, std::string& to);

} // namespace headwater
