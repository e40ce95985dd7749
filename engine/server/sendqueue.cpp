#include "server/sendqueue.h"

#include <algorithm>

namespace headwater {

namespace {

constexpr std::size_t LargestVector = 64; // 16 messages of up to four pieces

/// Collects pieces, leaving out octets that are written already.
struct Gather
{
    std::array<iovec, LargestVector> vector{};
    std::size_t count = 0;
    std::size_t skip = 0;

    void add(OctetView piece)
    {
        const std::size_t left = std::min(skip, piece.size());
        skip -= left;
        if (left == piece.size() || count == vector.size())
            return;
        // sendmsg does not write through it.
        vector[count++] = {const_cast<std::uint8_t*>(piece.data()) + left, piece.size() - left};
    }
};

} // namespace

void SendQueue::push(TransferMessage message, std::shared_ptr<const void> keep)
{
    Outgoing outgoing;
    const std::size_t size = message.size();
    outgoing.length = {static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    outgoing.message = std::move(message);
    outgoing.keep = std::move(keep);
    m_pushed += outgoing.size();
    m_messages.push_back(std::move(outgoing));
}

void SendQueue::push(Octets message)
{
    TransferMessage whole;
    whole.head = std::move(message);
    push(std::move(whole), nullptr);
}

SendQueue::Written SendQueue::writeTo(StreamSocket& socket)
{
    Gather gather;
    gather.skip = m_frontWritten;
    for (const Outgoing& outgoing : m_messages) {
        if (gather.count + 4 > LargestVector)
            break;
        gather.add(outgoing.length);
        gather.add(outgoing.message.head);
        gather.add(outgoing.message.shared);
        gather.add(outgoing.message.tail);
        if (socket.wantsSingleMessages())
            break;
    }
    const StreamSocket::Moved moved =
        socket.write(std::span<const iovec>(gather.vector).first(gather.count));
    if (moved.outcome == StreamSocket::Outcome::Again)
        return {Outcome::Full, 0};
    if (moved.outcome != StreamSocket::Outcome::Done)
        return {Outcome::Broken, 0};
    advance(moved.octets);
    return {Outcome::Written, moved.octets};
}

void SendQueue::advance(std::size_t octets)
{
    m_written += octets;
    m_frontWritten += octets;
    while (!m_messages.empty() && m_frontWritten >= m_messages.front().size()) {
        m_frontWritten -= m_messages.front().size();
        m_messages.pop_front();
    }
}

} // namespace headwater
