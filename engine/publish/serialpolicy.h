#pragma once

#include <chrono>
#include <optional>

#include "store/store.h"

namespace headwater {

/// The serial of the next version: newer than `floor` in RFC 1982 terms, never 0, never a step of
/// 2^31 or more. Increment: floor + 1. UnixTime and Date (yyyymmddnn, UTC): that value when it is
/// newer than the floor, else floor + 1 - never backwards, also when a day has more than 100
/// versions. `atLeast` is the serial found in the source (a zone file): used when it is newer than
/// what the policy gives; 0 counts as none. Without a floor (first version) `atLeast` is taken as
/// it is, else what the policy gives, which is 1 for Increment.
[[nodiscard]] Serial nextSerial(SerialPolicy policy, std::optional<Serial> floor,
                                std::optional<Serial> atLeast, std::chrono::sys_seconds now);

} // namespace headwater
