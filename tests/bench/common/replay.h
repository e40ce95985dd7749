#pragma once

#include <thread>
#include <vector>

#include "bench/common/blockingsocket.h"

namespace headwater {

/// Sends recorded octets to whoever connects and asks, with nothing but write(), one thread for
/// each client: what no server can beat.
class Replay
{
public:
    explicit Replay(OctetView stream);
    ~Replay();
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;
    [[nodiscard]] Endpoint endpoint() const { return m_listening.local(); }

private:
    void serve();

    Octets m_stream;
    BlockingSocket m_listening;
    std::vector<std::thread> m_clients;
    std::thread m_thread;
};

} // namespace headwater
