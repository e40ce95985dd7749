#include "bench/common/blockingsocket.h"

#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/common/samples.h"

namespace headwater {
namespace {

[[noreturn]] void giveUpOn(const std::string& what)
{
    giveUp(what + ": " + std::strerror(errno));
}

int opened(BlockingSocket::Kind kind)
{
    const int type = kind == BlockingSocket::Kind::Stream ? SOCK_STREAM : SOCK_DGRAM;
    const int descriptor = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        giveUpOn("no socket");
    const timeval limit{30, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return descriptor;
}

void hurry(int descriptor)
{
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

} // namespace

BlockingSocket::BlockingSocket(Kind kind, const Endpoint& server)
    : m_descriptor(opened(kind))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server.port);
    std::memcpy(&address.sin_addr, server.address.octets(), 4);
    if (::connect(m_descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        giveUpOn("cannot connect to " + server.text());
    if (kind == Kind::Stream)
        hurry(m_descriptor);
}

BlockingSocket::BlockingSocket(Kind kind, std::uint16_t port)
    : m_descriptor(opened(kind))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::bind(m_descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        giveUpOn("cannot bind");
    if (kind == Kind::Stream && ::listen(m_descriptor, 128) != 0)
        giveUpOn("cannot listen");
}

BlockingSocket::BlockingSocket(int descriptor)
    : m_descriptor(descriptor)
{
    if (descriptor < 0)
        giveUpOn("nobody connects");
    hurry(descriptor);
}

BlockingSocket::~BlockingSocket()
{
    ::close(m_descriptor);
}

void BlockingSocket::sendAll(OctetView octets) const
{
    while (!octets.empty()) {
        const ssize_t sent = ::send(m_descriptor, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent < 0)
            giveUpOn("cannot send");
        octets = octets.subspan(static_cast<std::size_t>(sent));
    }
}

std::size_t BlockingSocket::receive(std::uint8_t* to, std::size_t space) const
{
    const ssize_t got = ::recv(m_descriptor, to, space, 0);
    if (got < 0)
        giveUpOn("cannot receive");
    return static_cast<std::size_t>(got);
}

Octets BlockingSocket::exactly(std::size_t octets) const
{
    Octets buffer(octets);
    for (std::size_t have = 0; have < octets;) {
        const std::size_t got = receive(buffer.data() + have, octets - have);
        if (got == 0)
            return {};
        have += got;
    }
    return buffer;
}

Octets BlockingSocket::datagram(Milliseconds timeout) const
{
    pollfd waiting{m_descriptor, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(timeout.count())) <= 0)
        return {};
    Octets buffer(65535);
    const ssize_t got = ::recv(m_descriptor, buffer.data(), buffer.size(), 0);
    buffer.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return buffer;
}

Endpoint BlockingSocket::local() const
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(m_descriptor, reinterpret_cast<sockaddr*>(&address), &size);
    return {IpAddress::fromOctets(IpAddress::Family::V4,
                                  reinterpret_cast<const std::uint8_t*>(&address.sin_addr)),
            ntohs(address.sin_port)};
}

} // namespace headwater
