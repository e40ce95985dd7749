#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/octets.h"
#include "base/result.h"
#include "dns/recordtype.h"

namespace headwater {

/// What the RDATA of a type is made of, one letter a field, in order:
///
///     1 2 4 6 8 V  that many octets (V: 16)
///     n   a name                         s  a character string
///     S   one or more strings, to the end  o  a string or nothing
///     r   octets to the end, maybe none  R  octets to the end, at least one
///     b   a type bitmap (RFC 4034 4.1.2), maybe empty
///     a   octets behind a length octet, maybe none     A  the same, at least one
///     L   LOC   P  APL   G  IPSECKEY gateway   H  HIP   X  A6   C  SvcParams   M  AMTRELAY
///
/// Empty for a type without a known form (RFC 3597): anything is well formed there.
[[nodiscard]] std::string_view rdataForm(RecordType type);

/// Where the names of an RDATA are, in order. No known form has more than two, save HIP, whose
/// names are checked but never compressed, folded or looked at.
struct NameSpans
{
    struct Span
    {
        std::size_t offset = 0;
        std::size_t size = 0;
    };
    std::array<Span, 2> spans{};
    std::size_t count = 0;
};

/// Checks the RDATA against its form and finds its names. Errors say which part is wrong.
[[nodiscard]] Result<NameSpans> readRdataForm(RecordType type, OctetView rdata);

/// The octets of RDATA that stands at `offset` of a message, names decompressed where a receiver
/// has to accept compression (RFC 3597 section 4). Checks everything but what checkRdata does.
[[nodiscard]] Result<Octets> expandedRdata(RecordType type, OctetView message, std::size_t offset,
                                           std::size_t length);

/// Are names in the RDATA of this type folded for canonical form (RFC 4034 section 6.2, corrected
/// by RFC 6840 section 5.1: not NSEC)?
[[nodiscard]] bool foldsNames(RecordType type);

} // namespace headwater
