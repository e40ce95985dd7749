#include "store/rrsetreader.h"

#include <algorithm>

namespace headwater {

bool RRsetReader::next(RRset* set, Octets* ownerKey)
{
    if (!m_begun)
        m_onRow = m_rows.next();
    m_begun = true;
    if (!m_onRow)
        return false;
    const OctetView key = m_rows.blob(4);
    ownerKey->assign(key.begin(), key.end());
    set->owner = m_rows.name(0);
    set->type = static_cast<RecordType>(m_rows.integer(1));
    set->ttl = m_rows.uint32(2);
    set->rdata.clear();
    do {
        const OctetView rdata = m_rows.blob(3);
        set->rdata.emplace_back(rdata.begin(), rdata.end());
        m_onRow = m_rows.next();
        if (!m_onRow || static_cast<RecordType>(m_rows.integer(1)) != set->type)
            break;
        const OctetView other = m_rows.blob(4);
        if (!std::equal(other.begin(), other.end(), ownerKey->begin(), ownerKey->end()))
            break;
    } while (true);
    // Rows come in plain order of octets, which differs from the canonical one where names inside
    // are not in lower case.
    if (set->rdata.size() > 1)
        set->normalise();
    return true;
}

Result<std::vector<RRset>> RRsetReader::all(std::string_view doing)
{
    std::vector<RRset> sets;
    RRset set;
    Octets key;
    while (next(&set, &key))
        sets.push_back(std::move(set));
    if (auto done = m_rows.check(doing); !done)
        return passOn(done);
    return sets;
}

} // namespace headwater
