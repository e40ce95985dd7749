#pragma once

#include <array>
#include <unordered_map>

#include "store/postgressession.h"
#include "store/store.h"

namespace headwater {

/// Published versions in the database: written by the engine that leads, followed by the others.
/// All engines have the same differences and the same pages. Updater thread.
///
///     version     4 ──▶ 5 ──▶ 6 ──▶ 7 ──▶ 8      rows with differences, as many as the history has
///     snapshot                6                  pages by their SHA-256: an engine that has
///     nothing
class PostgresVersions
{
public:
    PostgresVersions(PostgresSession& session, HistoryLimits limits)
        : m_session(session)
        , m_limits(limits)
    {
    }

    struct Commit
    {
        const ZoneVersion& version;
        const Difference* difference; ///< none: history begins anew
        const VersionRow& row;
        std::optional<Serial> previous;  ///< serial that is served now
        std::vector<std::int64_t> marks; ///< ids of dirty rows that this version settles
    };
    /// With the group. Fails when another engine leads by now, or the versions are not one chain.
    [[nodiscard]] Result<void> commit(std::int64_t term, const Commit& commit);
    /// Versions and snapshot of a zone go; its serial floor stays.
    [[nodiscard]] Result<void> forget(std::int64_t term, const Name& zone);

    struct Followed
    {
        FollowedZone zone;
        std::vector<std::shared_ptr<const ZoneVersion>> versions; ///< one a step
    };
    /// What came behind `current` (null: everything): contents, history and the rows of the steps.
    /// Every digest is checked. `published` is null when there is nothing newer.
    [[nodiscard]] Result<Followed> since(const Name& zone,
                                         std::shared_ptr<const PublishedZone> current);

    struct Newest
    {
        Name zone;
        std::optional<Serial> floor;
        std::optional<Serial> version;
    };
    /// Of every zone that ever had a version.
    [[nodiscard]] Result<std::vector<Newest>> newest();
    /// The next serial will be newer than this one.
    [[nodiscard]] Result<void> raiseFloor(const Name& zone, Serial serial);
    /// The session was lost, or the group was undone: what was remembered may not hold.
    void forgetPlaces() { m_places.clear(); }

private:
    using PageDigest = std::array<std::uint8_t, 32>;
    /// Where the versions of a zone are, as far as this engine wrote them itself.
    struct Place
    {
        std::int64_t number = 0;   ///< of the newest version
        std::int64_t snapshot = 0; ///< number of its version
        PageTable table;           ///< its pages
        std::vector<PageDigest> digests;
    };
    struct Step
    {
        std::int64_t number = 0;
        VersionRow row;
        std::shared_ptr<const Difference> difference;
    };
    struct Snapshot
    {
        std::int64_t number = 0;
        std::shared_ptr<const ZoneVersion> version;
    };

    [[nodiscard]] Result<Place*> place(const Name& zone);
    [[nodiscard]] Result<void> writeSnapshot(const ZoneVersion& version, Place* place);
    [[nodiscard]] Result<std::vector<PageDigest>>
    writePages(const ZoneVersion& version, const Place& before, std::vector<PageDigest>* gone);
    [[nodiscard]] Result<std::vector<Step>> steps(const Name& zone, std::optional<Serial> after);
    [[nodiscard]] Result<Snapshot> readSnapshot(const Name& zone);
    /// The whole zone, from the snapshot.
    [[nodiscard]] Result<Followed> whole(const Name& zone);
    [[nodiscard]] Result<void> check(const ZoneVersion& version, const VersionRow& row) const;

    PostgresSession& m_session;
    HistoryLimits m_limits;
    std::unordered_map<Name, Place> m_places;
};

} // namespace headwater
