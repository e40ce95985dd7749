#include "support/tcpproxy.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QtGlobal>

namespace headwater {

namespace {

constexpr int LookEvery = 20; // ms, for a change of the line

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// False: the other side is gone.
bool handOn(int from, int to)
{
    std::array<char, 65536> octets{};
    const ssize_t got = ::recv(from, octets.data(), octets.size(), MSG_DONTWAIT);
    if (got <= 0)
        return got < 0 && errno == EAGAIN;
    ssize_t sent = 0;
    while (sent < got) {
        const ssize_t part =
            ::send(to, octets.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (part <= 0)
            return false;
        sent += part;
    }
    return true;
}

} // namespace

TcpProxy::TcpProxy(std::uint16_t target)
    : m_target(target)
{
    m_listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(m_listening, generic, size) != 0 || ::listen(m_listening, 64) != 0 ||
        ::getsockname(m_listening, generic, &size) != 0)
        qFatal("a proxy cannot listen");
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

TcpProxy::~TcpProxy()
{
    m_ends = true;
    m_thread.join();
    closeAll();
    ::close(m_listening);
}

void TcpProxy::serve()
{
    while (!m_ends) {
        const Line line = m_line;
        std::vector<pollfd> sockets{{m_listening, POLLIN, 0}};
        if (line == Line::Up) {
            for (const Pair& pair : m_pairs) {
                sockets.push_back({pair.client, POLLIN, 0});
                sockets.push_back({pair.server, POLLIN, 0});
            }
        } else if (line == Line::Cut) {
            closeAll();
        }
        if (::poll(sockets.data(), sockets.size(), LookEvery) <= 0)
            continue;
        std::vector<Pair> open;
        for (std::size_t i = 0; i < m_pairs.size(); ++i) {
            const Pair& pair = m_pairs[i];
            const bool good =
                line != Line::Up ||
                ((sockets[2 * i + 1].revents == 0 || handOn(pair.client, pair.server)) &&
                 (sockets[2 * i + 2].revents == 0 || handOn(pair.server, pair.client)));
            if (good) {
                open.push_back(pair);
            } else {
                ::close(pair.client);
                ::close(pair.server);
            }
        }
        m_pairs = std::move(open);
        if (sockets.front().revents != 0)
            accept();
    }
}

void TcpProxy::accept()
{
    Pair pair;
    pair.client = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
    if (pair.client < 0)
        return;
    pair.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(m_target);
    if (m_line == Line::Cut ||
        ::connect(pair.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(pair.client);
        ::close(pair.server);
        return;
    }
    m_pairs.push_back(pair);
}

void TcpProxy::closeAll()
{
    for (const Pair& pair : m_pairs) {
        ::close(pair.client);
        ::close(pair.server);
    }
    m_pairs.clear();
}

} // namespace headwater
