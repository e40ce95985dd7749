#pragma once

#include <vector>

#include "dns/message.h"

namespace headwater {

enum class Section
{
    Answer,
    Authority,
    Additional
};

/// Builds one message with name compression (case kept, pointers only backwards and below 0x4000,
/// RDATA names of RFC 1035 types only: RFC 3597 section 4, RFC 5936 section 3.4) and a size limit.
///
///     MessageWriter writer(header, 1232);
///     writer.ask(question);
///     if (!writer.add(Section::Answer, record)) ... // did not fit: nothing of it was written
///     writer.setEdns(edns);
///     Octets wire = writer.finish();
class MessageWriter
{
public:
    /// `limit` is the largest size of the whole message, `reserved` what is kept free at its end
    /// for a TSIG record. Both are counted before anything is written (conformance 8945-12).
    explicit MessageWriter(Header header, std::size_t limit, std::size_t reserved = 0);

    void ask(const Question& question);
    /// All of the RRset or nothing of it. False when it does not fit. Sections in order.
    [[nodiscard]] bool add(Section section, const RRset& set);
    /// Any class, for UPDATE and NOTIFY.
    [[nodiscard]] bool add(Section section, const MessageRecord& record);
    /// Room for it is taken from the limit when it is set, so set it before adding records.
    void setEdns(Edns edns);
    /// With EDNS, finish() fills the message up as Padding does.
    void pad() { m_padded = true; }
    void setTruncated() { m_header.truncated = true; }
    void setRcode(Rcode rcode);
    [[nodiscard]] std::size_t room() const;
    /// Header counts and OPT are put in; the writer is empty afterwards.
    [[nodiscard]] Octets finish();

private:
    /// The fixed part of a record and its RDATA, without owning any of it.
    struct RecordView
    {
        const Name& owner;
        RecordType type;
        RecordClass klass;
        std::uint32_t ttl;
        OctetView rdata;
    };

    /// `wire` is a whole uncompressed name.
    void writeName(OctetView wire);
    /// Does the rest of a name stand at `offset`, octet for octet: a pointer must not change case.
    [[nodiscard]] bool standsAt(std::size_t offset, OctetView rest) const;
    void writeRecord(const RecordView& record);
    void writeRdata(const RecordView& record);
    void takeBack(std::size_t size);
    std::uint16_t& count(Section section);

    Header m_header;
    std::size_t m_limit;
    std::size_t m_reserved;
    Octets m_wire;
    std::optional<Rcode> m_rcode;
    std::optional<Edns> m_edns;
    std::size_t m_ednsSize = 0;
    bool m_padded = false;
    std::vector<std::uint16_t> m_offsets; ///< where names and their ends stand, rising
};

} // namespace headwater
