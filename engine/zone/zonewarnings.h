#pragma once

#include "zone/zonechecks.h"
#include "zone/zoneversion.h"

namespace headwater {

/// What may be published and is hardly meant: timers of the SOA that do not fit one another (RFC
/// 1035 section 3.3.13), NS and MX that name an alias (RFC 2181 section 10.3), nameservers in the
/// zone without an address. In canonical order, at most `most`. Costs what the zone holds, a page
/// at a time.
[[nodiscard]] std::vector<ZoneFault> zoneWarnings(const ZoneVersion& version,
                                                  std::size_t most = 100);

} // namespace headwater
