#include "zone/pageedit.h"

#include <algorithm>

#include "dns/lettercase.h"

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
    const std::vector<RecordView> views = viewsOf(records);
    for (std::size_t next = 0; next < views.size();)
        pages.add(Page::render(zone, bases.at(pages.size()), views, &next));
    return pages.finish();
}

PageTable PageEdit::finish()
{
    while (hasChange() || firstPageMoves()) {
        if (!firstPageMoves()) {
            if (overwrite())
                continue;
            shareUpTo(pageOfNextChange());
        }
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

bool PageEdit::overwrite()
{
    const std::size_t index = m_from.pageFor(m_change->first);
    if (index >= m_from.size())
        return false;
    const Page& page = *m_from[index];
    Octets body(page.body().begin(), page.body().end());
    auto change = m_change;
    for (; change != m_changes.end() && !(page.lastOwner() < change->first); ++change) {
        if (!page.overwrite(m_zone, change->first, change->second, &body))
            return false;
    }
    // What is behind must neither go on with the same owner nor change at its front, because that
    // may move the end of this page.
    const bool isLast = index + 1 == m_from.size();
    if (!isLast && !(page.lastOwner() < m_from[index + 1]->firstOwner()))
        return false;
    if (change != m_changes.end() && (isLast || !(m_from[index + 1]->firstOwner() < change->first)))
        return false;
    shareUpTo(index);
    m_pages.add(page.withBody(std::move(body)));
    m_next = index + 1;
    m_change = change;
    return true;
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
    std::vector<RecordView> records;
    page.appendViews(m_zone, &m_pool, &records);
    m_records.reserve(m_records.size() + records.size() + 1);
    auto at = records.begin();
    for (;;) {
        while (at != records.end() && m_replaced != nullptr &&
               equalIgnoringCase(at->owner, m_replaced->wire()))
            ++at;
        const auto comesBefore = [this](const RecordView& record) {
            return compareNames(record.owner, m_change->first.wire()) < 0;
        };
        const auto end =
            hasChange() ? std::partition_point(at, records.end(), comesBefore) : records.end();
        m_records.insert(m_records.end(), at, end);
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
    for (const Record& record : m_change->second)
        m_records.push_back(viewOf(record));
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
            m_from[m_next]->appendFirstView(m_zone, &m_pool, &m_records);
        renderPages(taken);
        const bool sharesTheRest =
            m_records.empty() && hasPage() && m_from[m_next]->base() == m_bases.at(m_pages.size());
        if (!hasPage() || sharesTheRest)
            return;
        take();
    }
}

void PageEdit::renderPages(std::size_t taken)
{
    std::size_t rendered = 0; // records in finished pages
    for (std::size_t next = 0; rendered < taken;) {
        auto page = Page::render(m_zone, m_bases.at(m_pages.size()), m_records, &next);
        if (next > taken)
            break;
        count(*page, 1);
        m_pages.add(std::move(page));
        rendered = next;
    }
    m_records.resize(taken);
    m_records.erase(m_records.begin(), m_records.begin() + static_cast<std::ptrdiff_t>(rendered));
    if (m_records.empty())
        m_pool.clear();
}

void PageEdit::count(const Page& page, std::ptrdiff_t sign)
{
    m_octetsGrown += sign * static_cast<std::ptrdiff_t>(page.body().size());
    m_recordsGrown += sign * static_cast<std::ptrdiff_t>(page.recordCount());
}

} // namespace headwater
