#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "zone/zoneversion.h"

namespace headwater {

/// A row that somebody wrote past our checks and that cannot be published, and why.
struct RejectedRow
{
    std::string name;
    std::string type;
    std::string content;
    std::string reason;
};

/// Rows of text, owner by owner, as RRsets. A row that is no record holds back its own RRset, which
/// stays as it is published; a CNAME beside others holds back its owner. Updater thread.
class WantedRRsets
{
public:
    struct Row
    {
        std::string_view name; ///< canonical: lower case, with the final dot
        std::string_view type;
        std::optional<std::int64_t> ttl; ///< seconds; none: the zone's default
        std::string_view content;        ///< presentation form
    };
    /// RRsets in order of type, normalised, with the lowest TTL of their rows (RFC 2181
    /// section 5.2).
    using TakeOwner = std::function<void(const Name& owner, std::vector<RRset> sets)>;

    /// `published` is what rejected rows leave as it is; null: nothing was published before.
    WantedRRsets(Name zone, std::uint32_t defaultTtl, std::shared_ptr<const ZoneVersion> published,
                 TakeOwner take)
        : m_zone(std::move(zone))
        , m_defaultTtl(defaultTtl)
        , m_published(std::move(published))
        , m_take(std::move(take))
    {
    }

    /// All rows of an owner follow one another.
    void add(const Row& row);
    /// Behind the last row.
    void finish();
    /// At most MostRejected of them; the count goes on.
    [[nodiscard]] std::vector<RejectedRow>& rejected() { return m_rejected; }
    [[nodiscard]] std::size_t rejectedCount() const { return m_rejectedCount; }

    static constexpr std::size_t MostRejected = 1000;

private:
    struct Set
    {
        RRset set;
        bool held = false; ///< one of its rows was rejected
    };

    void begin(std::string_view name);
    [[nodiscard]] Result<Rdata> read(const Row& row, Set** set);
    [[nodiscard]] Set& setOf(RecordType type);
    void reject(const Row& row, std::string reason);
    [[nodiscard]] std::vector<RRset> publishedSets(std::optional<RecordType> type) const;
    [[nodiscard]] std::vector<RRset> result();
    void checkAlone(std::vector<RRset>* sets);

    Name m_zone;
    std::uint32_t m_defaultTtl;
    std::shared_ptr<const ZoneVersion> m_published;
    TakeOwner m_take;
    std::string m_text;          ///< of the owner whose rows come now; empty: none yet
    std::optional<Name> m_owner; ///< none: the text is no owner of this zone
    std::vector<Set> m_sets;
    std::vector<RejectedRow> m_rejected;
    std::size_t m_rejectedCount = 0;
};

} // namespace headwater
