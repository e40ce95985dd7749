#include "support/transfer.h"

#include <algorithm>

#include "dns/presentation.h"

namespace headwater {

Result<void> Transfer::take(const Message& message, std::size_t octets)
{
    ++m_messages;
    m_octets += octets;
    if (message.rcode() != Rcode::NoError) {
        std::string reason = "the server answered " + text(message.rcode());
        if (message.tsig && message.tsig->error != Rcode::NoError)
            reason += ", TSIG error " + std::to_string(static_cast<int>(message.tsig->error));
        return failure(reason);
    }
    if (message.header.truncated)
        return failure("a transfer message has TC set");
    m_authoritative = m_authoritative && message.header.authoritative;
    if (message.answers.empty())
        return failure("a transfer message has no records");
    for (const MessageRecord& read : message.answers) {
        if (m_complete)
            return failure("records stand behind the last SOA");
        if (const auto taken = takeRecord({read.owner, read.type, read.ttl, read.rdata}); !taken)
            return taken;
    }
    // RFC 1995 section 2: a single SOA that is not newer says "you are up to date".
    if (m_part == Part::Second && m_has && !m_soa.serial.isNewerThan(*m_has)) {
        m_kind = Kind::UpToDate;
        m_complete = true;
    }
    return {};
}

Result<void> Transfer::takeRecord(const Record& record)
{
    if (record.type == RecordType::SOA) {
        const auto soa = Soa::fromRdata(record.rdata);
        if (!soa)
            return tl::unexpected<Error>(soa.error());
        return takeSoa(record, *soa);
    }
    switch (m_part) {
    case Part::First:
        return failure("the first record is not the SOA");
    case Part::Second:
        m_part = Part::Full;
        [[fallthrough]];
    case Part::Full:
        m_records.push_back(record);
        break;
    case Part::Removed:
        m_sequences.back().removed.push_back(record);
        break;
    case Part::Added:
        m_sequences.back().added.push_back(record);
        break;
    }
    return {};
}

Result<void> Transfer::takeSoa(const Record& record, const Soa& soa)
{
    const bool isLast = soa.serial == m_soa.serial;
    switch (m_part) {
    case Part::First:
        m_soa = soa;
        m_records.push_back(record);
        m_part = Part::Second;
        return {};
    case Part::Second:
    case Part::Full:
        if (isLast) {
            m_complete = true;
            return {};
        }
        if (m_part == Part::Full || !m_has)
            return failure("an SOA with another serial stands inside a full transfer");
        m_kind = Kind::Incremental;
        m_records.clear();
        m_sequences.push_back({soa.serial, {}, {}, {}});
        m_part = Part::Removed;
        return {};
    case Part::Removed:
        m_sequences.back().to = soa.serial;
        m_part = Part::Added;
        return {};
    case Part::Added:
        break;
    }
    if (isLast) {
        m_complete = m_sequences.back().to == m_soa.serial;
        return m_complete ? Result<void>{} : failure("the chain of differences ends early");
    }
    if (soa.serial != m_sequences.back().to)
        return failure("the chain of differences has a gap"); // conformance 1995-8
    m_sequences.push_back({soa.serial, {}, {}, {}});
    m_part = Part::Removed;
    return {};
}

std::vector<std::string> sortedLines(const std::vector<Record>& records)
{
    std::vector<std::string> lines;
    lines.reserve(records.size());
    for (const Record& record : records)
        lines.push_back(recordText(record.owner.lowered(), record.type, record.ttl,
                                   canonicalRdata(record.type, record.rdata)));
    std::sort(lines.begin(), lines.end());
    return lines;
}

} // namespace headwater
