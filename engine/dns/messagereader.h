#pragma once

#include "dns/message.h"

namespace headwater {

/// Reads one message from its first octet to its last. Counts, lengths and pointers are claims of
/// the sender: each is checked before it is followed (RFC 9267).
class MessageReader
{
public:
    MessageReader(OctetView wire, Message::Limits limits)
        : m_wire(wire)
        , m_limits(limits)
    {
    }

    [[nodiscard]] Result<Message> read();

private:
    /// What stands in front of the RDATA of every record.
    struct RecordHead
    {
        Name owner;
        RecordType type{};
        std::uint16_t klass = 0;
        std::uint32_t ttl = 0;
        std::size_t start = 0;  ///< of the owner
        std::size_t length = 0; ///< of the RDATA, which begins at m_offset
    };

    [[nodiscard]] Result<void> checkCounts() const;
    [[nodiscard]] Result<void> readQuestions();
    [[nodiscard]] Result<void> readSection(std::uint16_t count,
                                           std::vector<MessageRecord>* records);
    [[nodiscard]] Result<void> readAdditionals();
    [[nodiscard]] Result<RecordHead> readHead();
    [[nodiscard]] Result<void> readRecord(const RecordHead& head,
                                          std::vector<MessageRecord>* records);
    [[nodiscard]] Result<void> readOpt(const RecordHead& head);
    [[nodiscard]] Result<void> readTsig(const RecordHead& head);

    OctetView m_wire;
    Message::Limits m_limits;
    std::size_t m_offset = Header::Size;
    Message m_message;
};

} // namespace headwater
