#pragma once

#include "zone/zoneeditor.h"

namespace headwater {

/// The promises that hold between a published version and the next one, looked at before it is
/// committed: forward in serial number arithmetic (invariant 1), other contents under the new
/// serial and no zero (3), old - removed + added = new at every owner that changes and by digest
/// (5), one step from the one to the other (7). Without a base: the first version. Costs what the
/// change costs. A lift is the one step whose contents may be the old ones: it brings the serial
/// above one that a secondary holds.
enum class StepKind
{
    Change,
    Lift
};
[[nodiscard]] bool isSoundStep(const ZoneVersion* base, const ZoneEditor::Outcome& made,
                               Serial serial, StepKind kind = StepKind::Change);

} // namespace headwater
