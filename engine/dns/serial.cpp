#include "dns/serial.h"

#include <algorithm>

namespace headwater {

SerialOrder Serial::comparedTo(Serial other) const
{
    // Unsigned subtraction is the walk from `other` to this one around the circle.
    const std::uint32_t distance = m_value - other.m_value;
    if (distance == 0)
        return SerialOrder::Equal;
    if (distance == MaximumStep + 1U)
        return SerialOrder::Undefined;
    return distance <= MaximumStep ? SerialOrder::Newer : SerialOrder::Older;
}

Serial Serial::next() const
{
    return advancedBy(1);
}

Serial Serial::advancedBy(std::uint32_t step) const
{
    const std::uint32_t value = m_value + std::min(step, MaximumStep);
    if (value != 0 || step == 0)
        return Serial(value);
    // 0 is stepped over. From 2^31+1 by the largest step that would be one too far, so it stops
    // just before 0 there.
    return step >= MaximumStep ? Serial(0xFFFFFFFF) : Serial(1);
}

} // namespace headwater
