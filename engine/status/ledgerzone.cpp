#include "status/ledgerzone.h"

namespace headwater {

namespace {
constexpr std::size_t VersionsKept = 64;
}

std::uint32_t LedgerZone::served() const
{
    std::uint32_t sum = 0;
    for (const std::uint32_t each : counts)
        sum += each;
    return sum - counts[index(SyncState::Paused)];
}

std::optional<Instant> LedgerZone::oldestMissing(const PairCell& cell) const
{
    if (versions.empty() || isLive(cell))
        return {};
    for (const VersionMark& version : versions) {
        if (cell.seen != PairCell::Seen::Shown || version.serial.isNewerThan(cell.shown))
            return version.committedAt;
    }
    return versions.back().committedAt; // 2^31 apart: it lacks at least the newest
}

std::uint64_t LedgerZone::behind(const PairCell& cell) const
{
    if (versions.empty() || cell.seen == PairCell::Seen::Never || isLive(cell))
        return 0;
    const std::uint64_t newest = versions.back().number;
    for (const VersionMark& version : versions) {
        if (cell.seen != PairCell::Seen::Shown || version.serial.isNewerThan(cell.shown))
            return newest - version.number + 1;
    }
    return 1;
}

void LedgerZone::forgetVersions()
{
    if (versions.size() > VersionsKept)
        versions.erase(versions.begin() + 1);
    std::optional<Serial> oldest;
    for (const PairCell& cell : pairs) {
        if (!cell.serves)
            continue;
        if (cell.seen != PairCell::Seen::Shown)
            return;
        if (!oldest || oldest->isNewerThan(cell.shown))
            oldest = cell.shown;
    }
    while (versions.size() > 1 && (!oldest || isAtLeast(*oldest, versions.front().serial)))
        versions.erase(versions.begin());
}

} // namespace headwater
