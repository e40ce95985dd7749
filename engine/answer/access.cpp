#include "answer/access.h"

namespace headwater {

namespace {

/// How the requester fails to be this secondary; the first thing that is missing.
std::string missing(const Secondary& secondary, const Requester& requester)
{
    if (secondary.key && !(requester.key && *requester.key == *secondary.key)) {
        return (requester.key ? "it signs with key " + requester.key->display()
                              : std::string("it does not sign")) +
               ", and " + secondary.name + " must sign with " + secondary.key->display();
    }
    if (requester.transport != Transport::Tls) {
        return std::string("it asks over ") + text(requester.transport) + ", and " +
               secondary.name + " must use TLS";
    }
    return std::string(requester.certificate ? "its certificate is not one"
                                             : "it shows no certificate") +
           " of " + secondary.name;
}

std::string refusalReason(const AccessRules& rules, const AccessRules::Match& match,
                          const Requester& requester, const Name& zone)
{
    const std::string asked = requester.peer.text() + " may not fetch " + zone.display() + ": ";
    if (match.candidates == 0) {
        return asked + (rules.isSecondary(requester.peer)
                            ? "the secondary of this address does not serve it"
                            : "it is not the address of a secondary");
    }
    if (match.secondary)
        return asked + missing(*match.secondary, requester);
    const std::string how = requester.key ? "it signs with key " + requester.key->display()
                                          : std::string("it does not sign");
    return asked + how + " over " + text(requester.transport) +
           ", and is none of the secondaries of this address";
}

} // namespace

Access Access::decide(const AccessRules& rules, const Requester& requester, const Name& zone)
{
    const AccessRules::Match match = rules.match(requester, zone);
    Access access;
    access.granted = match.fits || rules.isPermitted(requester.peer);
    // A permitted address that is not what its secondary must be may ask, but is not that one.
    if (match.secondary && (match.fits || !access.granted))
        access.secondary = match.secondary->name;
    if (match.secondary && match.fits)
        access.transfers = match.secondary->transfers;
    if (!access.granted) {
        access.code = match.keyDiffers ? "badkey" : "xfr-refused";
        access.reason = refusalReason(rules, match, requester, zone);
    }
    return access;
}

bool Access::isStranger(const AccessRules& rules, const IpAddress& peer)
{
    return !rules.isPermitted(peer) && !rules.isSecondary(peer);
}

} // namespace headwater
