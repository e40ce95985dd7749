#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "dns/record.h"

namespace headwater {

/// Digest of what a zone holds, apart from its SOA serial: the sum modulo 2^256 of the SHA-256 of
/// every record in canonical form (owner lower-cased, type, TTL, canonical RDATA; the SOA with
/// serial 0). A sum, so that it follows the change and not the zone: add what came, subtract what
/// went. Equal contents have equal digests whatever the path to them.
class ContentDigest
{
public:
    void add(const Name& owner, RecordType type, std::uint32_t ttl, OctetView rdata);
    void subtract(const Name& owner, RecordType type, std::uint32_t ttl, OctetView rdata);

    [[nodiscard]] std::string hex() const; ///< 64 digits
    [[nodiscard]] Octets octets() const;   ///< 32, most significant first
    [[nodiscard]] static Result<ContentDigest> fromOctets(OctetView octets);
    friend bool operator==(const ContentDigest& a, const ContentDigest& b)
    {
        return a.m_limbs == b.m_limbs;
    }
    friend bool operator!=(const ContentDigest& a, const ContentDigest& b) { return !(a == b); }

private:
    std::array<std::uint64_t, 4> m_limbs{}; ///< least significant first
};

} // namespace headwater
