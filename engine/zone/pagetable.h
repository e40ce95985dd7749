#pragma once

#include <memory>
#include <vector>

#include "zone/page.h"

namespace headwater {

/// The pages of a version in order. Kept in runs of some dozens that versions share, so that a
/// change in a zone of 2,000 pages copies neither 2,000 pointers nor touches their counts.
///
///     version 7   | run | run | run | run |         version 8   | run | new | run | run |
///                    v     v     v     v                           v     v     v     v
///                 pages  pages ...                              (shared)  pages  (shared)
///
/// How the runs are cut follows the path of edits, and nothing depends on it. Immutable.
class PageTable
{
public:
    using PagePointer = std::shared_ptr<const Page>;
    using Run = std::vector<PagePointer>;

    class Iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = PagePointer;
        using difference_type = std::ptrdiff_t;
        using pointer = const PagePointer*;
        using reference = const PagePointer&;

        Iterator() = default;
        Iterator(const PageTable* table, std::size_t run)
            : m_table(table)
            , m_run(run)
        {
        }
        reference operator*() const { return (*m_table->m_runs[m_run].pages)[m_at]; }
        pointer operator->() const { return &**this; }
        Iterator& operator++()
        {
            if (++m_at == m_table->m_runs[m_run].pages->size()) {
                ++m_run;
                m_at = 0;
            }
            return *this;
        }
        Iterator operator++(int)
        {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator& a, const Iterator& b)
        {
            return a.m_run == b.m_run && a.m_at == b.m_at;
        }

    private:
        const PageTable* m_table = nullptr;
        std::size_t m_run = 0;
        std::size_t m_at = 0; ///< in the run
    };

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] const PagePointer& operator[](std::size_t index) const;
    [[nodiscard]] const PagePointer& front() const { return m_runs.front().pages->front(); }
    [[nodiscard]] const PagePointer& back() const { return m_runs.back().pages->back(); }
    [[nodiscard]] Iterator begin() const { return {this, 0}; }
    [[nodiscard]] Iterator end() const { return {this, m_runs.size()}; }
    /// Index of the first page that `owner` may be in: size() when it comes after all.
    [[nodiscard]] std::size_t pageFor(const Name& owner) const;

private:
    friend class PageTableWriter;
    struct Place
    {
        std::size_t first = 0; ///< index of its first page
        std::shared_ptr<const Run> pages;
    };

    std::vector<Place> m_runs; ///< none empty
    std::size_t m_size = 0;
};

/// Makes a page table from front to back, out of new pages and pages of another table.
class PageTableWriter
{
public:
    void add(PageTable::PagePointer page);
    /// Pages `begin` to `end` (not included) of `from`; whole runs are shared.
    void share(const PageTable& from, std::size_t begin, std::size_t end);
    [[nodiscard]] std::size_t size() const { return m_table.m_size + m_loose.size(); }
    /// Once.
    [[nodiscard]] PageTable finish();

private:
    void addRun(std::shared_ptr<const PageTable::Run> run);
    /// The first `count` loose pages become a run.
    void closeLoose(std::size_t count);

    PageTable m_table;
    PageTable::Run m_loose; ///< behind the table, in no run yet
};

} // namespace headwater
