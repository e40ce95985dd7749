#include "zone/pagetable.h"

#include <algorithm>

namespace headwater {

namespace {

/// A run shorter than this takes in the pages of the run behind it. Pages enough for two runs are
/// cut in two, so that the rest is no short one, which would take in the next, and so on.
constexpr std::size_t ShortestRun = 24;
constexpr std::size_t UsualRun = 48;

} // namespace

const PageTable::PagePointer& PageTable::operator[](std::size_t index) const
{
    const auto behind = std::partition_point(
        m_runs.begin(), m_runs.end(), [index](const Place& place) { return place.first <= index; });
    const Place& place = *(behind - 1);
    return (*place.pages)[index - place.first];
}

std::size_t PageTable::pageFor(const Name& owner) const
{
    const auto isBefore = [&owner](const PagePointer& page) { return page->lastOwner() < owner; };
    const auto place =
        std::partition_point(m_runs.begin(), m_runs.end(), [&isBefore](const Place& each) {
            return isBefore(each.pages->back());
        });
    if (place == m_runs.end())
        return m_size;
    const auto page = std::partition_point(place->pages->begin(), place->pages->end(), isBefore);
    return place->first + static_cast<std::size_t>(page - place->pages->begin());
}

void PageTableWriter::add(PageTable::PagePointer page)
{
    m_loose.push_back(std::move(page));
    if (m_loose.size() == 2 * UsualRun)
        closeLoose(UsualRun);
}

void PageTableWriter::share(const PageTable& from, std::size_t begin, std::size_t end)
{
    const auto first = std::partition_point(from.m_runs.begin(), from.m_runs.end(),
                                            [begin](const PageTable::Place& place) {
                                                return place.first + place.pages->size() <= begin;
                                            });
    for (auto place = first; place != from.m_runs.end() && place->first < end; ++place) {
        const std::size_t size = place->pages->size();
        const bool isWhole = begin <= place->first && place->first + size <= end;
        if (isWhole && (m_loose.empty() || m_loose.size() >= ShortestRun)) {
            closeLoose(m_loose.size());
            addRun(place->pages);
            continue;
        }
        const std::size_t last = std::min(end - place->first, size);
        for (std::size_t i = std::max(begin, place->first) - place->first; i < last; ++i)
            add((*place->pages)[i]);
    }
}

PageTable PageTableWriter::finish()
{
    closeLoose(m_loose.size());
    return std::move(m_table);
}

void PageTableWriter::addRun(std::shared_ptr<const PageTable::Run> run)
{
    const std::size_t size = run->size();
    m_table.m_runs.push_back({m_table.m_size, std::move(run)});
    m_table.m_size += size;
}

void PageTableWriter::closeLoose(std::size_t count)
{
    if (count == 0)
        return;
    const auto end = m_loose.begin() + static_cast<std::ptrdiff_t>(count);
    addRun(std::make_shared<const PageTable::Run>(m_loose.begin(), end));
    m_loose.erase(m_loose.begin(), end);
}

} // namespace headwater
