#pragma once

#include <optional>
#include <unordered_map>

#include "bench/common/blockingsocket.h"
#include "dns/message.h"

namespace headwater {

/// What a secondary's port receives: NOTIFYs, answered at once.
class NotifyPort
{
public:
    [[nodiscard]] Endpoint endpoint() const { return m_socket.local(); }

    /// Answers what came already; next() does not count it, nor its repetition.
    void takeWaiting();
    /// Waits for a NOTIFY about `zone` with another serial than the one before; none for 30 s ends
    /// the program.
    void next(const Name& zone);

private:
    /// Receives one and answers it: its zone when the serial is another than before.
    [[nodiscard]] std::optional<Name> take();

    std::unordered_map<Name, std::uint32_t> m_serials;
    BlockingSocket m_socket{BlockingSocket::Kind::Datagram};
};

} // namespace headwater
