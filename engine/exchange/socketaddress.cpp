#include "exchange/socketaddress.h"

#include <cstring>

#include <netinet/in.h>

namespace headwater {

SocketAddress::SocketAddress(const Endpoint& endpoint)
{
    if (endpoint.address.family() == IpAddress::Family::V4) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(endpoint.port);
        std::memcpy(&v4.sin_addr, endpoint.address.octets(), sizeof(v4.sin_addr));
        std::memcpy(&storage, &v4, sizeof(v4));
        size = sizeof(v4);
    } else {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(endpoint.port);
        std::memcpy(&v6.sin6_addr, endpoint.address.octets(), sizeof(v6.sin6_addr));
        std::memcpy(&storage, &v6, sizeof(v6));
        size = sizeof(v6);
    }
}

Endpoint SocketAddress::endpoint() const
{
    Endpoint endpoint;
    if (storage.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &storage, sizeof(v4));
        std::uint8_t octets[4];
        std::memcpy(octets, &v4.sin_addr, sizeof(octets));
        endpoint.address = IpAddress::fromOctets(IpAddress::Family::V4, octets);
        endpoint.port = ntohs(v4.sin_port);
    } else if (storage.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &storage, sizeof(v6));
        std::uint8_t octets[16];
        std::memcpy(octets, &v6.sin6_addr, sizeof(octets));
        endpoint.address = IpAddress::fromOctets(IpAddress::Family::V6, octets);
        endpoint.port = ntohs(v6.sin6_port);
    }
    return endpoint;
}

} // namespace headwater
