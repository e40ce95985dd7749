#pragma once

#include <string>
#include <vector>

#include "zone/zoneeditor.h"

namespace headwater {

/// Limits that a zone must keep, so that no single writer can exhaust us (CVE-2016-6170 and its
/// like). Every error names the limit.
struct ZoneLimits
{
    std::size_t records = 20'000'000;
    std::size_t recordsPerRRset = 100'000;
};

/// One reason why contents may not be published.
struct ZoneFault
{
    Name owner;
    std::string text; ///< `www.apps.example: CNAME cannot stand beside A (RFC 2181 section 10.1)`
};

/// Whole contents: an SOA at the apex and nowhere else, NS at the apex, every owner in the zone,
/// CNAME alone at its name, DNAME alone of its type and nothing below it (RFC 6672), no meta types,
/// one TTL per RRset, RDATA well formed, every record fits a message of 65535 octets with the
/// longest question and the largest TSIG (invariant 8). At most `maximumFaults`, in canonical
/// order.
[[nodiscard]] std::vector<ZoneFault> checkZone(const Name& zone, const std::vector<Record>& records,
                                               const ZoneLimits& limits = {},
                                               std::size_t maximumFaults = 20);
/// The same for the owners an edit changes; costs what the change costs.
[[nodiscard]] std::vector<ZoneFault>
checkEdit(const ZoneEditor& editor, const ZoneLimits& limits = {}, std::size_t maximumFaults = 20);

} // namespace headwater
