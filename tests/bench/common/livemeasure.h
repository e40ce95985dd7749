#pragma once

#include <memory>

#include "bench/common/benchzone.h"
#include "bench/common/recorddoor.h"
#include "bench/common/samples.h"
#include "support/secondaryserver.h"
#include "support/temporaryfolder.h"

namespace headwater {

/// A secondary of `zone`, in a folder of its own, that takes it from `primary`; nsd does not write
/// its zone files meanwhile.
[[nodiscard]] std::unique_ptr<SecondaryServer> liveSecondary(ServerKind kind,
                                                             const TemporaryFolder& folder,
                                                             const BenchZone& zone,
                                                             const Endpoint& primary);

/// One change after the other through `door`, each until the secondary answers it, ms. It is
/// started and has the zone before the first, and is stopped at the end.
[[nodiscard]] Samples untilAnswered(const BenchZone& zone, RecordDoor* door,
                                    SecondaryServer* server);

} // namespace headwater
