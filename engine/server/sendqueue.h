#pragma once

#include <array>
#include <deque>
#include <memory>

#include "server/streamsocket.h"
#include "transfer/transferstream.h"

namespace headwater {

/// Messages on their way to one stream socket. The shared octets of a transfer message go from the
/// version to the kernel without being copied. One thread.
class SendQueue
{
public:
    /// `keep` holds what the shared octets point into.
    void push(TransferMessage message, std::shared_ptr<const void> keep);
    void push(Octets message);

    enum class Outcome
    {
        Written,
        Full,
        Broken
    };
    struct Written
    {
        Outcome outcome = Outcome::Written;
        std::size_t octets = 0;
    };
    /// Hands over what the socket takes in one call; length and message go in one piece
    /// (RFC 7766 section 8). Never blocks, never raises SIGPIPE.
    [[nodiscard]] Written writeTo(StreamSocket& socket);

    [[nodiscard]] bool isEmpty() const { return m_messages.empty(); }
    [[nodiscard]] std::size_t octets() const
    {
        return static_cast<std::size_t>(m_pushed - m_written);
    }
    /// Octets ever pushed and ever taken by the kernel: positions in the stream of answers.
    [[nodiscard]] std::uint64_t pushed() const { return m_pushed; }
    [[nodiscard]] std::uint64_t written() const { return m_written; }

private:
    struct Outgoing
    {
        std::array<std::uint8_t, 2> length{};
        TransferMessage message;
        std::shared_ptr<const void> keep;

        [[nodiscard]] std::size_t size() const { return length.size() + message.size(); }
    };
    void advance(std::size_t octets);

    std::deque<Outgoing> m_messages;
    std::size_t m_frontWritten = 0; // of the first message
    std::uint64_t m_pushed = 0;
    std::uint64_t m_written = 0;
};

} // namespace headwater
