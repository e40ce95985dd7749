#pragma once

#include "answer/reply.h"

namespace headwater {

/// How a question for ANY is answered: one RRset of those at the name, or all of them (RFC 8482
/// sections 4.1 and 4.4).
enum class AnyForm
{
    OneRRset,
    AllRRsets
};

/// What a zone says to a question for a name within it: RFC 1034 section 4.3.2 with delegations and
/// their glue, wildcards (RFC 4592), DNAME (RFC 6672), CNAME chains as far as they stay in the zone
/// and at most 16 long, NODATA and NXDOMAIN with the SOA (RFC 2308). Pure.
[[nodiscard]] Reply answerFromZone(const ZoneVersion& version, const Question& question,
                                   AnyForm any);

} // namespace headwater
