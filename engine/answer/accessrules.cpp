#include "answer/accessrules.h"

#include <algorithm>

namespace headwater {

namespace {

bool holds(const std::vector<AddressPrefix>& prefixes, const IpAddress& address)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const AddressPrefix& prefix) { return prefix.contains(address); });
}

} // namespace

bool AccessRules::isPermitted(const IpAddress& address) const
{
    return holds(permitted, address);
}

bool AccessRules::isSecondary(const IpAddress& address) const
{
    return std::any_of(secondaries.begin(), secondaries.end(), [&](const Secondary& secondary) {
        return holds(secondary.transferFrom, address);
    });
}

AccessRules::Match AccessRules::match(const IpAddress& address, const Name* key,
                                      const Name& zone) const
{
    Match match;
    const Secondary* only = nullptr;
    const Secondary* withoutKey = nullptr;
    std::size_t withoutKeyCount = 0;
    for (const Secondary& secondary : secondaries) {
        if (!secondary.serves(zone) || !holds(secondary.transferFrom, address))
            continue;
        ++match.candidates;
        only = &secondary;
        if (!secondary.key) {
            ++withoutKeyCount;
            withoutKey = &secondary;
        } else if (key && *secondary.key == *key && !match.keyMatches) {
            match.secondary = &secondary;
            match.keyMatches = true;
        }
    }
    if (match.keyMatches)
        return match;
    if (withoutKeyCount > 0) {
        match.secondary = withoutKeyCount == 1 ? withoutKey : nullptr;
        match.keyMatches = true;
    } else if (match.candidates == 1) {
        match.secondary = only;
    }
    return match;
}

} // namespace headwater
