#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "dns/name.h"
#include "zone/transferprofile.h"

namespace headwater {

/// Over what a secondary may fetch zones.
enum class TransferTransport
{
    Any,
    Tls
};

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
    TransferTransport transferTransport = TransferTransport::Any;
    std::vector<Octets> certificateKeys; ///< SHA-256 of a SubjectPublicKeyInfo: one of them, or
    std::optional<Name> certificateName; ///< this DNS name in a certificate of a client CA
    TransferProfile transfers;           ///< how they are sent

    [[nodiscard]] bool serves(const Name& zone) const;
    [[nodiscard]] bool demandsCertificate() const
    {
        return !certificateKeys.empty() || certificateName.has_value();
    }
    /// A certificate is shown over TLS only.
    [[nodiscard]] bool demandsTls() const
    {
        return transferTransport == TransferTransport::Tls || demandsCertificate();
    }
};

} // namespace headwater
