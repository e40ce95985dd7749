#pragma once

#include <string>
#include <string_view>

#include "dns/record.h"

namespace headwater {

/// RDATA from its presentation form, names relative to `origin`. Through ldns for every type that
/// ldns 1.8.3 knows, else "\# length hex" (RFC 3597 section 5, which is accepted for known types
/// too). The result has passed checkRdata. Errors are sentences: `A record needs an IPv4 address,
/// got "1.2.3"`. Text over 256 KiB is refused. parse(print(x)) = x for every well-formed x.
[[nodiscard]] Result<Rdata> rdataFromText(RecordType type, std::string_view text,
                                          const Name& origin);
/// Presentation form with absolute names; "\# ..." for types ldns does not know.
[[nodiscard]] std::string rdataText(RecordType type, OctetView rdata);
/// "www.apps.example. 60 IN A 192.0.2.1"
[[nodiscard]] std::string recordText(const Name& owner, RecordType type, std::uint32_t ttl,
                                     OctetView rdata);

} // namespace headwater
