#include "answer/access.h"

namespace headwater {

namespace {

std::string refusalReason(const AccessRules& rules, const AccessRules::Match& match,
                          const IpAddress& peer, const Name* key, const Name& zone)
{
    const std::string asked = peer.text() + " may not fetch " + zone.display() + ": ";
    if (match.candidates == 0) {
        return asked + (rules.isSecondary(peer) ? "the secondary of this address does not serve it"
                                                : "it is not the address of a secondary");
    }
    const std::string how = key ? "it signs with key " + key->display() : "it does not sign";
    if (!match.secondary)
        return asked + how + ", and the secondaries of this address must sign with theirs";
    return asked + how + ", and " + match.secondary->name + " must sign with " +
           match.secondary->key.value_or(Name()).display();
}

} // namespace

Access Access::decide(const AccessRules& rules, const IpAddress& peer, const Name* key,
                      const Name& zone)
{
    const AccessRules::Match match = rules.match(peer, key, zone);
    Access access;
    access.granted = match.keyMatches || rules.isPermitted(peer);
    // A permitted address without the key of its secondary may ask, but is not that secondary.
    if (match.secondary && (match.keyMatches || !access.granted))
        access.secondary = match.secondary->name;
    if (!access.granted) {
        access.code = match.candidates > 0 ? "badkey" : "xfr-refused";
        access.reason = refusalReason(rules, match, peer, key, zone);
    }
    return access;
}

bool Access::isStranger(const AccessRules& rules, const IpAddress& peer)
{
    return !rules.isPermitted(peer) && !rules.isSecondary(peer);
}

} // namespace headwater
