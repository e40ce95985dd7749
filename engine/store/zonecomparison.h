#pragma once

#include <memory>
#include <vector>

#include "dns/siphash.h"
#include "zone/zoneversion.h"

namespace headwater {

/// Compares everything that is wanted in a zone with what is published, owner by owner as it is
/// read, and keeps only what differs. Memory: eight octets an owner, and the differences. Updater
/// thread.
class ZoneComparison
{
public:
    /// `published` null: everything differs.
    explicit ZoneComparison(std::shared_ptr<const ZoneVersion> published);

    /// Each owner once, in any order; `sets` in order of type, normalised, without the SOA.
    void take(const Name& owner, std::vector<RRset> sets);
    /// Behind the last: finds the owners that are published and not wanted any more.
    void finish();

    [[nodiscard]] std::vector<Name>& owners() { return m_owners; } ///< that differ
    [[nodiscard]] std::vector<RRset>& sets() { return m_sets; }    ///< wanted there

private:
    [[nodiscard]] std::uint64_t keyOf(const Name& owner) const;

    std::shared_ptr<const ZoneVersion> m_published;
    SipHashKey m_secret;               ///< so that nobody can choose owners that meet
    std::vector<std::uint64_t> m_seen; ///< owners that are wanted
    std::vector<Name> m_owners;
    std::vector<RRset> m_sets;
};

} // namespace headwater
