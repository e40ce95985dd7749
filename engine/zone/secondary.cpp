#include "zone/secondary.h"

#include <algorithm>

namespace headwater {

bool Secondary::serves(const Name& zone) const
{
    return zones.empty() || std::find(zones.begin(), zones.end(), zone) != zones.end();
}

} // namespace headwater
