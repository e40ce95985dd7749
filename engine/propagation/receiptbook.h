#pragma once

#include <deque>
#include <map>
#include <set>
#include <unordered_map>

#include "propagation/receipt.h"
#include "status/milestones.h"

namespace headwater {

/// Gathers the milestones of every version on every secondary from facts. Knows nothing of time or
/// sockets. A version is open until every secondary has shown it or a newer one; an answer with a
/// newer serial makes all older open versions live with it.
///
/// Bounded: 64 versions of a zone; beyond that the oldest open one is kept (its age is the pair's)
/// and those after it are let go, without receipts. Closed versions stay for late facts, 4096 of
/// them over all zones. Value, one thread at a time.
class ReceiptBook
{
public:
    struct Limits
    {
        std::size_t versionsOfZone = 64;
        std::size_t closedVersions = 4096;
    };

    /// A version that a secondary has shown for the first time.
    struct Reached
    {
        Serial serial;
        Microseconds sinceCommitted{};
    };

    ReceiptBook() = default;
    explicit ReceiptBook(Limits limits)
        : m_limits(limits)
    {
    }

    /// A version that `secondaries` are to get; those known to show it already have it.
    void published(const Name& zone, Serial serial, Instant committedAt, Instant publishedAt,
                   const std::vector<std::string>& secondaries);
    /// The present version of a zone that was loaded is found missing on this secondary.
    void expect(const Name& zone, Serial serial, Instant publishedAt, const std::string& secondary);
    void removed(const Name& zone);
    /// Secondaries that are no longer configured are let go.
    void keepOnly(const std::set<std::string>& secondaries);
    /// NotifySent ... QueryRefused; other facts are ignored.
    void note(const Fact& fact);
    /// The secondary itself showed `serial`. Returns the newest version of ours that became live
    /// there with it, if any did.
    [[nodiscard]] std::optional<Reached> shows(const Name& zone, const std::string& secondary,
                                               Serial serial, Instant at);

    [[nodiscard]] std::optional<Serial> newest(const Name& zone) const;
    /// When the oldest version that is not live there was committed; none: all are.
    [[nodiscard]] std::optional<Instant> openSince(const Name& zone,
                                                   const std::string& secondary) const;
    [[nodiscard]] std::optional<Receipt> receipt(const Name& zone, Serial serial,
                                                 const std::string& secondary) const;
    [[nodiscard]] std::size_t versionCount() const; ///< over all zones

    /// Receipts that changed since the last call.
    [[nodiscard]] std::vector<Receipt> takeChanged();

private:
    struct Version
    {
        Serial serial;
        Instant committedAt;
        Instant publishedAt;
        std::map<std::string, Milestones> secondaries;
        std::size_t open = 0; ///< secondaries without `live`
    };
    using Versions = std::deque<Version>;
    using Place = std::pair<std::uint32_t, std::string>; ///< serial, secondary

    [[nodiscard]] static Receipt receiptOf(const Name& zone, const Version& version,
                                           const std::string& secondary);
    void changed(const Name& zone, Serial serial, const std::string& secondary);
    void close(const Name& zone, Serial serial);
    void thinOut(Versions& versions) const;

    Limits m_limits;
    std::unordered_map<Name, Versions> m_zones; ///< oldest first
    std::deque<std::pair<Name, Serial>> m_closed;
    std::unordered_map<Name, std::set<Place>> m_changed;
};

} // namespace headwater
