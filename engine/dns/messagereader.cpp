#include "dns/messagereader.h"

#include "dns/rdataform.h"

namespace headwater {

namespace {

constexpr std::size_t QuestionSize = 5; // the root, type, class
constexpr std::size_t RecordSize = 11;  // the root, type, class, TTL, length

std::string place(std::size_t offset)
{
    return " at octet " + std::to_string(offset);
}

/// Is the RDATA of this class laid out as in class IN? UPDATE uses NONE and ANY without any.
bool hasKnownForm(RecordClass klass, std::size_t length)
{
    return klass == RecordClass::IN || (klass == RecordClass::NONE && length > 0);
}

} // namespace

Result<Message> MessageReader::read()
{
    const auto header = Header::read(m_wire);
    if (!header)
        return tl::unexpected(header.error());
    m_message.header = *header;
    if (m_wire.size() > 0xFFFF)
        return failure("a message is longer than 65535 octets");
    if (auto checked = checkCounts(); !checked)
        return tl::unexpected(checked.error());
    if (auto done = readQuestions(); !done)
        return tl::unexpected(done.error());
    if (auto done = readSection(header->answers, &m_message.answers); !done)
        return failure(done, "answer section");
    if (auto done = readSection(header->authorities, &m_message.authorities); !done)
        return failure(done, "authority section");
    if (auto done = readAdditionals(); !done)
        return failure(done, "additional section");
    if (m_offset != m_wire.size())
        return failure("a message has " + std::to_string(m_wire.size() - m_offset) +
                       " octets behind its last record");
    return std::move(m_message);
}

Result<void> MessageReader::checkCounts() const
{
    const Header& header = m_message.header;
    // OPT and TSIG come on top; more of them are found when they are read.
    const std::size_t besides = 2;
    if (header.questions > m_limits.records || header.answers > m_limits.records ||
        header.authorities > m_limits.records || header.additionals > m_limits.records + besides)
        return failure("a message claims more records than the " +
                       std::to_string(m_limits.records) + " a section may have");
    const std::size_t records =
        std::size_t{header.answers} + header.authorities + header.additionals;
    if (Header::Size + header.questions * QuestionSize + records * RecordSize > m_wire.size())
        return failure("a message claims more records than fit its " +
                       std::to_string(m_wire.size()) + " octets");
    return {};
}

Result<void> MessageReader::readQuestions()
{
    for (std::uint16_t i = 0; i < m_message.header.questions; ++i) {
        auto name = Name::fromMessage(m_wire, &m_offset);
        if (!name)
            return failure(name, "question");
        if (m_wire.size() - m_offset < 4)
            return failure("a question ends too early" + place(m_offset));
        m_message.questions.push_back({std::move(*name),
                                       static_cast<RecordType>(uint16At(m_wire, m_offset)),
                                       static_cast<RecordClass>(uint16At(m_wire, m_offset + 2))});
        m_offset += 4;
    }
    return {};
}

Result<void> MessageReader::readSection(std::uint16_t count, std::vector<MessageRecord>* records)
{
    for (std::uint16_t i = 0; i < count; ++i) {
        const auto head = readHead();
        if (!head)
            return tl::unexpected(head.error());
        if (head->type == RecordType::OPT || head->type == RecordType::TSIG)
            return failure(text(head->type) + " record outside the additional section" +
                           place(head->start));
        if (auto done = readRecord(*head, records); !done)
            return done;
    }
    return {};
}

Result<void> MessageReader::readAdditionals()
{
    for (std::uint16_t left = m_message.header.additionals; left > 0; --left) {
        const auto head = readHead();
        if (!head)
            return tl::unexpected(head.error());
        Result<void> done;
        if (head->type == RecordType::OPT)
            done = readOpt(*head);
        else if (head->type == RecordType::TSIG)
            done = left == 1 ? readTsig(*head)
                             : failure("TSIG is not the last record" + place(head->start));
        else if (m_message.additionals.size() == m_limits.records)
            done = failure("more than " + std::to_string(m_limits.records) + " records");
        else
            done = readRecord(*head, &m_message.additionals);
        if (!done)
            return done;
    }
    return {};
}

Result<MessageReader::RecordHead> MessageReader::readHead()
{
    RecordHead head;
    head.start = m_offset;
    auto owner = Name::fromMessage(m_wire, &m_offset);
    if (!owner)
        return tl::unexpected(owner.error());
    if (m_wire.size() - m_offset < 10)
        return failure("a record ends too early" + place(m_offset));
    head.owner = std::move(*owner);
    head.type = static_cast<RecordType>(uint16At(m_wire, m_offset));
    head.klass = uint16At(m_wire, m_offset + 2);
    head.ttl = uint32At(m_wire, m_offset + 4);
    head.length = uint16At(m_wire, m_offset + 8);
    m_offset += 10;
    if (head.length > m_wire.size() - m_offset)
        return failure("the RDATA of a record runs past the end" + place(m_offset));
    return head;
}

Result<void> MessageReader::readRecord(const RecordHead& head, std::vector<MessageRecord>* records)
{
    const auto klass = static_cast<RecordClass>(head.klass);
    MessageRecord record{head.owner, head.type, klass, head.ttl, {}};
    if (hasKnownForm(klass, head.length)) {
        auto rdata = expandedRdata(head.type, m_wire, m_offset, head.length);
        if (!rdata)
            return failure(rdata, head.owner.display());
        if (auto checked = checkRdata(head.type, *rdata); !checked)
            return failure(checked, head.owner.display());
        record.rdata = std::move(*rdata);
    } else {
        const OctetView rdata = m_wire.subspan(m_offset, head.length);
        record.rdata.assign(rdata.begin(), rdata.end());
    }
    m_offset += head.length;
    records->push_back(std::move(record));
    return {};
}

Result<void> MessageReader::readOpt(const RecordHead& head)
{
    if (m_message.edns)
        return failure("a second OPT record" + place(head.start)); // RFC 6891 section 6.1.1
    if (!head.owner.isRoot())
        return failure("an OPT record whose owner is not the root" + place(head.start));
    Edns edns;
    edns.udpSize = head.klass < 512 ? std::uint16_t{512} : head.klass;
    edns.extendedRcode = static_cast<std::uint8_t>(head.ttl >> 24);
    edns.version = static_cast<std::uint8_t>(head.ttl >> 16);
    edns.dnssecOk = (head.ttl & 0x8000) != 0;
    const std::size_t end = m_offset + head.length;
    // What options look like in a later version nobody can know; it is answered with BADVERS.
    while (edns.version == 0 && m_offset < end) {
        if (end - m_offset < 4 || uint16At(m_wire, m_offset + 2) > end - m_offset - 4)
            return failure("an EDNS option runs past its record" + place(m_offset));
        const OctetView data = m_wire.subspan(m_offset + 4, uint16At(m_wire, m_offset + 2));
        edns.options.push_back({uint16At(m_wire, m_offset), {data.begin(), data.end()}});
        m_offset += 4 + data.size();
    }
    m_offset = end;
    m_message.edns = std::move(edns);
    return {};
}

Result<void> MessageReader::readTsig(const RecordHead& head)
{
    if (static_cast<RecordClass>(head.klass) != RecordClass::ANY || head.ttl != 0)
        return failure("a TSIG record that is not of class ANY and TTL 0" + place(head.start));
    const OctetView visible = m_wire.first(m_offset + head.length);
    TsigRecord tsig;
    tsig.offset = head.start;
    tsig.keyName = head.owner;
    std::size_t at = m_offset;
    auto algorithm = Name::fromMessage(visible, &at);
    if (!algorithm)
        return failure(algorithm, "TSIG record");
    tsig.algorithm = std::move(*algorithm);
    const auto fault = failure("a TSIG record whose lengths do not add up" + place(head.start));
    // Time signed, fudge and MAC size; later original ID, error and length of other data.
    if (visible.size() - at < 10)
        return fault;
    tsig.timeSigned = (std::uint64_t{uint16At(visible, at)} << 32) | uint32At(visible, at + 2);
    tsig.fudge = uint16At(visible, at + 6);
    const std::size_t macSize = uint16At(visible, at + 8);
    at += 10;
    if (visible.size() - at < macSize + 6)
        return fault;
    const OctetView mac = visible.subspan(at, macSize);
    tsig.mac.assign(mac.begin(), mac.end());
    at += macSize;
    tsig.originalId = uint16At(visible, at);
    tsig.error = static_cast<Rcode>(uint16At(visible, at + 2));
    const std::size_t otherSize = uint16At(visible, at + 4);
    at += 6;
    if (visible.size() - at != otherSize)
        return fault;
    const OctetView other = visible.subspan(at);
    tsig.otherData.assign(other.begin(), other.end());
    m_offset = visible.size();
    m_message.tsig = std::move(tsig);
    return {};
}

} // namespace headwater
