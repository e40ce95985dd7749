#pragma once

#include <vector>

#include "dns/record.h"

namespace headwater {

/// HEADWATER_BENCH_SHRINK, 1 when it is not set: large zones have so many times fewer records, to
/// try a program out. Figures are not those asked for then, and the report says so.
[[nodiscard]] std::size_t benchShrink();

/// The zone of the measures: SOA, NS, ns1 A, and `records` address records, half A, half AAAA, of
/// records / 2 names app-<8 hex digits>.apps, TTL 300. The same on every machine.
struct BenchZone
{
    Name zone;
    std::size_t records = 0;

    [[nodiscard]] static BenchZone create(const std::string& zone, std::size_t records);

    [[nodiscard]] Soa soa() const; ///< serial 1
    /// Without the SOA, in canonical order.
    [[nodiscard]] std::vector<RRset> sets() const;
    /// A master file, for servers that read one.
    [[nodiscard]] std::string text() const;
    /// All records with the SOA once.
    [[nodiscard]] std::size_t total() const { return records + 3; }
    /// The name number `index` of those with addresses.
    [[nodiscard]] Name host(std::size_t index) const;
    /// Its IPv4 address at first.
    [[nodiscard]] static Rdata address(std::size_t index);
};

} // namespace headwater
