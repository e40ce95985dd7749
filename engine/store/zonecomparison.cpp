#include "store/zonecomparison.h"

#include <algorithm>
#include <random>

namespace headwater {

namespace {

SipHashKey randomKey()
{
    SipHashKey key{};
    std::random_device random;
    for (std::uint8_t& octet : key)
        octet = static_cast<std::uint8_t>(random());
    return key;
}

bool isSoa(const RRset& set)
{
    return set.type == RecordType::SOA;
}

} // namespace

ZoneComparison::ZoneComparison(std::shared_ptr<const ZoneVersion> published)
    : m_published(std::move(published))
    , m_secret(randomKey())
{
}

std::uint64_t ZoneComparison::keyOf(const Name& owner) const
{
    const Name folded = owner.lowered();
    std::uint64_t key = 0;
    for (const std::uint8_t octet : sipHash(m_secret, folded.wire()))
        key = (key << 8) | octet;
    return key;
}

void ZoneComparison::take(const Name& owner, std::vector<RRset> sets)
{
    if (m_published) {
        m_seen.push_back(keyOf(owner));
        std::vector<RRset> present = m_published->at(owner);
        present.erase(std::remove_if(present.begin(), present.end(), isSoa), present.end());
        if (present == sets)
            return;
    }
    m_owners.push_back(owner);
    std::move(sets.begin(), sets.end(), std::back_inserter(m_sets));
}

void ZoneComparison::finish()
{
    if (!m_published)
        return;
    std::sort(m_seen.begin(), m_seen.end());
    Name last = m_published->zone(); // has the SOA, wanted or not
    const auto check = [&](const Name& owner) {
        if (!std::binary_search(m_seen.begin(), m_seen.end(), keyOf(owner)))
            m_owners.push_back(owner);
    };
    check(last);
    for (const auto& page : m_published->pages()) {
        for (const Record& record : page->records(m_published->zone())) {
            if (record.owner == last)
                continue;
            last = record.owner;
            check(last);
        }
    }
}

} // namespace headwater
