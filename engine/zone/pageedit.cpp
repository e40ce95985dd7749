#include "zone/pageedit.h"

#include <algorithm>
#include <iterator>

namespace headwater {

PageEdit::PageEdit(const Name& zone, Bases bases, const PageTable& from, const Changes& changes)
    : m_zone(zone)
    , m_bases(bases)
    , m_from(from)
    , m_changes(changes)
    , m_change(changes.begin())
{
}

PageTable PageEdit::render(const Name& zone, Bases bases, const std::vector<Record>& records)
{
    PageTableWriter pages;
    for (std::size_t next = 0; next < records.size();)
        pages.add(Page::render(zone, bases.at(pages.size()), records, &next));
    return pages.finish();
}

PageTable PageEdit::finish()
{
    while (hasChange() || firstPageMoves()) {
        if (!firstPageMoves())
            shareUpTo(pageOfNextChange());
        take();
        emit();
    }
    shareUpTo(m_from.size());
    return m_pages.finish();
}

/// The first page that the next change may alter. A change to the first owner of a page, or in
/// front of it, may alter where the page before it ends.
std::size_t PageEdit::pageOfNextChange() const
{
    const Name& owner = m_change->first;
    const std::size_t page = std::max(m_next, m_from.pageFor(owner));
    const bool isInside = page < m_from.size() && m_from[page]->firstOwner() < owner;
    return isInside || page == m_next ? page : page - 1;
}

void PageEdit::shareUpTo(std::size_t page)
{
    m_pages.share(m_from, m_next, page);
    m_next = page;
}

void PageEdit::take()
{
    if (!hasPage()) {
        while (hasChange())
            takeChange();
        return;
    }
    do
        takeOne();
    while (hasPage() && m_replaced != nullptr && m_from[m_next]->firstOwner() == *m_replaced);
}

void PageEdit::takeOne()
{
    const Page& page = *m_from[m_next++];
    count(page, -1);
    std::vector<Record> records = page.records(m_zone);
    auto at = records.begin();
    for (;;) {
        while (at != records.end() && m_replaced != nullptr && at->owner == *m_replaced)
            ++at;
        const auto end = hasChange()
                             ? std::partition_point(at, records.end(),
                                                    [this](const Record& record) {
                                                        return record.owner < m_change->first;
                                                    })
                             : records.end();
        std::move(at, end, std::back_inserter(m_records));
        at = end;
        if (at == records.end())
            break;
        takeChange();
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

/// Renders what was taken, and takes more until a page ends where one ended before.
void PageEdit::emit()
{
    for (;;) {
        // The record behind those taken decides where the last page ends: it must be one that
        // stays.
        while (hasPage() && hasChange() && !(m_from[m_next]->firstOwner() < m_change->first))
            take();
        const std::size_t taken = m_records.size();
        if (hasPage())
            m_records.push_back(m_from[m_next]->firstRecord(m_zone));
        std::size_t next = 0;
        std::shared_ptr<const Page> page;
        std::size_t rendered = 0; // records in finished pages
        while (rendered < taken) {
            page = Page::render(m_zone, m_bases.at(m_pages.size()), m_records, &next);
            if (next > taken)
                break;
            count(*page, 1);
            m_pages.add(std::move(page));
            rendered = next;
        }
        m_records.resize(taken);
        m_records.erase(m_records.begin(),
                        m_records.begin() + static_cast<std::ptrdiff_t>(rendered));
        const bool sharesTheRest =
            m_records.empty() && hasPage() && m_from[m_next]->base() == m_bases.at(m_pages.size());
        if (!hasPage() || sharesTheRest)
            return;
        take();
    }
}

void PageEdit::count(const Page& page, std::ptrdiff_t sign)
{
    m_octetsGrown += sign * static_cast<std::ptrdiff_t>(page.body().size());
    m_recordsGrown += sign * static_cast<std::ptrdiff_t>(page.recordCount());
}

} // namespace headwater
