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
    /// The secondary this request belongs to: its address matches and, if it has a key, `key` is
    /// that key. When only the address matches, the one it would be, so that a refusal can name
    /// it: see SecondaryMatch.
    struct Match
    {
        const Secondary* secondary = nullptr;
        bool keyMatches = false;
    };
    [[nodiscard]] Match match(const IpAddress& address, const Name* key, const Name& zone) const;
};

} // namespace headwater
