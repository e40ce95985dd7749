#pragma once

#include "dns/sha384.h"
#include "zone/zoneversion.h"

namespace headwater {

/// Digest of a whole zone as ZONEMD carries it (RFC 8976 section 3): scheme SIMPLE, SHA-384, every
/// record in canonical order and form, what is occluded and glue among them, without the ZONEMD
/// RRset of the apex and the signatures over it. Costs what the zone holds: on request only.
[[nodiscard]] Sha384::Digest zoneDigest(const ZoneVersion& version);

/// RDATA of the ZONEMD record that belongs to this version (section 2.2).
[[nodiscard]] Rdata zonemdRdata(const ZoneVersion& version);

enum class ZonemdVerdict
{
    Absent,        ///< no ZONEMD at the apex
    Good,          ///< one of them is right
    SerialDiffers, ///< none is for the serial of the SOA
    NotSupported,  ///< none has a scheme and an algorithm that we know, and once only
    DigestDiffers
};

/// Section 4: are the contents those that the zone's own ZONEMD was made of?
[[nodiscard]] ZonemdVerdict checkZonemd(const ZoneVersion& version);

} // namespace headwater
