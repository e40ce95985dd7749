#pragma once

#include <cstdint>

#include <QString>

#include "base/clock.h"

namespace headwater {

// How numbers are written for people, everywhere the same. All of them are plain functions.

/// "1.9 ms", "41.6 ms", "186 ms", "1.42 s", "18.4 s", "4m 12s", "51h 18m", "6d 23h", "12 d".
/// Negative counts as zero.
[[nodiscard]] QString durationText(Microseconds duration);
/// Of something that has not ended: "> 4m", "> 10 s": floored to a round number.
[[nodiscard]] QString openDurationText(Microseconds duration);
/// "14:32:07", UTC.
[[nodiscard]] QString timeText(Instant at);
/// "14:32:06.912", UTC.
[[nodiscard]] QString eventTimeText(Instant at);
/// "48,213"
[[nodiscard]] QString countText(std::uint64_t count);
/// "1 zone", "37 zones": the count and the noun, with its plural made by "s".
[[nodiscard]] QString countOf(std::uint64_t count, const QString& noun);
/// Powers of 1000: "612 B", "711 kB", "1.2 MB".
[[nodiscard]] QString octetsText(std::uint64_t octets);
/// 0 ... 1 as "1.2 %", "99.92 %", "99.99998 %": as many nines as needed, so that "100 %" is all.
[[nodiscard]] QString shareText(double share);
/// "+4 −4" with a true minus; a part that is zero is left out.
[[nodiscard]] QString changeText(std::uint64_t added, std::uint64_t removed);

/// Milliseconds since 1970 UTC with the microseconds as a fraction: a moment of the feed.
[[nodiscard]] double moment(Instant at);

} // namespace headwater
