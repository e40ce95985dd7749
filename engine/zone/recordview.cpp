#include "zone/recordview.h"

#include <algorithm>

#include "dns/lettercase.h"

namespace headwater {

namespace {

constexpr std::size_t BlockSize = 16 * 1024; ///< about the names of one page

} // namespace

std::vector<RecordView> viewsOf(const std::vector<Record>& records)
{
    std::vector<RecordView> views;
    views.reserve(records.size());
    for (const Record& record : records)
        views.push_back(viewOf(record));
    return views;
}

bool isSameOwner(const RecordView& a, const RecordView& b)
{
    return a.owner.data() == b.owner.data() || equalIgnoringCase(a.owner, b.owner);
}

Octets& OctetPool::withRoom(std::size_t most)
{
    if (m_blocks.empty() || m_blocks.back().capacity() - m_blocks.back().size() < most) {
        m_blocks.emplace_back();
        m_blocks.back().reserve(std::max(BlockSize, most));
    }
    return m_blocks.back();
}

} // namespace headwater
