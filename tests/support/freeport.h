#pragma once

#include <cstdint>

namespace headwater {

/// A port of 127.0.0.1 that is free for UDP and TCP just now. Taken from below the range of which
/// the kernel gives ports to clients, so that none of them can get in between.
[[nodiscard]] std::uint16_t freePort();

} // namespace headwater
