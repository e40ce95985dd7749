#pragma once

#include <cstdint>
#include <vector>

#include "base/octets.h"
#include "dns/name.h"
#include "dns/recordtype.h"
#include "dns/serial.h"

namespace headwater {

constexpr std::uint32_t MaximumTtl = 0x7FFFFFFF; // RFC 2181 section 8

/// RDATA in uncompressed wire form, at most 65535 octets, letter case kept.
using Rdata = Octets;

/// One resource record of class IN.
struct Record
{
    Name owner;
    RecordType type{};
    std::uint32_t ttl = 0;
    Rdata rdata;
};

/// All records of one owner and type: one TTL (RFC 2181 section 5.2), RDATA without duplicates in
/// canonical order (RFC 4034 section 6.3). Empty means "there is none".
struct RRset
{
    Name owner;
    RecordType type{};
    std::uint32_t ttl = 0;
    std::vector<Rdata> rdata;

    /// Sorts canonically and drops duplicates.
    void normalise();
    friend bool operator==(const RRset& a, const RRset& b);
};

/// The fields of an SOA record (RFC 1035 section 3.3.13); times in seconds.
struct Soa
{
    Name primary;
    Name mailbox;
    Serial serial;
    std::uint32_t refresh = 3600;
    std::uint32_t retry = 600;
    std::uint32_t expire = 604800;
    std::uint32_t minimum = 300;

    [[nodiscard]] static Result<Soa> fromRdata(OctetView rdata);
    [[nodiscard]] Rdata rdata() const;
    friend bool operator==(const Soa& a, const Soa& b);
};

/// Is this RDATA of the type well formed: fixed lengths, names inside, counts that add up? Types
/// without a known form are always well formed (RFC 3597).
[[nodiscard]] Result<void> checkRdata(RecordType type, OctetView rdata);
/// RDATA with the names inside lower-cased where RFC 4034 section 6.2 lists the type: the form that
/// decides equality and order.
[[nodiscard]] Rdata canonicalRdata(RecordType type, OctetView rdata);
/// Canonical order of two RDATA of one type (RFC 4034 section 6.3); 0 means the same record.
[[nodiscard]] int compareRdata(RecordType type, OctetView a, OctetView b);
/// Names inside the RDATA of the types the checks look at (NS, CNAME, DNAME, MX, SRV, PTR, SOA).
[[nodiscard]] std::vector<Name> namesIn(RecordType type, OctetView rdata);

} // namespace headwater
