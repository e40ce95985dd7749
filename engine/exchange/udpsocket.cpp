#include "exchange/udpsocket.h"

#include <array>
#include <cerrno>
#include <cstring>

// The kernel's header needs timespec first.
#include <ctime>

#include <linux/errqueue.h>
#include <netinet/in.h>
#include <unistd.h>

#include "exchange/socketaddress.h"

namespace headwater {

namespace {

/// A burst must not keep the thread from its other work.
constexpr int MessagesPerWake = 256;

void setOption(int descriptor, int level, int name, int value)
{
    // None of them is needed for correctness: a failure costs speed of detection only.
    (void)::setsockopt(descriptor, level, name, &value, sizeof(value));
}

int errorIn(msghdr& header)
{
    for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr;
         part = CMSG_NXTHDR(&header, part)) {
        const bool v4 = part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR;
        const bool v6 = part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR;
        if (!v4 && !v6)
            continue;
        sock_extended_err error{};
        std::memcpy(&error, CMSG_DATA(part), sizeof(error));
        return static_cast<int>(error.ee_errno);
    }
    return 0;
}

} // namespace

Result<std::unique_ptr<UdpSocket>> UdpSocket::open(IpAddress::Family family,
                                                   std::optional<IpAddress> from)
{
    const bool v4 = family == IpAddress::Family::V4;
    const int descriptor =
        ::socket(v4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return failure(std::string("no UDP socket: ") + std::strerror(errno));
    std::unique_ptr<UdpSocket> socket(new UdpSocket(descriptor));
    if (v4) {
        setOption(descriptor, IPPROTO_IP, IP_RECVERR, 1);
    } else {
        setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        setOption(descriptor, IPPROTO_IPV6, IPV6_RECVERR, 1);
    }
    setOption(descriptor, SOL_SOCKET, SO_RCVBUF, 1024 * 1024);
    static constexpr std::array<std::uint8_t, 16> Any{};
    const Endpoint local{from.value_or(IpAddress::fromOctets(family, Any.data())), 0};
    const SocketAddress address(local);
    if (::bind(descriptor, address.get(), address.size) != 0)
        return failure("cannot send from " + local.address.text() + ": " + std::strerror(errno));
    return socket;
}

UdpSocket::UdpSocket(int descriptor)
    : m_descriptor(descriptor)
    , m_openedAt(Clock::now())
{
}

UdpSocket::~UdpSocket()
{
    m_notifier.reset();
    ::close(m_descriptor);
}

void UdpSocket::listen(Received received, Unreachable unreachable)
{
    m_received = std::move(received);
    m_unreachable = std::move(unreachable);
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this] { readAll(); });
}

int UdpSocket::send(const Endpoint& to, OctetView message)
{
    const SocketAddress address(to);
    // An error that an earlier datagram caused is told by the next call, whatever that is about.
    for (int attempt = 0; attempt < 3; ++attempt) {
        const ssize_t sent =
            ::sendto(m_descriptor, message.data(), message.size(), 0, address.get(), address.size);
        if (sent >= 0)
            return 0;
        if (errno != ECONNREFUSED && errno != EINTR)
            return errno;
    }
    return errno;
}

void UdpSocket::readAll()
{
    readErrors();
    std::array<std::uint8_t, 65535> buffer;
    for (int count = 0; count < MessagesPerWake; ++count) {
        SocketAddress from;
        from.size = sizeof(from.storage);
        const ssize_t size = ::recvfrom(m_descriptor, buffer.data(), buffer.size(), 0,
                                        reinterpret_cast<sockaddr*>(&from.storage), &from.size);
        if (size < 0) {
            if (errno == EINTR || errno == ECONNREFUSED || errno == EHOSTUNREACH)
                continue;
            break;
        }
        m_received(from.endpoint(), OctetView(buffer.data(), static_cast<std::size_t>(size)));
    }
}

void UdpSocket::readErrors()
{
    std::array<std::uint8_t, 512> buffer;
    for (int count = 0; count < MessagesPerWake; ++count) {
        SocketAddress to;
        alignas(cmsghdr) std::array<char, 512> control{};
        iovec piece{buffer.data(), buffer.size()};
        msghdr header{};
        header.msg_name = &to.storage;
        header.msg_namelen = sizeof(to.storage);
        header.msg_iov = &piece;
        header.msg_iovlen = 1;
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        const ssize_t size = ::recvmsg(m_descriptor, &header, MSG_ERRQUEUE);
        if (size < 0)
            break;
        const int error = errorIn(header);
        if (error != 0)
            m_unreachable(to.endpoint(), OctetView(buffer.data(), static_cast<std::size_t>(size)),
                          error);
    }
}

} // namespace headwater
