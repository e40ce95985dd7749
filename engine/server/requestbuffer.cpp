#include "server/requestbuffer.h"

#include <algorithm>

namespace headwater {

namespace {
constexpr std::size_t SmallSize = 2048;        // some pipelined questions
constexpr std::size_t LargestSize = 65535 + 2; // the largest message
} // namespace

std::size_t RequestBuffer::wanted() const
{
    const std::size_t held = m_end - m_begin;
    return held < 2 ? 2 : 2 + std::size_t{uint16At(OctetView(m_octets), m_begin)};
}

bool RequestBuffer::hasMessage() const
{
    const std::size_t held = m_end - m_begin;
    return held >= 2 && held >= wanted();
}

std::span<std::uint8_t> RequestBuffer::room()
{
    std::copy(m_octets.begin() + static_cast<std::ptrdiff_t>(m_begin),
              m_octets.begin() + static_cast<std::ptrdiff_t>(m_end), m_octets.begin());
    m_end -= m_begin;
    m_begin = 0;
    std::size_t size = std::max({SmallSize, m_octets.size(), wanted()});
    if (m_wasFull) // busy: fewer, larger reads
        size = std::max(size, std::min(2 * m_octets.size(), LargestSize));
    m_octets.resize(size);
    return {m_octets.data() + m_end, m_octets.size() - m_end};
}

void RequestBuffer::filled(std::size_t octets)
{
    m_end = std::min(m_end + octets, m_octets.size());
    m_wasFull = m_end == m_octets.size();
}

std::optional<OctetView> RequestBuffer::next()
{
    if (!hasMessage()) {
        if (m_begin == m_end && !m_wasFull) { // an idle connection shall cost next to nothing
            m_octets = {};
            m_begin = m_end = 0;
        }
        return std::nullopt;
    }
    const std::size_t size = wanted();
    const OctetView message(m_octets.data() + m_begin + 2, size - 2);
    m_begin += size;
    return message;
}

} // namespace headwater
