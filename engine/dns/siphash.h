#pragma once

#include <array>
#include <string_view>

#include "base/octets.h"
#include "base/result.h"

namespace headwater {

using SipHashKey = std::array<std::uint8_t, 16>;

/// From 32 hex digits.
[[nodiscard]] Result<SipHashKey> parseSipHashKey(std::string_view text);

/// SipHash-2-4: a keyed hash of 8 octets for short inputs (RFC 9018 section 4.4).
[[nodiscard]] std::array<std::uint8_t, 8> sipHash(const SipHashKey& key, OctetView input);

} // namespace headwater
