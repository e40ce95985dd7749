#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dns/record.h"

namespace headwater {

/// Presentation form of the types whose fields depend on one another: WKS, LOC, IPSECKEY, HIP,
/// SVCB and HTTPS. Nothing for any other type.
[[nodiscard]] std::optional<Result<Rdata>>
compositeRdataFromText(RecordType type, std::string_view text, const Name& origin);

/// The text of a WKS record in numbers: ldns would take names from this machine's /etc/services.
/// Nothing when the RDATA is not well formed.
[[nodiscard]] std::optional<std::string> wellKnownServicesText(OctetView rdata);

} // namespace headwater
