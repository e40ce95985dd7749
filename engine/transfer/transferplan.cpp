#include "transfer/transferplan.h"

#include <algorithm>

#include "base/invariant.h"

namespace headwater {

namespace {

constexpr std::size_t LengthPrefix = 2;

/// Some difference in it goes to a smaller number.
bool crossesTheWrap(const PublishedZone::History& history)
{
    return std::any_of(history.begin(), history.end(), [](const auto& difference) {
        return difference->to().value() < difference->from().value();
    });
}

/// Octets of an incremental transfer: records, and the framing of as many messages as hold them.
std::size_t incrementalSize(const PublishedZone::History& history, const ZoneVersion& version)
{
    std::size_t records = 2 * version.soaWire().size();
    for (const auto& difference : history)
        records += difference->sequence().size();
    const std::size_t room = PointerReach - version.bodyOffset();
    return records + (records + room - 1) / room * (LengthPrefix + version.bodyOffset());
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

/// What leads from `client` to the present version in the fewest octets; none when that is the full
/// zone.
std::optional<PublishedZone::History> smallestHistory(const PublishedZone& zone, Serial client)
{
    const std::optional<PublishedZone::History> chain = zone.since(client);
    if (!chain)
        return std::nullopt;
    std::size_t smallest = zone.version()->transferSize();
    std::optional<PublishedZone::History> best;
    const auto consider = [&](PublishedZone::History history) {
        const std::size_t size = incrementalSize(history, *zone.version());
        if (size >= smallest)
            return;
        smallest = size;
        best = std::move(history);
    };
    // One step has no serial in the middle.
    if (chain->size() == 1 || !crossesTheWrap(*chain))
        consider(*chain);
    if (chain->size() > 1) {
        if (auto one = zone.condensedSince(client))
            consider({std::move(one)});
    }
    return best;
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
    std::optional<PublishedZone::History> history = smallestHistory(zone, *client);
    if (!history)
        return plan;
    if (!invariant(13, isChain(*history, *client, zone.serial()),
                   "the history kept is no chain from the client's serial to the present one"))
        return plan;
    plan.kind = TransferKind::Incremental;
    plan.history = std::move(*history);
    return plan;
}

} // namespace headwater
