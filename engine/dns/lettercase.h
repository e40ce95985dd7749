#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "base/octets.h"

namespace headwater {

/// Letter case as DNS sees it: A-Z only, no locale (RFC 4343). Names in wire form can be folded as
/// a whole, because a length octet (at most 63) is never a letter.
[[nodiscard]] constexpr std::uint8_t lowered(std::uint8_t octet)
{
    return octet >= 'A' && octet <= 'Z' ? static_cast<std::uint8_t>(octet | 0x20) : octet;
}

/// Eight octets folded at once.
[[nodiscard]] constexpr std::uint64_t lowered(std::uint64_t eight)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    const std::uint64_t low = eight & (0x7F * ones);
    const std::uint64_t fromA = low + (0x80 - 'A') * ones;       // high bit: at least 'A'
    const std::uint64_t behindZ = low + (0x80 - 'Z' - 1) * ones; // high bit: behind 'Z'
    const std::uint64_t letters = (fromA & ~behindZ & ~eight) & (0x80 * ones);
    return eight | (letters >> 2); // 0x80 >> 2 is the bit 0x20
}

[[nodiscard]] inline std::uint64_t eightOctetsAt(const std::uint8_t* octets)
{
    std::uint64_t eight = 0;
    std::memcpy(&eight, octets, sizeof eight);
    return eight;
}

/// Are the octets the same when letter case is ignored?
[[nodiscard]] inline bool equalIgnoringCase(OctetView a, OctetView b)
{
    if (a.size() != b.size())
        return false;
    std::size_t at = 0;
    for (; at + 8 <= a.size(); at += 8) {
        if (lowered(eightOctetsAt(a.data() + at)) != lowered(eightOctetsAt(b.data() + at)))
            return false;
    }
    for (; at < a.size(); ++at) {
        if (lowered(a[at]) != lowered(b[at]))
            return false;
    }
    return true;
}

} // namespace headwater
