#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/transport.h"
#include "dns/tlsidentity.h"
#include "dns/tsig.h"
#include "zone/secondary.h"

namespace headwater {

/// Who asks, as far as it has been proved, and over what it really came.
struct Requester
{
    enum class Asks
    {
        Contents,
        Serial ///< the SOA: what tells a secondary to come may be asked over any transport
    };

    IpAddress peer;
    const Name* key = nullptr; ///< that signed the request; null when it was unsigned
    Transport transport = Transport::Udp;
    const PeerCertificate* certificate = nullptr;
    Asks asks = Asks::Contents;
};

/// Who may ask what. Values, immutable once the server has them.
struct AccessRules
{
    std::vector<Secondary> secondaries;
    std::unordered_map<Name, TsigKey> keys;
    /// May ask ordinary questions inside our zones and fetch any zone without being a secondary,
    /// signed or not: loopback by default, so that `dig` works.
    std::vector<AddressPrefix> permitted;

    [[nodiscard]] bool isPermitted(const IpAddress& address) const;

    /// Which secondary a request for a zone belongs to: the one of its address whose every demand
    /// is met. One that demands a key comes before one that demands a certificate, and that before
    /// one that demands neither. When several fit or miss alike, `secondary` is null although
    /// access may be granted.
    struct Match
    {
        const Secondary* secondary = nullptr;
        bool fits = false;          ///< it is what a secondary must be: it may ask
        bool keyDiffers = false;    ///< no secondary of this address has its key
        std::size_t candidates = 0; ///< secondaries of this address that serve the zone
    };
    [[nodiscard]] Match match(const Requester& requester, const Name& zone) const;
    /// The address belongs to some secondary, whatever zones it serves.
    [[nodiscard]] bool isSecondary(const IpAddress& address) const;
};

} // namespace headwater
