#include "bench/common/drainedtransfer.h"

#include <algorithm>

#include "base/clock.h"
#include "bench/common/blockingsocket.h"
#include "bench/common/samples.h"
#include "dns/messagewriter.h"

namespace headwater {

Octets transferQuestion(const Name& zone, std::optional<Serial> has, TsigSession* session)
{
    Header header;
    header.id = 4711;
    MessageWriter writer(header, 65535);
    writer.ask({zone, has ? RecordType::IXFR : RecordType::AXFR, RecordClass::IN});
    if (has) {
        Soa soa;
        soa.serial = *has;
        if (!writer.add(Section::Authority, RRset{zone, RecordType::SOA, 0, {soa.rdata()}}))
            giveUp("an SOA does not fit a question");
    }
    Octets question = writer.finish();
    if (session != nullptr)
        session->signRequest(question, Clock::wall());
    Octets framed;
    framed.reserve(question.size() + 2);
    appendUint16(framed, static_cast<std::uint16_t>(question.size()));
    append(framed, question);
    return framed;
}

DrainedTransfer::DrainedTransfer(Name zone, std::size_t records, std::size_t space)
    : m_zone(std::move(zone))
    , m_records(records)
    , m_stream(space)
{
}

double DrainedTransfer::run(const Endpoint& server, const std::optional<TsigKey>& key)
{
    m_used = m_scanned = m_counted = m_messages = 0;
    m_session.reset();
    if (key)
        m_session.emplace(*key);
    const Octets question = transferQuestion(m_zone, {}, m_session ? &*m_session : nullptr);
    const auto start = Steady::now();
    const BlockingSocket socket(BlockingSocket::Kind::Stream, server);
    socket.sendAll(question);
    while (!scan()) {
        const std::size_t space = std::min<std::size_t>(m_stream.size() - m_used, 1 << 20);
        const std::size_t got = space == 0 ? 0 : socket.receive(m_stream.data() + m_used, space);
        if (got == 0)
            giveUp("a transfer ended early, or is longer than its contents can be");
        if (m_used == 0)
            m_firstOctet = millisecondsSince(start);
        m_used += got;
    }
    return millisecondsSince(start);
}

/// True when all records are there.
bool DrainedTransfer::scan()
{
    while (m_used - m_scanned >= 2 + Header::Size) {
        const std::size_t length = uint16At(m_stream, m_scanned);
        if ((uint16At(m_stream, m_scanned + 4) & 0x000F) != 0 || length < Header::Size)
            giveUp("the server refuses the transfer: rcode " +
                   std::to_string(m_stream[m_scanned + 5] & 15));
        if (m_used - m_scanned < 2 + length)
            break;
        m_counted += uint16At(m_stream, m_scanned + 2 + 6);
        m_scanned += 2 + length;
        ++m_messages;
    }
    return m_counted >= m_records;
}

void DrainedTransfer::check(const ContentDigest& expected)
{
    if (m_counted != m_records || m_scanned != m_used)
        giveUp("a transfer has " + std::to_string(m_counted) + " records instead of " +
               std::to_string(m_records));
    const OctetView now = stream();
    if (std::equal(now.begin(), now.end(), m_checked.begin(), m_checked.end()))
        return;
    verify(expected);
    m_checked.assign(now.begin(), now.end());
}

void DrainedTransfer::verify(const ContentDigest& expected)
{
    ContentDigest digest;
    std::size_t at = 0;
    std::size_t seen = 0;
    Message::Limits limits;
    limits.records = 65535;
    while (at < m_used) {
        const OctetView wire = stream().subspan(at + 2, uint16At(m_stream, at));
        at += 2 + wire.size();
        const auto message = Message::read(wire, limits);
        if (!message)
            giveUp("a transfer message cannot be read: " + message.error().text);
        if (m_session &&
            m_session->verifyAnswer(wire, *message, Clock::wall()) != TsigVerdict::Good)
            giveUp("the TSIG of a transfer message does not verify");
        for (const MessageRecord& record : message->answers) {
            const bool isEdge = seen == 0 || seen == m_records - 1;
            if ((record.type == RecordType::SOA) != isEdge)
                giveUp("an SOA is missing at an end of the transfer, or stands inside it");
            if (++seen < m_records) // the SOA counts once
                digest.add(record.owner, record.type, record.ttl, record.rdata);
        }
    }
    if (m_session && !m_session->lastWasSigned())
        giveUp("the last message of a transfer is not signed");
    if (digest != expected)
        giveUp("a transfer does not hold the records of the zone");
}

} // namespace headwater
