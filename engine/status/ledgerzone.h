#pragma once

#include <string>
#include <vector>

#include "status/pair.h"

namespace headwater {

/// A version that some pair may still lack.
struct VersionMark
{
    Serial serial;
    Instant committedAt{};
    std::uint64_t number = 0; ///< counts the versions of the zone in this run
};

struct LedgerZone
{
    Name name;
    bool present = false;
    bool counted = false;       ///< it has a version; before that its pairs are in no count
    bool publishedHere = false; ///< in this run, not only loaded
    bool shown = false;         ///< consumers may hold its row
    Instant sentAt{};           ///< of its row in a change
    Serial serial;
    std::size_t records = 0;
    Instant changedAt{};
    std::string source; ///< "Zone files", "Embedded"
    std::string sourceName;
    std::string problem;
    std::optional<Instant> problemSince;
    std::optional<Instant> retiresAt;
    std::uint32_t expire = 0;           ///< of the SOA, seconds; 0: not known
    std::vector<VersionMark> versions;  ///< oldest first, the newest always there
    std::vector<PairCell> pairs;        ///< by SecondaryId
    StateCounts counts{};               ///< of pairs that serve it
    std::optional<SecondaryId> slowest; ///< of those live on the newest version
    double slowestMs = 0;
    std::vector<float> toLiveMs; ///< the last 32, for its p99

    [[nodiscard]] SyncState state() const { return worst(counts); }
    [[nodiscard]] std::uint32_t served() const; ///< pairs, without paused ones
    [[nodiscard]] bool isLive(const PairCell& cell) const
    {
        return cell.seen == PairCell::Seen::Shown && isAtLeast(cell.shown, serial);
    }
    /// Commit of the oldest known version that the pair lacks; none: it is live.
    [[nodiscard]] std::optional<Instant> oldestMissing(const PairCell& cell) const;
    /// Versions newer than what the secondary shows; 0: none, or it was never observed.
    [[nodiscard]] std::uint64_t behind(const PairCell& cell) const;
    /// Lets go of versions that every pair shows; of more than 64, the oldest keeps the age.
    void forgetVersions();
};

} // namespace headwater
