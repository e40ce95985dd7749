#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/octets.h"
#include "server/listensocket.h"

namespace headwater {

/// A blocking client socket with a deadline on everything. For tests.
class TestSocket
{
public:
    enum class Kind
    {
        Udp,
        Tcp
    };

    explicit TestSocket(Kind kind, int receiveBuffer = 0)
        : m_socket(::socket(AF_INET, kind == Kind::Tcp ? SOCK_STREAM : SOCK_DGRAM, 0))
        , m_kind(kind)
    {
        if (receiveBuffer > 0)
            setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
        const int on = 1;
        if (kind == Kind::Tcp)
            setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }

    bool connectTo(const Endpoint& endpoint)
    {
        const SocketAddress address = SocketAddress::from(endpoint);
        return ::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&address.storage),
                         address.size) == 0;
    }
    bool bindTo(const Endpoint& endpoint)
    {
        const SocketAddress address = SocketAddress::from(endpoint);
        return ::bind(m_socket.get(), reinterpret_cast<const sockaddr*>(&address.storage),
                      address.size) == 0;
    }

    bool sendRaw(OctetView octets)
    {
        while (!octets.empty()) {
            const ssize_t sent = ::send(m_socket.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            octets = octets.subspan(static_cast<std::size_t>(sent));
        }
        return true;
    }
    /// With the length in front over TCP.
    bool send(OctetView message)
    {
        if (m_kind == Kind::Udp)
            return sendRaw(message);
        Octets framed;
        appendUint16(framed, static_cast<std::uint16_t>(message.size()));
        append(framed, message);
        return sendRaw(framed);
    }

    /// The next message; none when nothing comes in time or the connection ends.
    std::optional<Octets> receive(std::chrono::milliseconds timeout = std::chrono::seconds(10))
    {
        const auto end = std::chrono::steady_clock::now() + timeout;
        if (m_kind == Kind::Udp) {
            Octets message(65536);
            if (!waitReadable(end))
                return std::nullopt;
            const ssize_t size = ::recv(m_socket.get(), message.data(), message.size(), 0);
            if (size < 0)
                return std::nullopt;
            message.resize(static_cast<std::size_t>(size));
            return message;
        }
        Octets length(2);
        if (!receiveExactly(&length, end))
            return std::nullopt;
        Octets message(uint16At(length, 0));
        if (!receiveExactly(&message, end))
            return std::nullopt;
        return message;
    }
    /// The peer has closed or reset the connection; what it sent before is thrown away.
    bool isClosedWithin(std::chrono::milliseconds timeout)
    {
        const auto end = std::chrono::steady_clock::now() + timeout;
        Octets some(65536);
        while (waitReadable(end)) {
            if (::recv(m_socket.get(), some.data(), some.size(), 0) <= 0)
                return true;
        }
        return false;
    }
    void finishSending() { ::shutdown(m_socket.get(), SHUT_WR); }
    void reset()
    {
        const linger none{1, 0};
        setsockopt(m_socket.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
        m_socket.close();
    }
    void close() { m_socket.close(); }
    [[nodiscard]] int descriptor() const { return m_socket.get(); }

private:
    using Time = std::chrono::steady_clock::time_point;

    bool waitReadable(Time end)
    {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        pollfd waiting{m_socket.get(), POLLIN, 0};
        return left.count() > 0 && ::poll(&waiting, 1, static_cast<int>(left.count())) > 0;
    }
    bool receiveExactly(Octets* octets, Time end)
    {
        for (std::size_t have = 0; have < octets->size();) {
            if (!waitReadable(end))
                return false;
            const ssize_t got =
                ::recv(m_socket.get(), octets->data() + have, octets->size() - have, 0);
            if (got <= 0)
                return false;
            have += static_cast<std::size_t>(got);
        }
        return true;
    }

    Descriptor m_socket;
    Kind m_kind;
};

/// Descriptors this process has open.
inline int openDescriptors()
{
    DIR* folder = ::opendir("/proc/self/fd");
    int count = 0;
    while (::readdir(folder))
        ++count;
    ::closedir(folder);
    return count - 3; // ".", ".." and the folder itself
}

template <typename Condition>
bool becomesTrue(Condition condition, std::chrono::milliseconds timeout = std::chrono::seconds(10))
{
    const auto end = std::chrono::steady_clock::now() + timeout;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

} // namespace headwater
