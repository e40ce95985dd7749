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
    PublishedZone::History history; ///< Incremental: the chain, oldest first
    bool clientAhead = false;       ///< its serial is newer than ours, or 2^31 away: report it
};

/// RFC 1995 section 2 and 4 in one place. `asked` is AXFR or IXFR; `client` the serial in an IXFR
/// question. A chain that crosses the wrap of the serial is sent full, because NSD compares the
/// serials in the middle as plain integers; so is one larger than the full zone (section 5).
[[nodiscard]] TransferPlan planTransfer(const PublishedZone& zone, RecordType asked,
                                        std::optional<Serial> client);

} // namespace headwater
