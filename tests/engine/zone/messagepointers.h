#pragma once

#include <string>

#include "dns/message.h"

namespace sample {

using namespace headwater;

/// Walks a whole message by itself, without the engine's reader, and says what is wrong with a
/// compression pointer in it: every one must go backwards, below 0x4000, and stand in an owner name
/// or in RDATA of a type of RFC 1035. Empty when all is well.
class MessagePointers
{
public:
    explicit MessagePointers(OctetView message)
        : m_message(message)
    {
    }

    std::string fault()
    {
        m_at = 12;
        for (unsigned i = uint16At(m_message, 4); i > 0; --i) {
            walkName();
            m_at += 4;
        }
        const unsigned records =
            uint16At(m_message, 6) + 0U + uint16At(m_message, 8) + uint16At(m_message, 10);
        for (unsigned i = 0; i < records && m_fault.empty(); ++i)
            walkRecord();
        if (m_fault.empty() && m_at != m_message.size())
            m_fault = "the message does not end with its last record";
        return m_fault;
    }

    [[nodiscard]] unsigned pointers() const { return m_pointers; }

private:
    void walkName()
    {
        while (m_at < m_message.size()) {
            const unsigned length = m_message[m_at];
            if (length >= 0xC0) {
                const unsigned target = uint16At(m_message, m_at) & 0x3FFFU;
                if (target >= m_at || target < 12)
                    m_fault =
                        "pointer at " + std::to_string(m_at) + " to " + std::to_string(target);
                ++m_pointers;
                m_at += 2;
                return;
            }
            m_at += 1 + length;
            if (length == 0)
                return;
        }
        m_fault = "a name runs out of the message";
    }

    void walkRecord()
    {
        walkName();
        if (m_at + 10 > m_message.size()) {
            m_fault = "a record is cut short";
            return;
        }
        const unsigned type = uint16At(m_message, m_at);
        const std::size_t size = uint16At(m_message, m_at + 8);
        m_at += 10;
        const std::size_t end = m_at + size;
        if (type == 2 || type == 5 || type == 12)
            walkName();
        if (type == 15) {
            m_at += 2;
            walkName();
        }
        if (type == 6) {
            walkName();
            walkName();
            m_at += 20;
        }
        if ((type == 2 || type == 5 || type == 6 || type == 12 || type == 15) && m_at != end)
            m_fault = "RDATA of type " + std::to_string(type) + " has another length";
        m_at = end;
    }

    OctetView m_message;
    std::size_t m_at = 0;
    unsigned m_pointers = 0;
    std::string m_fault;
};

} // namespace sample
