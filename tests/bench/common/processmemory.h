#pragma once

#include <cstdint>

namespace headwater {

/// Resident memory of a process and its children in octets: the proportional share (PSS), so that
/// pages which forked children share count once.
[[nodiscard]] double residentOctets(std::int64_t pid);

} // namespace headwater
