#include "zone/canonicalform.h"

#include "dns/lettercase.h"

namespace headwater {

void appendCanonicalForm(Octets& to, const Name& owner, RecordType type, std::uint32_t ttl,
                         OctetView rdata)
{
    // Lengths of labels are at most 63 and so never mistaken for a letter.
    for (const std::uint8_t octet : owner.wire())
        to.push_back(lowered(octet));
    appendUint16(to, static_cast<std::uint16_t>(type));
    appendUint16(to, static_cast<std::uint16_t>(RecordClass::IN));
    appendUint32(to, ttl);
    const Rdata canonical = canonicalRdata(type, rdata);
    appendUint16(to, static_cast<std::uint16_t>(canonical.size()));
    append(to, canonical);
}

} // namespace headwater
