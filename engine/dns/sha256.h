#pragma once

#include <array>
#include <cstdint>

#include "base/octets.h"

namespace headwater {

/// SHA-256 (FIPS 180-4) of some octets. Any thread.
[[nodiscard]] std::array<std::uint8_t, 32> sha256(OctetView octets);

} // namespace headwater
