#include "answer/accessrules.h"

#include <algorithm>

namespace headwater {

namespace {

bool holds(const std::vector<AddressPrefix>& prefixes, const IpAddress& address)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const AddressPrefix& prefix) { return prefix.contains(address); });
}

bool hasKeyOf(const Requester& requester, const Secondary& secondary)
{
    return !secondary.key || (requester.key && *requester.key == *secondary.key);
}

bool hasCertificateOf(const Requester& requester, const Secondary& secondary)
{
    if (!secondary.demandsCertificate())
        return true;
    if (!requester.certificate)
        return false;
    const auto& digests = secondary.certificateKeys;
    const auto& names = requester.certificate->names;
    return std::find(digests.begin(), digests.end(), requester.certificate->keyDigest) !=
               digests.end() ||
           (secondary.certificateName &&
            std::find(names.begin(), names.end(), *secondary.certificateName) != names.end());
}

bool comesLike(const Requester& requester, const Secondary& secondary)
{
    if (requester.asks == Requester::Asks::Serial && requester.transport != Transport::Tls)
        return true;
    return (!secondary.demandsTls() || requester.transport == Transport::Tls) &&
           hasCertificateOf(requester, secondary);
}

int weight(const Secondary& secondary)
{
    return (secondary.key ? 2 : 0) + (secondary.demandsCertificate() ? 1 : 0);
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

AccessRules::Match AccessRules::match(const Requester& requester, const Name& zone) const
{
    Match match;
    const Secondary* only = nullptr;
    const Secondary* keyed = nullptr;
    int best = -1;
    for (const Secondary& secondary : secondaries) {
        if (!holds(secondary.transferFrom, requester.peer) || !secondary.serves(zone))
            continue;
        ++match.candidates;
        only = &secondary;
        if (!hasKeyOf(requester, secondary))
            continue;
        keyed = &secondary;
        if (!comesLike(requester, secondary) || weight(secondary) < best)
            continue;
        // Of several with no demand nothing tells which it is.
        match.secondary = weight(secondary) > best || best > 0 ? &secondary : nullptr;
        match.fits = true;
        best = weight(secondary);
    }
    if (match.fits)
        return match;
    match.keyDiffers = match.candidates > 0 && !keyed;
    match.secondary = keyed ? keyed : (match.candidates == 1 ? only : nullptr);
    return match;
}

} // namespace headwater
