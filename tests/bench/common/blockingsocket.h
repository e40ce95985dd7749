#pragma once

#include "base/address.h"
#include "base/clock.h"
#include "base/octets.h"

namespace headwater {

/// A connected IPv4 socket whose calls end after some seconds. Any trouble ends the program.
class BlockingSocket
{
public:
    enum class Kind
    {
        Datagram,
        Stream
    };
    BlockingSocket(Kind kind, const Endpoint& server);
    /// A listening or bound one on 127.0.0.1; port 0: one that is free.
    explicit BlockingSocket(Kind kind, std::uint16_t port = 0);
    /// Takes over what accept() gave.
    explicit BlockingSocket(int descriptor);
    ~BlockingSocket();
    BlockingSocket(const BlockingSocket&) = delete;
    BlockingSocket& operator=(const BlockingSocket&) = delete;

    void sendAll(OctetView octets) const;
    /// At most `space` octets; 0 at the end of the stream.
    [[nodiscard]] std::size_t receive(std::uint8_t* to, std::size_t space) const;
    /// Exactly so many.
    [[nodiscard]] Octets exactly(std::size_t octets) const;
    /// One datagram; empty when none came within `timeout`.
    [[nodiscard]] Octets datagram(Milliseconds timeout) const;
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] Endpoint local() const;

private:
    int m_descriptor = -1;
};

} // namespace headwater
