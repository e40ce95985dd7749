#pragma once

#include "bench/common/blockingsocket.h"
#include "dns/message.h"

namespace headwater {

/// What a secondary's port receives: NOTIFYs, answered at once.
class NotifyPort
{
public:
    [[nodiscard]] Endpoint endpoint() const { return m_socket.local(); }

    /// Waits for the next NOTIFY about `zone`; none for 30 s ends the program.
    void next(const Name& zone) const;

private:
    BlockingSocket m_socket{BlockingSocket::Kind::Datagram};
};

} // namespace headwater
