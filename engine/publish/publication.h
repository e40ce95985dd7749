#pragma once

#include "status/facts.h"
#include "store/store.h"

namespace headwater {

/// What is told of a version that can be served from now on. `previous`: the serial that was served
/// before; none: nothing was.
[[nodiscard]] ZonePublished publication(const ZoneVersion& version, const VersionRow& row,
                                        std::optional<Serial> previous);

} // namespace headwater
