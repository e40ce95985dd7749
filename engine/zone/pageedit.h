#pragma once

#include <map>

#include "zone/pagetable.h"

namespace headwater {

/// How a version gets its page table from the one before: pages that no changed owner falls into
/// are shared, one where only RDATA of the same length changes is overwritten in a copy, the others
/// are rendered again, and those behind them until a page ends where one ended before - from there
/// on everything is as it was, since a page depends only on where it begins. The result is what
/// render() makes of the same records. Made for one edit; looks at pages and changes it does not
/// own.
class PageEdit
{
public:
    /// The records that shall stand at an owner, in canonical order; none removes it.
    using Changes = std::map<Name, std::vector<Record>>;

    /// Where the body of the first page and of all others begins in its message.
    struct Bases
    {
        std::size_t first = 0;
        std::size_t others = 0;

        [[nodiscard]] std::size_t at(std::size_t page) const { return page == 0 ? first : others; }
    };

    /// Pages for all records of a zone in canonical order, without the apex SOA.
    [[nodiscard]] static PageTable render(const Name& zone, Bases bases,
                                          const std::vector<Record>& records);

    PageEdit(const Name& zone, Bases bases, const PageTable& from, const Changes& changes);

    /// The new page table. Once.
    [[nodiscard]] PageTable finish();
    /// What the new pages hold more than those they replace.
    [[nodiscard]] std::ptrdiff_t octetsGrown() const { return m_octetsGrown; }
    [[nodiscard]] std::ptrdiff_t recordsGrown() const { return m_recordsGrown; }

private:
    [[nodiscard]] bool hasPage() const { return m_next < m_from.size(); }
    [[nodiscard]] bool hasChange() const { return m_change != m_changes.end(); }
    /// A longer or shorter SOA in front of it moves the first page.
    [[nodiscard]] bool firstPageMoves() const
    {
        return m_next == 0 && hasPage() && m_from.front()->base() != m_bases.first;
    }
    [[nodiscard]] std::size_t pageOfNextChange() const;
    void shareUpTo(std::size_t page);
    /// Makes all changes to the next page by overwriting it, when nothing in it moves.
    [[nodiscard]] bool overwrite();
    /// Takes the next page, and the ones behind it that go on with an owner that was replaced.
    void take();
    void takeOne();
    void takeChange();
    void emit();
    /// Pages out of the first `taken` records; what is behind them decides where the last one ends.
    void renderPages(std::size_t taken);
    void count(const Page& page, std::ptrdiff_t sign);

    const Name& m_zone;
    Bases m_bases;
    const PageTable& m_from;
    const Changes& m_changes;
    PageTableWriter m_pages;           ///< finished
    std::vector<RecordView> m_records; ///< of the pages taken, changes made, not rendered yet
    OctetPool m_pool;                  ///< what they look at, besides pages and changes
    std::size_t m_next = 0;            ///< page of m_from that was neither shared nor taken yet
    Changes::const_iterator m_change;  ///< first that has not been made yet
    const Name* m_replaced = nullptr;  ///< owner whose records were replaced last
    std::ptrdiff_t m_octetsGrown = 0;
    std::ptrdiff_t m_recordsGrown = 0;
};

} // namespace headwater
