#pragma once

#include "dns/tsig.h"
#include "zone/zoneversion.h"

namespace headwater {

/// The NOTIFY request for a version (RFC 1996 section 4.5): opcode 4, AA, question SOA, and the SOA
/// itself in the answer section as a hint (section 3.7), left out when a message of 512 octets has
/// no room for it. Nothing in the other sections; id 0, no TSIG: the exchange adds both. `key`
/// reserves the room of its TSIG record.
[[nodiscard]] Octets notifyMessage(const ZoneVersion& version, const TsigKey* key);

} // namespace headwater
