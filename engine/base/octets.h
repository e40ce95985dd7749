#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace headwater {

/// Bytes we own, and bytes we look at. Wire data is never kept in text strings.
using Octets = std::vector<std::uint8_t>;
using OctetView = std::span<const std::uint8_t>;

inline void append(Octets& to, OctetView from)
{
    to.insert(to.end(), from.begin(), from.end());
}

inline void appendUint16(Octets& to, std::uint16_t value)
{
    to.push_back(static_cast<std::uint8_t>(value >> 8));
    to.push_back(static_cast<std::uint8_t>(value));
}

inline void appendUint32(Octets& to, std::uint32_t value)
{
    appendUint16(to, static_cast<std::uint16_t>(value >> 16));
    appendUint16(to, static_cast<std::uint16_t>(value));
}

/// Network order; the caller has checked that at + 2 (or + 4) octets are there.
[[nodiscard]] inline std::uint16_t uint16At(OctetView from, std::size_t at)
{
    return static_cast<std::uint16_t>((from[at] << 8) | from[at + 1]);
}

[[nodiscard]] inline std::uint32_t uint32At(OctetView from, std::size_t at)
{
    return (static_cast<std::uint32_t>(uint16At(from, at)) << 16) | uint16At(from, at + 2);
}

inline void putUint16At(Octets& to, std::size_t at, std::uint16_t value)
{
    to[at] = static_cast<std::uint8_t>(value >> 8);
    to[at + 1] = static_cast<std::uint8_t>(value);
}

inline void putUint32At(Octets& to, std::size_t at, std::uint32_t value)
{
    putUint16At(to, at, static_cast<std::uint16_t>(value >> 16));
    putUint16At(to, at + 2, static_cast<std::uint16_t>(value));
}

} // namespace headwater
