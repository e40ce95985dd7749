#include "transfer/transferplan.h"

#include <algorithm>

#include "base/invariant.h"

namespace headwater {

namespace {

/// Some difference in it goes to a smaller number.
bool crossesTheWrap(const PublishedZone::History& history)
{
    return std::any_of(history.begin(), history.end(), [](const auto& difference) {
        return difference->to().value() < difference->from().value();
    });
}

bool isSmallerThanFull(const PublishedZone::History& history, const ZoneVersion& version)
{
    const std::size_t full = version.transferSize();
    std::size_t octets = 0;
    for (const auto& difference : history) {
        octets += difference->sequence().size();
        if (octets >= full)
            return false;
    }
    return true;
}

bool isChain(const PublishedZone::History& history, Serial from, Serial to)
{
    for (const auto& difference : history) {
        if (difference->from() != from)
            return false;
        from = difference->to();
    }
    return from == to;
}

} // namespace

TransferPlan planTransfer(const PublishedZone& zone, RecordType asked, std::optional<Serial> client)
{
    TransferPlan plan;
    if (asked != RecordType::IXFR || !client)
        return plan;
    switch (client->comparedTo(zone.serial())) {
    case SerialOrder::Equal:
        plan.kind = TransferKind::UpToDate;
        return plan;
    case SerialOrder::Newer:
    case SerialOrder::Undefined:
        plan.kind = TransferKind::UpToDate;
        plan.clientAhead = true;
        return plan;
    case SerialOrder::Older:
        break;
    }
    std::optional<PublishedZone::History> history = zone.since(*client);
    if (!history || crossesTheWrap(*history) || !isSmallerThanFull(*history, *zone.version()))
        return plan;
    if (!invariant(13, isChain(*history, *client, zone.serial()),
                   "the history kept is no chain from the client's serial to the present one"))
        return plan;
    plan.kind = TransferKind::Incremental;
    plan.history = std::move(*history);
    return plan;
}

} // namespace headwater
