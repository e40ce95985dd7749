#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace headwater {

/// Resource record types that the engine itself has to know; every other number is valid too and
/// is written TYPEnnn (RFC 3597 section 5) unless ldns knows its name.
enum class RecordType : std::uint16_t
{
    A = 1,
    NS = 2,
    CNAME = 5,
    SOA = 6,
    PTR = 12,
    HINFO = 13,
    MX = 15,
    TXT = 16,
    AAAA = 28,
    SRV = 33,
    DNAME = 39,
    OPT = 41,
    DS = 43,
    RRSIG = 46,
    NSEC = 47,
    DNSKEY = 48,
    NSEC3 = 50,
    ZONEMD = 63,
    TKEY = 249,
    TSIG = 250,
    IXFR = 251,
    AXFR = 252,
    ANY = 255
};

enum class RecordClass : std::uint16_t
{
    IN = 1,
    CH = 3,
    HS = 4,
    NONE = 254,
    ANY = 255
};

/// "A", "CAA", "TYPE65280".
[[nodiscard]] std::string text(RecordType type);
/// Reads a mnemonic in any case or TYPEnnn.
[[nodiscard]] Result<RecordType> parseRecordType(std::string_view text);
/// OPT, TSIG, TKEY, IXFR, AXFR, MAILB, MAILA, ANY and the rest of 128-255 and 0: never zone data.
[[nodiscard]] bool isMetaType(RecordType type);
/// May this type's RDATA hold names that a message compresses (RFC 3597 section 4: the types of
/// RFC 1035 only)?
[[nodiscard]] bool hasCompressibleNames(RecordType type);

} // namespace headwater
