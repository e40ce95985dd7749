#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "dns/tsig.h"
#include "zone/secondary.h"

namespace headwater {

/// Who may ask what. Values, immutable once the server has them.
struct AccessRules
{
    std::vector<Secondary> secondaries;
    std::unordered_map<Name, TsigKey> keys;
    /// May ask ordinary questions inside our zones and fetch any zone without being a secondary,
    /// signed or not: loopback by default, so that `dig` works.
    std::vector<AddressPrefix> permitted;

    [[nodiscard]] bool isPermitted(const IpAddress& address) const;

    /// Which secondary a request for a zone belongs to. The one whose key it was signed with comes
    /// first; else the one without a key. When several share the address and nothing tells them
    /// apart, `secondary` is null although access may be granted.
    struct Match
    {
        const Secondary* secondary = nullptr;
        bool keyMatches = false;    ///< address and key are those of a secondary: it may ask
        std::size_t candidates = 0; ///< secondaries of this address that serve the zone
    };
    /// `key` is the name of the key that signed the request, null when it was unsigned.
    [[nodiscard]] Match match(const IpAddress& address, const Name* key, const Name& zone) const;
    /// The address belongs to some secondary, whatever zones it serves.
    [[nodiscard]] bool isSecondary(const IpAddress& address) const;
};

} // namespace headwater
