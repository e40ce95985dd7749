#include "bench/common/replay.h"

#include <sys/socket.h>

namespace headwater {

Replay::Replay(OctetView stream)
    : m_stream(stream.begin(), stream.end())
    , m_listening(BlockingSocket::Kind::Stream)
    , m_thread([this] { serve(); })
{
}

Replay::~Replay()
{
    ::shutdown(m_listening.descriptor(), SHUT_RDWR);
    m_thread.join();
    for (std::thread& client : m_clients)
        client.join();
}

void Replay::serve()
{
    while (true) {
        const int accepted = ::accept(m_listening.descriptor(), nullptr, nullptr);
        if (accepted < 0)
            return;
        m_clients.emplace_back([this, accepted] {
            const BlockingSocket client(accepted);
            const Octets length = client.exactly(2);
            if (!length.empty() && !client.exactly(uint16At(length, 0)).empty())
                client.sendAll(m_stream);
        });
    }
}

} // namespace headwater
