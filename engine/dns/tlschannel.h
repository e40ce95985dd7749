#pragma once

#include <memory>
#include <optional>
#include <span>

#include "dns/tlsidentity.h"

namespace headwater {

/// The server's end of one TLS 1.3 connection over a non-blocking socket that somebody else owns
/// and closes. The handshake is part of the first reads. Never blocks, never raises SIGPIPE; holds
/// one record of 16 KiB in each direction at most. One thread.
class TlsChannel
{
public:
    enum class Outcome
    {
        Done,
        Again, ///< wait until the socket is readable, or writable when wantsToWrite()
        Ended, ///< the peer has closed its side
        Broken ///< or the handshake failed
    };
    struct Moved
    {
        Outcome outcome = Outcome::Done;
        std::size_t octets = 0;
    };

    TlsChannel(std::shared_ptr<const TlsIdentity> identity, int socket);
    ~TlsChannel();

    [[nodiscard]] Moved read(std::span<std::uint8_t> into);
    /// Takes one record at most. After Again the next call begins with the same octets.
    [[nodiscard]] Moved write(OctetView octets);
    /// Octets have been decrypted that no read has taken: the socket will not tell.
    [[nodiscard]] bool holdsInput() const;
    /// The last read waits for the socket to be writable.
    [[nodiscard]] bool wantsToWrite() const;
    /// Tells the peer that nothing more comes; best effort.
    void finish();

    /// Null: it showed none. Known once something has been read.
    [[nodiscard]] const PeerCertificate* certificate() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwater
