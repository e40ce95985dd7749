#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "status/milestones.h"
#include "status/samples.h"

namespace headwater {

/// One version on its way to all secondaries.
struct Publication
{
    struct Step
    {
        std::string secondary;
        Milestones milestones;
        bool sampled = false; ///< its durations are in the samples
    };

    std::uint64_t number = 0; ///< rises with each publication
    ZonePublished version;
    std::vector<Step> steps;
    bool over = false; ///< its zone is gone

    [[nodiscard]] std::size_t liveCount() const;
    /// Commit to live on all; none while one is missing or there is none.
    [[nodiscard]] std::optional<Microseconds> everywhere() const;
};

/// The publications of this run with the milestones of every secondary. Bounded: 64 of a zone, 2000
/// in all, 200,000 steps; the oldest go first, and with them only what is shown of them: states of
/// pairs do not depend on them. Value.
class Publications
{
public:
    /// The steps between milestones: publish, queue, notify, wait, transfer, verify.
    static constexpr std::size_t Steps = 6;
    using Row = std::shared_ptr<const Publication>;

    void add(const ZonePublished& version, const std::vector<std::string>& secondaries);
    /// NotifySent ... QueryRefused of a zone and secondary.
    void note(const Fact& fact);
    /// The secondary showed `serial`. Commit times of the versions that became live there with it.
    std::vector<Instant> live(const Name& zone, const std::string& secondary, Serial serial,
                              Instant at);

    [[nodiscard]] const std::deque<std::shared_ptr<Publication>>& all() const { return m_all; }
    [[nodiscard]] std::vector<Row> of(const Name& zone) const; ///< newest first
    /// The zone is gone: its publications stay in all(), and nothing more is noted of them.
    void forget(const Name& zone);
    /// Marks those of the zone that are not live everywhere as changed.
    void touchOpen(const Name& zone);
    /// Changed since the last call, oldest first.
    [[nodiscard]] std::vector<Row> takeChanged();
    [[nodiscard]] const Samples& stepTimes(std::size_t step) const { return m_stepTimes[step]; }

private:
    using Rows = std::deque<std::shared_ptr<Publication>>;

    void sample(const Publication& publication, Publication::Step& step);
    void dropOldest();
    void bound(Rows& ofZone);

    Rows m_all; ///< oldest first
    std::unordered_map<Name, Rows> m_zones;
    std::uint64_t m_made = 0;
    std::size_t m_steps = 0;
    std::map<std::uint64_t, Row> m_changed;
    std::array<Samples, Steps> m_stepTimes{Samples(1024), Samples(1024), Samples(1024),
                                           Samples(1024), Samples(1024), Samples(1024)};
};

} // namespace headwater
