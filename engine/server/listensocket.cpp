#include "server/listensocket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <netinet/tcp.h>

namespace headwater {

namespace {

constexpr int Backlog = 1024;
constexpr int ReceiveBuffer = 1 << 20; // a burst of questions waits in the kernel, not in the air
constexpr int PortAttempts = 64;

bool setOption(int descriptor, int level, int name, int value)
{
    return setsockopt(descriptor, level, name, &value, sizeof value) == 0;
}

Result<Descriptor> fail(const Endpoint& endpoint, const char* transport, int number)
{
    return failure("cannot listen on " + endpoint.text() + "/" + transport + ": " +
                   std::strerror(number));
}

bool isWildcard(const IpAddress& address)
{
    const int size = address.family() == IpAddress::Family::V4 ? 4 : 16;
    return std::all_of(address.octets(), address.octets() + size,
                       [](std::uint8_t octet) { return octet == 0; });
}

/// Who is bound to one address knows which one was asked.
bool setDatagramOptions(int descriptor, const Endpoint& endpoint)
{
    const bool tells = isWildcard(endpoint.address);
    if (endpoint.address.family() == IpAddress::Family::V6)
        return !tells || setOption(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    // Answers are small; a forged "fragmentation needed" shall not shrink them further.
    return (!tells || setOption(descriptor, IPPROTO_IP, IP_PKTINFO, 1)) &&
           setOption(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_OMIT);
}

Result<Descriptor> openSocket(const Endpoint& endpoint, int type, int* number)
{
    const SocketAddress address = SocketAddress::from(endpoint);
    const int family = address.storage.ss_family;
    const bool stream = type == SOCK_STREAM;
    const char* transport = stream ? "tcp" : "udp";
    Descriptor socket(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int descriptor = socket.get();
    bool good = socket.isOpen();
    if (family == AF_INET6)
        good = good && setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    if (stream)
        good = good && setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
    else
        good = good && setDatagramOptions(descriptor, endpoint);
    good = good && ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address.storage),
                          address.size) == 0;
    if (stream)
        good = good && ::listen(descriptor, Backlog) == 0;
    if (!good) {
        *number = errno;
        return fail(endpoint, transport, *number);
    }
    if (!stream) // best effort
        static_cast<void>(setOption(descriptor, SOL_SOCKET, SO_RCVBUF, ReceiveBuffer));
    return socket;
}

std::uint16_t boundPort(const Descriptor& socket)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    if (getsockname(socket.get(), reinterpret_cast<sockaddr*>(&storage), &size) != 0)
        return 0;
    return SocketAddress::endpoint(storage).port;
}

} // namespace

SocketAddress SocketAddress::from(const Endpoint& endpoint)
{
    SocketAddress address;
    if (endpoint.address.family() == IpAddress::Family::V4) {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(endpoint.port);
        std::memcpy(&in.sin_addr, endpoint.address.octets(), 4);
        std::memcpy(&address.storage, &in, sizeof in);
        address.size = sizeof in;
    } else {
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        in.sin6_port = htons(endpoint.port);
        std::memcpy(&in.sin6_addr, endpoint.address.octets(), 16);
        std::memcpy(&address.storage, &in, sizeof in);
        address.size = sizeof in;
    }
    return address;
}

Endpoint SocketAddress::endpoint(const sockaddr_storage& storage)
{
    std::uint8_t octets[16];
    if (storage.ss_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &storage, sizeof in);
        std::memcpy(octets, &in.sin_addr, 4);
        return {IpAddress::fromOctets(IpAddress::Family::V4, octets), ntohs(in.sin_port)};
    }
    if (storage.ss_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &storage, sizeof in);
        std::memcpy(octets, &in.sin6_addr, 16);
        return {IpAddress::fromOctets(IpAddress::Family::V6, octets), ntohs(in.sin6_port)};
    }
    return {};
}

Result<ListenSockets> ListenSockets::openStream(const Endpoint& endpoint)
{
    int number = 0;
    auto tcp = openSocket(endpoint, SOCK_STREAM, &number);
    if (!tcp)
        return tl::unexpected<Error>(tcp.error());
    ListenSockets sockets;
    sockets.tcp = *std::move(tcp);
    sockets.endpoint = {endpoint.address, boundPort(sockets.tcp)};
    return sockets;
}

Result<ListenSockets> ListenSockets::open(const Endpoint& endpoint)
{
    for (int attempt = 1;; ++attempt) {
        int number = 0;
        auto stream = openStream(endpoint);
        if (!stream)
            return stream;
        ListenSockets sockets = *std::move(stream);
        auto udp = openSocket(sockets.endpoint, SOCK_DGRAM, &number);
        if (udp) {
            sockets.udp = *std::move(udp);
            return sockets;
        }
        // A port the kernel chose for TCP may be taken for UDP: another one then.
        if (endpoint.port != 0 || number != EADDRINUSE || attempt == PortAttempts)
            return tl::unexpected<Error>(udp.error());
    }
}

} // namespace headwater
