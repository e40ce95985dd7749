#include "publish/versioncheck.h"

#include "base/invariant.h"

namespace headwater {

bool isSoundStep(const ZoneVersion* base, const ZoneEditor::Outcome& made, Serial serial,
                 StepKind kind)
{
    if (!invariant(7, made.version != nullptr, "a change made no version"))
        return false;
    const ZoneVersion& next = *made.version;
    const std::string zone = "zone " + next.zone().display() + ": ";
    if (!invariant(3, serial != Serial(0) && next.serial() == serial,
                   zone + "serial 0, or another one than asked for"))
        return false;
    if (base == nullptr)
        return true;
    if (!invariant(1, serial.isNewerThan(base->serial()), zone + "the serial goes backwards") ||
        !invariant(3, kind == StepKind::Lift || next.digest() != base->digest(),
                   zone + "a new serial for old contents") ||
        !invariant(7, made.difference != nullptr, zone + "a version without its difference"))
        return false;
    if (!invariant(7, made.difference->from() == base->serial() && made.difference->to() == serial,
                   zone + "the difference leads elsewhere"))
        return false;
    const auto led = made.difference->checkBetween(*base, next);
    return invariant(5, led.has_value(), led ? std::string() : led.error().text);
}

} // namespace headwater
