#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "dns/name.h"

namespace headwater {

/// A nameserver that is notified, served and watched. Value, made by the configuration.
struct Secondary
{
    std::string name;                        ///< "nbg1-b"; unique
    std::string site;                        ///< "nbg1"; may be empty
    std::vector<Endpoint> notify;            ///< where NOTIFY goes; empty: it polls
    std::vector<AddressPrefix> transferFrom; ///< where it asks from
    std::optional<Name> key;                 ///< TSIG key it must sign with and we sign with
    std::vector<Endpoint> publicAddresses;   ///< where clients ask, and the prober
    std::vector<Name> zones;                 ///< zones it serves; empty: all
    std::optional<IpAddress> notifySource;   ///< address NOTIFY leaves from

    [[nodiscard]] bool serves(const Name& zone) const;
};

} // namespace headwater
