#pragma once

#include <optional>
#include <span>

#include "base/octets.h"

namespace headwater {

/// Requests as they come over a stream: two octets of length, then the message (RFC 1035 section
/// 4.2.2), in pieces of any size. Holds at most one message of 65535 octets and what was read
/// behind it; nothing while a connection is idle. One thread.
class RequestBuffer
{
public:
    /// Room to read into: at least one octet once next() has returned everything that is whole.
    [[nodiscard]] std::span<std::uint8_t> room();
    void filled(std::size_t octets);

    /// The next whole message, without its length; valid until the next call.
    [[nodiscard]] std::optional<OctetView> next();
    [[nodiscard]] bool hasMessage() const;
    /// Something was read that is not a whole message yet.
    [[nodiscard]] bool hasPart() const { return m_begin < m_end && !hasMessage(); }

private:
    [[nodiscard]] std::size_t wanted() const; ///< octets of the first message, with its length

    Octets m_octets;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    bool m_wasFull = false; // the last read left no room: there is more to come
};

} // namespace headwater
