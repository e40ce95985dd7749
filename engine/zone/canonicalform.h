#pragma once

#include "dns/record.h"

namespace headwater {

/// Appends a record of class IN in the form that digests are made of (RFC 4034 section 6.2): owner
/// and names inside lower-cased where that section lists the type, nothing compressed.
void appendCanonicalForm(Octets& to, const Name& owner, RecordType type, std::uint32_t ttl,
                         OctetView rdata);

} // namespace headwater
