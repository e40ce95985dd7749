#pragma once

#include <vector>

#include "dns/record.h"

namespace headwater {

/// A record that lies somewhere else, uncompressed: what a page is rendered from without a block of
/// memory for each owner and RDATA.
struct RecordView
{
    OctetView owner; ///< a whole name in wire form
    RecordType type{};
    std::uint32_t ttl = 0;
    OctetView rdata;
};

[[nodiscard]] inline RecordView viewOf(const Record& record)
{
    return {record.owner.wire(), record.type, record.ttl, record.rdata};
}

[[nodiscard]] std::vector<RecordView> viewsOf(const std::vector<Record>& records);
/// Letter case is ignored.
[[nodiscard]] bool isSameOwner(const RecordView& a, const RecordView& b);

/// Octets that stay where they are until all of them go.
class OctetPool
{
public:
    /// What may be appended to, by `most` octets, without moving what is there.
    [[nodiscard]] Octets& withRoom(std::size_t most);
    void clear() { m_blocks.clear(); }

private:
    std::vector<Octets> m_blocks; ///< only the last has room left
};

} // namespace headwater
