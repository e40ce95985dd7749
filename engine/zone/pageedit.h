#pragma once

#include <map>

#include "zone/page.h"

namespace headwater {

/// How a version gets its page table from the one before: pages that no changed owner falls into
/// are shared, the others are rendered again, merged with a neighbour when hardly filled, split
/// evenly when overfull. Made for one edit; looks at pages and changes it does not own.
class PageEdit
{
public:
    using Pages = std::vector<std::shared_ptr<const Page>>;
    /// The records that shall stand at an owner, in canonical order; none removes it.
    using Changes = std::map<Name, std::vector<Record>>;

    /// Where the body of the first page and of all others begins in its message.
    struct Bases
    {
        std::size_t first = 0;
        std::size_t others = 0;
    };

    /// Pages for `records` in canonical order, without the apex SOA; the first has the first base
    /// when `position` is 0.
    [[nodiscard]] static Pages render(const Name& zone, Bases bases, std::size_t position,
                                      const std::vector<Record>& records);

    PageEdit(const Name& zone, Bases bases, const Pages& from, const Changes& changes);

    /// The new page table. Once.
    [[nodiscard]] Pages finish();
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
    /// Takes the next page, and the ones behind it that go on with an owner that was replaced.
    void take();
    void takeOne();
    void takeChange();
    void takeBackLast();
    void emit();
    void count(const Page& page, std::ptrdiff_t sign);

    const Name& m_zone;
    Bases m_bases;
    const Pages& m_from;
    const Changes& m_changes;
    Pages m_pages;                    ///< finished
    std::vector<Record> m_records;    ///< of the pages taken, changes made, not rendered yet
    std::size_t m_next = 0;           ///< page of m_from that was neither shared nor taken yet
    Changes::const_iterator m_change; ///< first that has not been made yet
    const Name* m_replaced = nullptr; ///< owner whose records were replaced last
    std::ptrdiff_t m_octetsGrown = 0;
    std::ptrdiff_t m_recordsGrown = 0;
};

} // namespace headwater
