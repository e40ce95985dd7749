#pragma once

#include "zone/difference.h"

namespace headwater {

/// One difference that leads where these lead one after the other (RFC 1995 section 5): what was
/// added and removed again on the way is in it no more. It follows from the contents at both ends
/// alone, so everybody who condenses the same chain sends the same octets. Costs what the chain
/// holds. Null for an empty chain, for one with a gap, and for one whose end is not newer than its
/// beginning (RFC 1982 section 3.2).
[[nodiscard]] std::shared_ptr<const Difference>
condensed(const std::vector<std::shared_ptr<const Difference>>& chain);

} // namespace headwater
