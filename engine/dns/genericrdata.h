#pragma once

#include <string>
#include <string_view>

#include "dns/record.h"

namespace headwater {

/// RDATA of any type as "\# length hexadecimal" (RFC 3597 section 5).
[[nodiscard]] bool isGenericRdata(std::string_view text);
[[nodiscard]] Result<Rdata> genericRdataFromText(std::string_view text);
[[nodiscard]] std::string genericRdataText(OctetView rdata);

} // namespace headwater
