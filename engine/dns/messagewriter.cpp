#include "dns/messagewriter.h"

#include <algorithm>
#include <utility>

#include "dns/padding.h"
#include "dns/rdataform.h"
#include "dns/tsig.h"

namespace headwater {

namespace {

constexpr std::size_t LargestMessage = 0xFFFF;
constexpr std::size_t PointerReach = 0x4000;
constexpr std::size_t NamesKnown = 128; // more are written, but not pointed to
constexpr std::size_t UsualMessage = 512;
constexpr std::size_t UsualNames = 16;

std::size_t sizeOf(const Edns& edns)
{
    Octets written;
    edns.write(written);
    return written.size();
}

} // namespace

MessageWriter::MessageWriter(Header header, std::size_t limit, std::size_t reserved)
    : m_header(header)
    , m_limit(std::min(limit, LargestMessage))
    , m_reserved(reserved)
{
    m_header.questions = m_header.answers = m_header.authorities = m_header.additionals = 0;
    m_wire.reserve(std::min(m_limit, UsualMessage));
    m_wire.resize(Header::Size);
    m_offsets.reserve(UsualNames);
}

void MessageWriter::ask(const Question& question)
{
    writeName(question.name.wire());
    appendUint16(m_wire, static_cast<std::uint16_t>(question.type));
    appendUint16(m_wire, static_cast<std::uint16_t>(question.klass));
    ++m_header.questions;
}

bool MessageWriter::add(Section section, const RRset& set)
{
    const std::size_t before = m_wire.size();
    const std::size_t room = this->room();
    for (const Rdata& rdata : set.rdata) {
        writeRecord({set.owner, set.type, RecordClass::IN, set.ttl, rdata});
        if (m_wire.size() - before > room) {
            takeBack(before);
            return false;
        }
    }
    std::uint16_t& counted = count(section);
    counted = static_cast<std::uint16_t>(counted + set.rdata.size());
    return true;
}

bool MessageWriter::add(Section section, const MessageRecord& record)
{
    const std::size_t before = m_wire.size();
    const std::size_t room = this->room();
    writeRecord({record.owner, record.type, record.klass, record.ttl, record.rdata});
    if (m_wire.size() - before > room) {
        takeBack(before);
        return false;
    }
    ++count(section);
    return true;
}

void MessageWriter::takeBack(std::size_t size)
{
    m_wire.resize(size);
    while (!m_offsets.empty() && m_offsets.back() >= size)
        m_offsets.pop_back();
}

void MessageWriter::setEdns(Edns edns)
{
    m_edns = std::move(edns);
    m_ednsSize = sizeOf(*m_edns);
}

void MessageWriter::setRcode(Rcode rcode)
{
    m_rcode = rcode;
}

std::size_t MessageWriter::room() const
{
    const std::size_t taken = m_wire.size() + m_ednsSize + m_reserved;
    return taken < m_limit ? m_limit - taken : 0;
}

Octets MessageWriter::finish()
{
    if (m_rcode) {
        const auto number = static_cast<unsigned>(*m_rcode);
        m_header.rcode = static_cast<Rcode>(number & 0xF);
        if (m_edns)
            m_edns->extendedRcode = static_cast<std::uint8_t>(number >> 4);
    }
    if (m_edns) {
        const std::size_t signature = m_reserved - std::min(m_reserved, TsigOtherData);
        const std::size_t size = m_wire.size() + m_ednsSize + signature;
        if (auto padding = m_padded ? Padding::option(size, m_limit) : std::nullopt)
            m_edns->options.push_back(*std::move(padding));
        m_edns->write(m_wire);
        ++m_header.additionals;
    }
    Octets header;
    header.reserve(Header::Size);
    m_header.write(header);
    std::copy(header.begin(), header.end(), m_wire.begin());
    Octets wire = std::exchange(m_wire, Octets(Header::Size));
    m_header = {};
    m_rcode.reset();
    m_edns.reset();
    m_ednsSize = 0;
    m_padded = false;
    m_offsets.clear();
    return wire;
}

void MessageWriter::writeName(OctetView wire)
{
    for (OctetView rest = wire; rest[0] != 0; rest = rest.subspan(rest[0] + 1U)) {
        for (const std::uint16_t offset : m_offsets) {
            if (standsAt(offset, rest)) {
                appendUint16(m_wire, static_cast<std::uint16_t>(0xC000U | offset));
                return;
            }
        }
        if (m_offsets.size() < NamesKnown && m_wire.size() < PointerReach)
            m_offsets.push_back(static_cast<std::uint16_t>(m_wire.size()));
        append(m_wire, rest.first(rest[0] + 1U));
    }
    m_wire.push_back(0);
}

/// What was written here is well formed and its pointers go backwards; a name that is still being
/// written has no end.
bool MessageWriter::standsAt(std::size_t offset, OctetView rest) const
{
    for (std::size_t at = offset; at < m_wire.size();) {
        const std::size_t length = m_wire[at];
        if (length >= 0xC0) {
            at = uint16At(m_wire, at) & 0x3FFFU;
            continue;
        }
        const std::size_t size = length + 1;
        if (rest[0] != length ||
            !std::equal(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size),
                        m_wire.begin() + static_cast<std::ptrdiff_t>(at)))
            return false;
        if (length == 0)
            return true;
        rest = rest.subspan(size);
        at += size;
    }
    return false;
}

void MessageWriter::writeRecord(const RecordView& record)
{
    writeName(record.owner.wire());
    appendUint16(m_wire, static_cast<std::uint16_t>(record.type));
    appendUint16(m_wire, static_cast<std::uint16_t>(record.klass));
    appendUint32(m_wire, record.ttl);
    const std::size_t lengthAt = m_wire.size();
    appendUint16(m_wire, 0);
    writeRdata(record);
    const std::size_t length = m_wire.size() - lengthAt - 2;
    putUint16At(m_wire, lengthAt, static_cast<std::uint16_t>(length));
}

void MessageWriter::writeRdata(const RecordView& record)
{
    const OctetView rdata = record.rdata;
    // In other classes a type may be laid out otherwise, so nobody would decompress it.
    const bool compress = hasCompressibleNames(record.type) &&
                          (record.klass == RecordClass::IN || record.klass == RecordClass::NONE);
    const auto names = compress ? readRdataForm(record.type, rdata) : Result<NameSpans>();
    if (!names || names->count == 0) {
        append(m_wire, rdata);
        return;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < names->count; ++i) {
        const NameSpans::Span span = names->spans[i];
        append(m_wire, rdata.subspan(at, span.offset - at));
        writeName(rdata.subspan(span.offset, span.size)); // readRdataForm has checked it
        at = span.offset + span.size;
    }
    append(m_wire, rdata.subspan(at));
}

std::uint16_t& MessageWriter::count(Section section)
{
    switch (section) {
    case Section::Answer:
        return m_header.answers;
    case Section::Authority:
        return m_header.authorities;
    case Section::Additional:
        break;
    }
    return m_header.additionals;
}

} // namespace headwater
