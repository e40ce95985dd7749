#include "zone/pageedit.h"

#include <algorithm>
#include <iterator>

namespace headwater {

namespace {

bool isHardlyFilled(const Page& page)
{
    return page.body().size() < (PointerReach - page.base()) / 4;
}

} // namespace

PageEdit::PageEdit(const Name& zone, Bases bases, const Pages& from, const Changes& changes)
    : m_zone(zone)
    , m_bases(bases)
    , m_from(from)
    , m_changes(changes)
    , m_change(changes.begin())
{
    m_pages.reserve(from.size() + 2);
}

PageEdit::Pages PageEdit::render(const Name& zone, Bases bases, std::size_t position,
                                 const std::vector<Record>& records)
{
    Pages pages;
    const auto renderNext = [&](std::size_t* next, std::size_t end) {
        const bool first = position + pages.size() == 0;
        pages.push_back(Page::render(zone, first ? bases.first : bases.others, records, next, end));
    };
    for (std::size_t next = 0; next < records.size();)
        renderNext(&next, PointerReach);
    if (pages.size() < 2 || !isHardlyFilled(*pages.back()))
        return pages;

    // A full page and a rest of a few records become two of one size, so that the next record does
    // not split again.
    const std::size_t octets = pages.back()->body().size() + (*(pages.end() - 2))->body().size();
    std::size_t next =
        records.size() - pages.back()->recordCount() - (*(pages.end() - 2))->recordCount();
    pages.resize(pages.size() - 2);
    renderNext(&next, std::min(PointerReach, bases.others + octets / 2));
    while (next < records.size())
        renderNext(&next, PointerReach);
    return pages;
}

PageEdit::Pages PageEdit::finish()
{
    while (hasChange() || firstPageMoves()) {
        if (!firstPageMoves())
            shareUpTo(pageOfNextChange());
        if (hasPage()) {
            take();
        } else {
            while (hasChange())
                takeChange();
        }
        emit();
    }
    shareUpTo(m_from.size());
    return std::move(m_pages);
}

std::size_t PageEdit::pageOfNextChange() const
{
    const Name& owner = m_change->first;
    const auto found =
        std::partition_point(m_from.begin() + static_cast<std::ptrdiff_t>(m_next), m_from.end(),
                             [&owner](const auto& page) { return page->lastOwner() < owner; });
    const auto page = static_cast<std::size_t>(found - m_from.begin());
    // What comes after all records goes into the last page.
    return page == m_from.size() && page > m_next ? page - 1 : page;
}

void PageEdit::shareUpTo(std::size_t page)
{
    const auto at = [this](std::size_t index) {
        return m_from.begin() + static_cast<std::ptrdiff_t>(index);
    };
    std::copy(at(m_next), at(page), std::back_inserter(m_pages));
    m_next = page;
}

void PageEdit::take()
{
    do
        takeOne();
    while (hasPage() && m_replaced != nullptr && m_from[m_next]->firstOwner() == *m_replaced);
}

void PageEdit::takeOne()
{
    const Page& page = *m_from[m_next++];
    count(page, -1);
    for (Record& record : page.records(m_zone)) {
        while (hasChange() && !(record.owner < m_change->first))
            takeChange();
        if (m_replaced == nullptr || record.owner != *m_replaced)
            m_records.push_back(std::move(record));
    }
    while (hasChange() && (!hasPage() || !(page.lastOwner() < m_change->first)))
        takeChange();
}

void PageEdit::takeChange()
{
    m_records.insert(m_records.end(), m_change->second.begin(), m_change->second.end());
    m_replaced = &m_change->first;
    ++m_change;
}

void PageEdit::takeBackLast()
{
    count(*m_pages.back(), -1);
    std::vector<Record> records = m_pages.back()->records(m_zone);
    m_pages.pop_back();
    std::move(m_records.begin(), m_records.end(), std::back_inserter(records));
    m_records = std::move(records);
}

void PageEdit::emit()
{
    for (;;) {
        const Pages rendered = render(m_zone, m_bases, m_pages.size(), m_records);
        // When nothing is left at the front, the page behind becomes the first and has to move.
        const bool wantsNeighbour = rendered.empty()
                                        ? m_pages.empty()
                                        : rendered.size() == 1 && isHardlyFilled(*rendered.front());
        if (wantsNeighbour && hasPage()) {
            take();
        } else if (wantsNeighbour && !rendered.empty() && !m_pages.empty()) {
            takeBackLast();
        } else {
            for (const auto& page : rendered)
                count(*page, 1);
            std::copy(rendered.begin(), rendered.end(), std::back_inserter(m_pages));
            m_records.clear();
            return;
        }
    }
}

void PageEdit::count(const Page& page, std::ptrdiff_t sign)
{
    m_octetsGrown += sign * static_cast<std::ptrdiff_t>(page.body().size());
    m_recordsGrown += sign * static_cast<std::ptrdiff_t>(page.recordCount());
}

} // namespace headwater
