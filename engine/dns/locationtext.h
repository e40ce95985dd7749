#pragma once

#include <string_view>

#include "dns/record.h"

namespace headwater {

/// RDATA of a LOC record (RFC 1876 section 3): latitude, longitude, altitude and up to three sizes.
/// What is out of its range is an error.
[[nodiscard]] Result<Rdata> locationFromText(std::string_view text);

} // namespace headwater
