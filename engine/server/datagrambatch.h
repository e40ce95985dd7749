#pragma once

#include <array>

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/address.h"
#include "base/octets.h"

namespace headwater {

/// The questions that one call takes from a UDP socket, and the answers to them, which one call
/// hands over: each from the address that was asked. Answers of one size to one peer that follow
/// one another go as segments of one send (udp(7), UDP_SEGMENT); the way through the kernel costs
/// more than all that is done for an answer here, and so they share it.
///
///     questions   | A | A | A | B | B | A |
///     answers     |120|120| 96|   | 96|120|         (the fourth question got none)
///     sends       | 120 120 96|   | 96|120|         only the last segment may be shorter
///
/// One thread.
class DatagramBatch
{
public:
    DatagramBatch();

    /// Of the kernel's 64 segments; so few that a client works on some answers while the next are
    /// made.
    static constexpr std::size_t Most = 48;
    /// Takes the questions that are there, and forgets those before. Never waits.
    [[nodiscard]] std::size_t receive(int socket);
    [[nodiscard]] OctetView question(std::size_t index) const;
    [[nodiscard]] Endpoint peer(std::size_t index) const;
    /// The answer to that question. Questions are answered in order, or not.
    void answer(std::size_t index, Octets wire);
    /// Hands over all answers. What the kernel cannot take at once is lost, as datagrams are.
    void send(int socket);

private:
    static constexpr std::size_t LargestQuestion = 4096; // longer ones arrive cut: malformed

    struct Question
    {
        std::array<std::uint8_t, LargestQuestion> octets;
        sockaddr_storage peer;
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in6_pktinfo))> control;
    };
    /// One send: answers `first` to `first + count - 1` in m_vectors, to the peer of `question`.
    struct Send
    {
        std::size_t question = 0;
        std::size_t first = 0;
        std::size_t count = 0;
        std::size_t octets = 0;
        bool ended = false; ///< a shorter one was its last
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in6_pktinfo)) +
                                              CMSG_SPACE(sizeof(std::uint16_t))> control;
    };

    [[nodiscard]] bool joins(const Send& send, std::size_t index, std::size_t size) const;
    [[nodiscard]] msghdr header(Send& send);
    void sendOneByOne(int socket, const Send& send);

    std::array<Question, Most> m_questions;
    std::array<iovec, Most> m_room;
    std::array<mmsghdr, Most> m_received;
    std::array<Octets, Most> m_answers;
    std::array<iovec, Most> m_vectors;
    std::array<Send, Most> m_sends;
    std::array<mmsghdr, Most> m_out;
    std::size_t m_answerCount = 0;
    std::size_t m_sendCount = 0;
};

} // namespace headwater
