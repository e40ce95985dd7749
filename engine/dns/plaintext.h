#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dns/record.h"

namespace headwater {

/// Presentation form of the types that nearly all records have, without ldns: A, AAAA, NS, CNAME,
/// PTR, DNAME, NSAP-PTR, MX, SRV, SOA, TXT. Same octets as ldns gives (a test compares), ten times
/// as fast, and errors that say what is wrong.
[[nodiscard]] bool isPlainType(RecordType type);
[[nodiscard]] Result<Rdata> plainRdataFromText(RecordType type, std::string_view text,
                                               const Name& origin);
/// Nothing when the RDATA is not well formed.
[[nodiscard]] std::optional<std::string> plainRdataText(RecordType type, OctetView rdata);

/// "3600", "1h30m", "2W" (RFC 1035 section 5.1 has numbers only; every server reads units);
/// nothing if it is no TTL, or over 2147483647.
[[nodiscard]] std::optional<std::uint32_t> parseTtl(std::string_view text);

} // namespace headwater
