#pragma once

#include <optional>

#include "zone/publishedzone.h"

namespace headwater {

enum class TransferKind
{
    UpToDate,
    Incremental,
    Full
};

struct TransferPlan
{
    TransferKind kind = TransferKind::Full;
    PublishedZone::History history; ///< Incremental: the chain, oldest first; one when condensed
    bool clientAhead = false;       ///< its serial is newer than ours, or 2^31 away: report it
};

/// RFC 1995 section 2 and 4 in one place. `asked` is AXFR or IXFR; `client` the serial in an IXFR
/// question. What is smallest goes out: the history step by step, condensed into one difference, or
/// the full zone (section 5); all sizes are known beforehand, and follow from the history alone.
/// A chain that crosses the wrap of the serial is never sent step by step, because NSD compares the
/// serials in the middle as plain integers.
[[nodiscard]] TransferPlan planTransfer(const PublishedZone& zone, RecordType asked,
                                        std::optional<Serial> client);

} // namespace headwater
