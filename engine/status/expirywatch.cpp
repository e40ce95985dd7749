#include "status/expirywatch.h"

#include <algorithm>

namespace headwater {

namespace {
constexpr std::size_t ZonesNamed = 20;
constexpr std::chrono::hours Warning{24};
} // namespace

std::vector<Expiring> findExpiring(const Ledger& ledger, Instant startedAt, Instant now)
{
    std::vector<Expiring> found(ledger.secondaries().size());
    std::vector<std::vector<std::pair<Instant, ZoneId>>> zones(found.size());
    for (const auto& entry : ledger.zones()) {
        const LedgerZone& zone = ledger.zone(entry.second);
        if (zone.expire == 0 || !zone.counted)
            continue;
        const Seconds expire(zone.expire);
        const Microseconds warn = std::min<Microseconds>(Warning, Microseconds(expire) / 2);
        for (std::size_t i = 0; i < zone.pairs.size(); ++i) {
            const PairCell& cell = zone.pairs[i];
            if (!cell.serves || cell.seen == PairCell::Seen::NoSoa)
                continue;
            const Instant asked{Seconds(cell.contact)};
            const Instant end = std::max(asked, startedAt) + expire;
            if (end - now < warn)
                zones[i].emplace_back(end, entry.second);
        }
    }
    std::vector<Expiring> result;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (zones[i].empty())
            continue;
        std::sort(zones[i].begin(), zones[i].end());
        Expiring& one = found[i];
        one.secondary = static_cast<SecondaryId>(i);
        one.count = zones[i].size();
        one.first = zones[i].front().first;
        for (std::size_t k = 0; k < std::min(ZonesNamed, zones[i].size()); ++k)
            one.zones.push_back(zones[i][k].second);
        result.push_back(std::move(one));
    }
    return result;
}

} // namespace headwater
