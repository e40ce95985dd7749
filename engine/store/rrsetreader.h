#pragma once

#include "dns/record.h"
#include "store/statement.h"

namespace headwater {

/// Gathers rows of (owner, type, ttl, rdata, owner_key), ordered by owner_key and type, into
/// RRsets.
class RRsetReader
{
public:
    explicit RRsetReader(Statement& rows)
        : m_rows(rows)
    {
    }

    /// The next RRset and the key of its owner; false at the end or when the statement failed.
    [[nodiscard]] bool next(RRset* set, Octets* ownerKey);
    /// All that are left; errors are the statement's.
    [[nodiscard]] Result<std::vector<RRset>> all(std::string_view doing);

private:
    Statement& m_rows;
    bool m_begun = false;
    bool m_onRow = false;
};

} // namespace headwater
