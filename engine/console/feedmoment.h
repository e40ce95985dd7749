#pragma once

#include <QByteArray>

#include "base/clock.h"

namespace headwater {

/// The present moment as the feed writes it: milliseconds since 1970 UTC with a fraction of
/// microseconds. Any thread.
[[nodiscard]] inline double feedMoment()
{
    return milliseconds(Clock::now().time_since_epoch());
}

[[nodiscard]] inline QByteArray feedMomentNow()
{
    return QByteArray::number(feedMoment(), 'f', 3);
}

} // namespace headwater
