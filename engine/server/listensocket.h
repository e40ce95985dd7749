#pragma once

#include <sys/socket.h>

#include "base/address.h"
#include "server/descriptor.h"

namespace headwater {

/// A socket address as the kernel wants it.
struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] static SocketAddress from(const Endpoint& endpoint);
    /// IPv4-mapped addresses come out as IPv4; other families as 0.0.0.0:0.
    [[nodiscard]] static Endpoint endpoint(const sockaddr_storage& storage);
};

/// The sockets of one address we listen on, non-blocking and close-on-exec, on the same port.
struct ListenSockets
{
    Descriptor udp;
    Descriptor tcp;
    Endpoint endpoint; ///< with the port that was taken

    /// Port 0 takes a port that is free for both. The error is one sentence:
    /// `cannot listen on 127.0.0.1:53/udp: Permission denied`.
    [[nodiscard]] static Result<ListenSockets> open(const Endpoint& endpoint);
    /// The same for TCP alone.
    [[nodiscard]] static Result<ListenSockets> openStream(const Endpoint& endpoint);
};

} // namespace headwater
