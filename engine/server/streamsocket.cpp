#include "server/streamsocket.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>

namespace headwater {

namespace {

constexpr std::size_t RecordSize = 16384; // the largest of TLS

StreamSocket::Moved told(ssize_t octets)
{
    using Outcome = StreamSocket::Outcome;
    if (octets >= 0)
        return {Outcome::Done, static_cast<std::size_t>(octets)};
    const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return {later ? Outcome::Again : Outcome::Broken, 0};
}

} // namespace

StreamSocket::StreamSocket(Descriptor socket, std::shared_ptr<const TlsIdentity> tls)
    : m_socket(std::move(socket))
{
    if (tls)
        m_tls = std::make_unique<TlsChannel>(std::move(tls), m_socket.get());
}

StreamSocket::Moved StreamSocket::read(std::span<std::uint8_t> into)
{
    if (m_tls)
        return m_tls->read(into);
    const Moved moved = told(recv(m_socket.get(), into.data(), into.size(), MSG_DONTWAIT));
    return moved.outcome == Outcome::Done && moved.octets == 0 ? Moved{Outcome::Ended, 0} : moved;
}

StreamSocket::Moved StreamSocket::write(std::span<const iovec> pieces)
{
    if (!m_tls) {
        msghdr header{};
        header.msg_iov = const_cast<iovec*>(pieces.data()); // sendmsg does not write to it
        header.msg_iovlen = pieces.size();
        return told(sendmsg(m_socket.get(), &header, MSG_NOSIGNAL | MSG_DONTWAIT));
    }
    // One record of one message: a length never travels apart from its message (RFC 7766 8).
    std::array<std::uint8_t, RecordSize> record;
    std::size_t size = 0;
    for (const iovec& piece : pieces) {
        const std::size_t part = std::min(piece.iov_len, record.size() - size);
        std::memcpy(record.data() + size, piece.iov_base, part);
        size += part;
    }
    return m_tls->write(OctetView(record).first(size));
}

void StreamSocket::finish()
{
    if (m_tls && m_socket.isOpen())
        m_tls->finish();
}

void StreamSocket::close()
{
    m_tls.reset();
    m_socket.close();
}

} // namespace headwater
