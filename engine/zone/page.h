#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "zone/recordview.h"
#include "zone/wirelimits.h"

namespace headwater {

/// Some records of a zone in canonical order, in wire form and ready to be the body of one transfer
/// message: names are compressed inside the page, against the question of the message too.
///
///     message   | header 12 | question: zone name, type, class | page body ........ | OPT, TSIG |
///     offset    0           12  (the zone's name is always here)  base()
///
///     body      | owner A, AAAA | owner A | ...... | owner A, TXT |
///               ^ restart 0                ^ restart 1: every 16th owner, for the search inside
///
///     zone      SOA | page 0 ....... | page 1 .......... | page 2 ........ | SOA
///
/// Pointers are offsets in the message, so a body is right only at its base(): header and question,
/// and for page 0 the SOA in front of it. It holds at most 16384 - base() octets, because pointers
/// reach no further; a single record larger than that has a page of its own, at most 65535 octets
/// with the largest header, question and TSIG. Where a page ends is decided by the contents alone
/// (see isPageCut), so equal contents have equal pages, octet for octet. The apex SOA is in no
/// page: it changes with every version (see ZoneVersion). Immutable, shared by versions.
class Page
{
public:
    /// Takes records from `*next` on, in canonical order, up to where the page ends, and moves
    /// `*next` behind them. `records` are all below or at `zone`. Whether it ends in front of a
    /// record depends on nothing behind that record.
    [[nodiscard]] static std::shared_ptr<const Page> render(const Name& zone, std::size_t base,
                                                            const std::vector<RecordView>& records,
                                                            std::size_t* next);

    /// A page out of a body that render() made for this base and that was kept since. One walk over
    /// the records: fails when they do not fill it exactly or an owner cannot be read.
    [[nodiscard]] static Result<std::shared_ptr<const Page>> restore(const Name& zone,
                                                                     std::size_t base, Octets body);

    [[nodiscard]] std::size_t base() const { return m_base; }
    [[nodiscard]] OctetView body() const { return m_body; }
    [[nodiscard]] std::size_t recordCount() const { return m_recordCount; }
    [[nodiscard]] const Name& firstOwner() const { return m_firstOwner; }
    [[nodiscard]] const Name& lastOwner() const { return m_lastOwner; }
    /// All its records, decompressed.
    [[nodiscard]] std::vector<Record> records(const Name& zone) const;
    /// The same, or only the first of them, appended as views. They look at this page and at
    /// `pool`.
    void appendViews(const Name& zone, OctetPool* pool, std::vector<RecordView>* to) const;
    void appendFirstView(const Name& zone, OctetPool* pool, std::vector<RecordView>* to) const;
    /// The records of one owner that are in this page, of one type or of all.
    void appendRecordsOf(const Name& zone, const Name& owner, std::vector<Record>* to,
                         std::optional<RecordType> type = {}) const;
    /// The first owner in this page that is `owner` or comes after it.
    [[nodiscard]] std::optional<Name> ownerFrom(const Name& zone, const Name& owner) const;
    /// The first owner in this page that comes after `owner`.
    [[nodiscard]] std::optional<Name> ownerAfter(const Name& zone, const Name& owner) const;
    /// Writes TTLs and RDATA of an owner's new records over the old ones in `body`, which began as
    /// a copy of this page's. False, with `body` spoilt, when anything would have to move or names
    /// inside differ: other types, counts or lengths.
    [[nodiscard]] bool overwrite(const Name& zone, const Name& owner,
                                 const std::vector<Record>& records, Octets* body) const;
    /// This page with what was overwritten in a copy of its body.
    [[nodiscard]] std::shared_ptr<const Page> withBody(Octets body) const;
    /// Octets of memory this page holds.
    [[nodiscard]] std::size_t memory() const;

private:
    Page() = default;
    /// Offset in the body of the first record whose owner is `owner` or comes after it.
    [[nodiscard]] std::size_t lowerBound(const Name& zone, const Name& owner) const;

    std::size_t m_base = 0;
    std::size_t m_recordCount = 0;
    Name m_firstOwner;
    Name m_lastOwner;
    Octets m_body;
    std::vector<std::uint16_t> m_restarts; ///< offset of every 16th owner, for the search inside
};

} // namespace headwater
