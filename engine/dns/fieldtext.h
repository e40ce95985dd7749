#pragma once

#include <string_view>

#include "base/octets.h"
#include "dns/name.h"

namespace headwater {

// Single fields of RDATA from their words. Each appends its octets and returns true, or returns
// false when the word is not what the field wants; what was appended then means nothing.

/// A name, relative to `origin` without a final dot.
[[nodiscard]] bool appendNameText(std::string_view word, const Name& origin, Octets& to);
/// `family` is AF_INET or AF_INET6.
[[nodiscard]] bool appendAddressText(int family, std::string_view word, Octets& to);
/// The tag of a CAA record, with its length: letters and digits (RFC 8659 section 4.1).
[[nodiscard]] bool appendTag(std::string_view word, Octets& to);
/// The address of an NSAP record: 0x, digits and dots (RFC 1706 section 5).
[[nodiscard]] bool appendNsap(std::string_view word, Octets& to);

} // namespace headwater
