#pragma once

#include <sys/socket.h>

#include "base/address.h"

namespace headwater {

/// An endpoint in the form the kernel takes. Value.
struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;

    SocketAddress() = default;
    explicit SocketAddress(const Endpoint& endpoint);

    [[nodiscard]] const sockaddr* get() const
    {
        return reinterpret_cast<const sockaddr*>(&storage);
    }
    /// 0.0.0.0 port 0 for a family that is neither IPv4 nor IPv6.
    [[nodiscard]] Endpoint endpoint() const;
};

} // namespace headwater
