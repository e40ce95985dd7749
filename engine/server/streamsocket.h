#pragma once

#include <memory>
#include <span>

#include <sys/uio.h>

#include "dns/tlschannel.h"
#include "server/descriptor.h"

namespace headwater {

/// One accepted connection, in the clear or in TLS; the session does not care which. Non-blocking,
/// never raises SIGPIPE. One thread.
class StreamSocket
{
public:
    using Outcome = TlsChannel::Outcome;
    using Moved = TlsChannel::Moved;

    /// `tls` null: in the clear.
    explicit StreamSocket(Descriptor socket, std::shared_ptr<const TlsIdentity> tls = {});

    [[nodiscard]] Moved read(std::span<std::uint8_t> into);
    /// Takes as much of these as it can in one call; after Again the next call begins with the same
    /// octets.
    [[nodiscard]] Moved write(std::span<const iovec> pieces);
    /// A TLS record may not hold the end of one message and the beginning of the next: NSD 4.6
    /// waits for the socket then, while the next message waits in its TLS library.
    [[nodiscard]] bool wantsSingleMessages() const { return m_tls != nullptr; }
    [[nodiscard]] bool holdsInput() const { return m_tls && m_tls->holdsInput(); }
    [[nodiscard]] bool wantsToWrite() const { return m_tls && m_tls->wantsToWrite(); }
    /// Null in the clear, or when the client showed none.
    [[nodiscard]] const PeerCertificate* certificate() const
    {
        return m_tls ? m_tls->certificate() : nullptr;
    }

    [[nodiscard]] int get() const { return m_socket.get(); }
    [[nodiscard]] bool isOpen() const { return m_socket.isOpen(); }
    /// Says goodbye first, where there is a word for it.
    void finish();
    void close();

private:
    Descriptor m_socket;
    std::unique_ptr<TlsChannel> m_tls;
};

} // namespace headwater
