#pragma once

#include <string>
#include <vector>

#include "dns/message.h"
#include "dns/record.h"

namespace headwater {

/// The answer to an AXFR or IXFR question, put together from its messages as a secondary does
/// (RFC 5936 section 2.2, RFC 1995 section 4). For tests: strict, and keeps what it saw.
class Transfer
{
public:
    enum class Kind
    {
        UpToDate,
        Full,
        Incremental
    };

    struct Sequence
    {
        Serial from;
        Serial to;
        std::vector<Record> removed;
        std::vector<Record> added;
    };

    /// `has`: the serial in the question of an IXFR.
    explicit Transfer(std::optional<Serial> has = {})
        : m_has(has)
    {
    }

    /// Takes the next message. Fails on an rcode, and on what may not be in a transfer.
    [[nodiscard]] Result<void> take(const Message& message, std::size_t octets);
    [[nodiscard]] bool isComplete() const { return m_complete; }

    [[nodiscard]] Kind kind() const { return m_kind; }
    /// AA is set on every message (conformance 5936-3; knotd as a server leaves it out).
    [[nodiscard]] bool isAuthoritative() const { return m_authoritative; }
    [[nodiscard]] Serial serial() const { return m_soa.serial; }
    /// Full: the zone, its SOA first and once.
    [[nodiscard]] const std::vector<Record>& records() const { return m_records; }
    /// Incremental: oldest first.
    [[nodiscard]] const std::vector<Sequence>& sequences() const { return m_sequences; }
    [[nodiscard]] std::size_t messages() const { return m_messages; }
    [[nodiscard]] std::size_t octets() const { return m_octets; }

private:
    enum class Part
    {
        First,
        Second,
        Full,
        Removed,
        Added
    };

    [[nodiscard]] Result<void> takeRecord(const Record& record);
    [[nodiscard]] Result<void> takeSoa(const Record& record, const Soa& soa);

    std::optional<Serial> m_has;
    Part m_part = Part::First;
    Kind m_kind = Kind::Full;
    bool m_complete = false;
    bool m_authoritative = true;
    Soa m_soa;
    std::vector<Record> m_records;
    std::vector<Sequence> m_sequences;
    std::size_t m_messages = 0;
    std::size_t m_octets = 0;
};

/// Records as sorted lines, owners and names inside in lower case (nsd keeps no letter case), so
/// that two zones compare as two lists.
[[nodiscard]] std::vector<std::string> sortedLines(const std::vector<Record>& records);

} // namespace headwater
