#include "zone/contentdigest.h"

#include "dns/sha256.h"
#include "zone/canonicalform.h"

namespace headwater {

namespace {

constexpr std::size_t DigestSize = 32;
using Limbs = std::array<std::uint64_t, 4>;

/// The SHA-256 of a record in canonical form (RFC 4034 section 6.2) as a number.
Limbs numberOf(const Name& owner, RecordType type, std::uint32_t ttl, OctetView rdata)
{
    thread_local Octets form;
    form.clear();
    appendCanonicalForm(form, owner, type, ttl, rdata);
    if (type == RecordType::SOA && rdata.size() >= 20)
        putUint32At(form, form.size() - 20, 0); // the serial is no part of the contents

    const auto digest = sha256(form);
    Limbs limbs{};
    for (std::size_t i = 0; i < DigestSize; ++i)
        limbs[3 - i / 8] = (limbs[3 - i / 8] << 8) | digest[i];
    return limbs;
}

} // namespace

void ContentDigest::add(const Name& owner, RecordType type, std::uint32_t ttl, OctetView rdata)
{
    const Limbs other = numberOf(owner, type, ttl, rdata);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < m_limbs.size(); ++i) {
        const std::uint64_t sum = m_limbs[i] + other[i];
        const std::uint64_t total = sum + carry;
        carry =
            static_cast<std::uint64_t>(sum < other[i]) | static_cast<std::uint64_t>(total < sum);
        m_limbs[i] = total;
    }
}

void ContentDigest::subtract(const Name& owner, RecordType type, std::uint32_t ttl, OctetView rdata)
{
    const Limbs other = numberOf(owner, type, ttl, rdata);
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < m_limbs.size(); ++i) {
        const std::uint64_t rest = m_limbs[i] - other[i];
        const std::uint64_t total = rest - borrow;
        borrow = static_cast<std::uint64_t>(m_limbs[i] < other[i]) |
                 static_cast<std::uint64_t>(rest < borrow);
        m_limbs[i] = total;
    }
}

Octets ContentDigest::octets() const
{
    Octets result;
    result.reserve(DigestSize);
    for (std::size_t i = m_limbs.size(); i-- > 0;) {
        appendUint32(result, static_cast<std::uint32_t>(m_limbs[i] >> 32));
        appendUint32(result, static_cast<std::uint32_t>(m_limbs[i]));
    }
    return result;
}

std::string ContentDigest::hex() const
{
    static const char digits[] = "0123456789abcdef";
    std::string result;
    for (const std::uint8_t octet : octets()) {
        result.push_back(digits[octet >> 4]);
        result.push_back(digits[octet & 15]);
    }
    return result;
}

Result<ContentDigest> ContentDigest::fromOctets(OctetView octets)
{
    if (octets.size() != DigestSize)
        return failure("content digest: 32 octets needed, got " + std::to_string(octets.size()));
    ContentDigest digest;
    for (std::size_t i = 0; i < DigestSize; ++i)
        digest.m_limbs[3 - i / 8] = (digest.m_limbs[3 - i / 8] << 8) | octets[i];
    return digest;
}

} // namespace headwater
