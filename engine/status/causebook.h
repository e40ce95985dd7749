#pragma once

#include <deque>
#include <map>
#include <set>
#include <vector>

#include "status/pair.h"

namespace headwater {

/// Groups pairs by cause. Joining and leaving cost the logarithm of the group. Value.
class CauseBook
{
public:
    using Members = std::set<std::pair<Instant, ZoneId>>; ///< since when, oldest first

    struct Group
    {
        Members members;
        PairError error; ///< of the pair that joined last; empty code: there was none
        Milestone reached = Milestone::Published; ///< of that pair
        Instant since{}; ///< of the whole cause, kept when it returns within ten minutes
        int times = 1;   ///< how often it has come within ten minutes
    };

    void join(const CauseKey& key, Instant since, ZoneId zone, const OpenPair& pair, Instant now);
    void leave(const CauseKey& key, Instant since, ZoneId zone, Instant now);

    [[nodiscard]] const std::map<CauseKey, Group>& groups() const { return m_groups; }
    /// The worst cause of a secondary, or nullptr.
    [[nodiscard]] const std::pair<const CauseKey, Group>* worstOf(SecondaryId secondary) const;
    void clear();

private:
    struct Ended
    {
        CauseKey key;
        Instant since;
        Instant endedAt;
        int times;
    };

    std::map<CauseKey, Group> m_groups;
    std::deque<Ended> m_ended; ///< oldest first, at most 256
};

} // namespace headwater
