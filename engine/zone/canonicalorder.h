#pragma once

#include <vector>

#include "dns/record.h"

namespace headwater {

/// Order of records in a zone: owner (RFC 4034 section 6.1), type, RDATA (section 6.3). Negative,
/// zero or positive; 0 means the same record, whatever its TTL.
[[nodiscard]] int compareRecords(const Record& a, const Record& b);

/// Brings the records of a zone into the one form that is kept: canonical order, duplicates
/// dropped, every RRset with its lowest TTL, every owner spelled as where it comes first.
void makeCanonical(std::vector<Record>* records);

/// Records next to one another that share owner and type, as RRsets.
[[nodiscard]] std::vector<RRset> groupedByType(std::vector<Record> records);

/// The same RRset: type, TTL and RDATA as they compare; both in canonical order.
[[nodiscard]] bool isSameRRset(const RRset& a, const RRset& b);

} // namespace headwater
