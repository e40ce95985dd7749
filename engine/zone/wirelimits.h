#pragma once

#include <cstddef>

#include "dns/recordtype.h"

namespace headwater {

constexpr std::size_t MaximumMessage = 65535; ///< octets; the length prefix of TCP has 16 bits
/// Pointers of name compression reach offsets below this (RFC 1035 section 4.1.4): the octets that
/// a page and everything before it fill at most.
constexpr std::size_t PointerReach = 0x4000;
/// The zone's name stands here in every message of a transfer: right behind the header.
constexpr std::size_t QuestionOffset = 12;

/// An OPT record without options.
constexpr std::size_t OptRecordSize = 11;
/// A TSIG record with the longest key name, hmac-sha512 and six octets of other data:
/// name 255, fixed part 10, algorithm name 13, times, sizes and codes 16, MAC 64, other data 6.
constexpr std::size_t LargestTsigRecord = 255 + 10 + 13 + 16 + 64 + 6;

/// The largest record, counted with its whole owner name, that fits a message of its own beside the
/// longest question, OPT and the largest TSIG (invariant 8).
constexpr std::size_t MaximumRecordSize =
    MaximumMessage - QuestionOffset - (255 + 4) - OptRecordSize - LargestTsigRecord;

/// Where names stand in RDATA that a message may compress: `names` of them after `before` octets.
struct NameShape
{
    std::size_t before = 0;
    std::size_t names = 0;
};

/// Only the types of RFC 1035 have any (RFC 3597 section 4).
[[nodiscard]] constexpr NameShape nameShape(RecordType type)
{
    switch (static_cast<std::uint16_t>(type)) {
    case 2:  // NS
    case 3:  // MD
    case 4:  // MF
    case 5:  // CNAME
    case 7:  // MB
    case 8:  // MG
    case 9:  // MR
    case 12: // PTR
        return {0, 1};
    case 6:  // SOA
    case 14: // MINFO
        return {0, 2};
    case 15: // MX
        return {2, 1};
    default:
        return {};
    }
}

} // namespace headwater
