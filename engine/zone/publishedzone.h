#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "zone/difference.h"

namespace headwater {

/// How much history a zone keeps. What is over any limit is dropped from the oldest end, and so is
/// what makes the history larger than the zone itself (at least one page): nobody would be sent it.
struct HistoryLimits
{
    std::size_t versions = 100;
    std::size_t octets = 16 * 1024 * 1024;

    friend bool operator==(const HistoryLimits& a, const HistoryLimits& b) = default;
};

/// A zone as it is served: contents and history behind one pointer, so that a transfer can neither
/// block a writer nor see two truths. Immutable; what was condensed is remembered. Any thread.
class PublishedZone
{
public:
    using History = std::vector<std::shared_ptr<const Difference>>; ///< oldest first

    /// A longer history than this is not condensed: it would hold up other transfers.
    static constexpr std::size_t CondensableOctets = 256 * 1024;

    /// `history` must be one chain that ends in `version` (invariant 6: a gap cuts everything
    /// older, which create() does).
    [[nodiscard]] static std::shared_ptr<const PublishedZone>
    create(std::shared_ptr<const ZoneVersion> version, History history, HistoryLimits limits,
           Instant publishedAt);
    /// The zone after one more difference.
    [[nodiscard]] std::shared_ptr<const PublishedZone>
    advanced(std::shared_ptr<const ZoneVersion> version,
             std::shared_ptr<const Difference> difference, HistoryLimits limits,
             Instant publishedAt) const;

    [[nodiscard]] const Name& zone() const { return m_version->zone(); }
    [[nodiscard]] Serial serial() const { return m_version->serial(); }
    [[nodiscard]] const std::shared_ptr<const ZoneVersion>& version() const { return m_version; }
    [[nodiscard]] const History& history() const { return m_history; }
    [[nodiscard]] Instant publishedAt() const { return m_publishedAt; }
    /// The differences from `serial` to the present one, oldest first; none if it is not kept.
    [[nodiscard]] std::optional<History> since(Serial serial) const;
    /// The same as one difference, made for the first who asks and kept for the others; null when
    /// it is not kept, is over CondensableOctets, or leads half the number circle or more.
    [[nodiscard]] std::shared_ptr<const Difference> condensedSince(Serial serial) const;

private:
    PublishedZone() = default;
    [[nodiscard]] std::shared_ptr<const Difference> rememberedSince(Serial serial) const;

    std::shared_ptr<const ZoneVersion> m_version;
    History m_history;
    Instant m_publishedAt{};
    mutable std::mutex m_mutex;
    mutable History m_condensed; ///< a few, in order of asking; under m_mutex
};

} // namespace headwater
