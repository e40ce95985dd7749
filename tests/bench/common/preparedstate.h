#pragma once

#include <vector>

#include <QString>

#include "bench/common/benchzone.h"

namespace headwater {

/// Fills an empty state folder of the engine with embedded zones, each published once, by the
/// engine's own store and publisher, so that a measure need not wait for text to be read.
void prepareState(const QString& stateFolder, const std::vector<BenchZone>& zones);

} // namespace headwater
