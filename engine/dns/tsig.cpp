#include "dns/tsig.h"

#include <algorithm>

#include "dns/hmac.h"

namespace headwater {

namespace {

constexpr std::uint16_t Fudge = 300;          // seconds (RFC 8945 section 10)
constexpr std::size_t MaximumUnsigned = 99;   // messages between signed ones (section 5.3.1)
constexpr std::size_t MinimumMac = 10;        // octets of a truncated MAC (section 5.2.2.1)
constexpr std::size_t AdditionalCountAt = 10; // in the header

void appendUint48(Octets& to, std::uint64_t value)
{
    appendUint16(to, static_cast<std::uint16_t>(value >> 32));
    appendUint32(to, static_cast<std::uint32_t>(value));
}

std::uint64_t seconds(TsigSession::Time time)
{
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

/// Time signed and fudge: all that is digested of the TSIG of later messages (section 5.3.1).
Octets timers(const TsigRecord& record)
{
    Octets octets;
    appendUint48(octets, record.timeSigned);
    appendUint16(octets, record.fudge);
    return octets;
}

/// What is digested of a TSIG record (section 4.3.3), names in canonical form.
Octets variables(const TsigRecord& record)
{
    Octets octets;
    append(octets, record.keyName.lowered().wire());
    appendUint16(octets, static_cast<std::uint16_t>(RecordClass::ANY));
    appendUint32(octets, 0); // TTL
    append(octets, record.algorithm.lowered().wire());
    append(octets, timers(record));
    appendUint16(octets, static_cast<std::uint16_t>(record.error));
    appendUint16(octets, static_cast<std::uint16_t>(record.otherData.size()));
    append(octets, record.otherData);
    return octets;
}

Octets recordWire(const TsigRecord& record)
{
    Octets wire;
    append(wire, record.keyName.wire());
    appendUint16(wire, static_cast<std::uint16_t>(RecordType::TSIG));
    appendUint16(wire, static_cast<std::uint16_t>(RecordClass::ANY));
    appendUint32(wire, 0); // TTL
    const std::size_t lengthAt = wire.size();
    appendUint16(wire, 0);
    append(wire, record.algorithm.wire());
    append(wire, timers(record));
    appendUint16(wire, static_cast<std::uint16_t>(record.mac.size()));
    append(wire, record.mac);
    appendUint16(wire, record.originalId);
    appendUint16(wire, static_cast<std::uint16_t>(record.error));
    appendUint16(wire, static_cast<std::uint16_t>(record.otherData.size()));
    append(wire, record.otherData);
    putUint16At(wire, lengthAt, static_cast<std::uint16_t>(wire.size() - lengthAt - 2));
    return wire;
}

void appendRecord(Octets& message, const TsigRecord& record)
{
    append(message, recordWire(record));
    putUint16At(message, AdditionalCountAt,
                static_cast<std::uint16_t>(uint16At(message, AdditionalCountAt) + 1));
}

/// Header of a message as it is digested: its original id, and the TSIG record not counted.
Octets digestedHeader(OctetView message, std::uint16_t id)
{
    Octets header(message.begin(), message.begin() + Header::Size);
    putUint16At(header, 0, id);
    putUint16At(header, AdditionalCountAt,
                static_cast<std::uint16_t>(uint16At(header, AdditionalCountAt) - 1));
    return header;
}

void feedMac(Hmac& hmac, const Octets& mac)
{
    Octets length;
    appendUint16(length, static_cast<std::uint16_t>(mac.size()));
    hmac.feed(length);
    hmac.feed(mac);
}

void feedSigned(Hmac& hmac, OctetView wire, const TsigRecord& record)
{
    hmac.feed(digestedHeader(wire, record.originalId));
    hmac.feed(wire.subspan(Header::Size, record.offset - Header::Size));
}

bool isInTime(const TsigRecord& record, TsigSession::Time now)
{
    const std::uint64_t ours = seconds(now);
    const std::uint64_t apart =
        std::max(ours, record.timeSigned) - std::min(ours, record.timeSigned);
    return apart <= record.fudge;
}

} // namespace

struct TsigSession::State
{
    TsigKey key;
    Octets priorMac;    ///< of the request, then of the last signed message
    bool later = false; ///< a message of the answer was signed already
    Rcode error = Rcode::NoError;
    TsigRecord request;      ///< server: what was asked, for BADTIME
    Octets unsignedMessages; ///< client: since the last signed one
    std::size_t unsignedCount = 0;
    bool lastSigned = false;

    [[nodiscard]] Hmac hmac() const { return Hmac(key.algorithm, key.secret); }
    [[nodiscard]] TsigRecord answerTsig(std::uint16_t id, TsigSession::Time now) const;
    void sign(Hmac& hmac, TsigRecord* record);
    [[nodiscard]] TsigVerdict check(Hmac& hmac, const TsigRecord& record) const;
    /// What local policy asks of a MAC that is right (section 5.2.4).
    [[nodiscard]] bool isLongEnough(const TsigRecord& record) const
    {
        return record.mac.size() >= std::min(key.leastMac, macSize(key.algorithm));
    }
    [[nodiscard]] bool keyFits(const TsigRecord& record) const
    {
        return record.keyName == key.name && record.algorithm == algorithmName(key.algorithm);
    }
};

TsigSession::TsigSession(TsigKey key)
    : m_state(std::make_unique<State>())
{
    m_state->key = std::move(key);
}

TsigSession::~TsigSession() = default;
TsigSession::TsigSession(TsigSession&&) noexcept = default;
TsigSession& TsigSession::operator=(TsigSession&&) noexcept = default;

const TsigKey& TsigSession::key() const
{
    return m_state->key;
}

bool TsigSession::lastWasSigned() const
{
    return m_state->lastSigned;
}

TsigRecord TsigSession::State::answerTsig(std::uint16_t id, TsigSession::Time now) const
{
    TsigRecord record;
    record.keyName = key.name;
    record.algorithm = algorithmName(key.algorithm);
    record.timeSigned = seconds(now);
    record.fudge = Fudge;
    record.originalId = id;
    record.error = error;
    if (error == Rcode::BadTime) { // section 5.2.3: the client's time, and ours beside it
        record.timeSigned = request.timeSigned;
        record.fudge = request.fudge;
        appendUint48(record.otherData, seconds(now));
    }
    return record;
}

/// Ends the digest with what is digested of the record, and puts the MAC in.
void TsigSession::State::sign(Hmac& hmac, TsigRecord* record)
{
    hmac.feed(later ? timers(*record) : variables(*record));
    record->mac = hmac.finish();
    priorMac = record->mac;
    later = true;
}

/// MAC only: its size, then its octets (section 5.2.2).
TsigVerdict TsigSession::State::check(Hmac& hmac, const TsigRecord& record) const
{
    const std::size_t full = macSize(key.algorithm);
    if (record.mac.size() > full || record.mac.size() < std::max(MinimumMac, full / 2))
        return TsigVerdict::FormErr;
    Octets mac = hmac.finish();
    if (mac.size() != full) // no digest was made: nothing is to be trusted then
        return TsigVerdict::BadSig;
    mac.resize(record.mac.size());
    return sameInConstantTime(mac, record.mac) ? TsigVerdict::Good : TsigVerdict::BadSig;
}

void TsigSession::signRequest(Octets& message, Time now)
{
    TsigRecord record = m_state->answerTsig(uint16At(message, 0), now);
    Hmac hmac = m_state->hmac();
    hmac.feed(message);
    m_state->sign(hmac, &record);
    m_state->later = false; // the first answer has its full variables digested
    appendRecord(message, record);
}

TsigVerdict TsigSession::verifyRequest(OctetView wire, const Message& message, Time now)
{
    if (!message.tsig)
        return TsigVerdict::Unsigned;
    const TsigRecord& record = *message.tsig;
    if (!m_state->keyFits(record))
        return TsigVerdict::BadKey;
    Hmac hmac = m_state->hmac();
    feedSigned(hmac, wire, record);
    hmac.feed(variables(record));
    if (const TsigVerdict verdict = m_state->check(hmac, record); verdict != TsigVerdict::Good)
        return verdict;
    m_state->priorMac = record.mac;
    m_state->request = record;
    if (!isInTime(record, now)) {
        m_state->error = Rcode::BadTime;
        return TsigVerdict::BadTime;
    }
    if (!m_state->isLongEnough(record)) {
        m_state->error = Rcode::BadTrunc;
        return TsigVerdict::BadTrunc;
    }
    return TsigVerdict::Good;
}

void TsigSession::signAnswer(Octets& message, Time now)
{
    TsigRecord record = m_state->answerTsig(uint16At(message, 0), now);
    Hmac hmac = m_state->hmac();
    feedMac(hmac, m_state->priorMac);
    hmac.feed(message);
    m_state->sign(hmac, &record);
    appendRecord(message, record);
}

Octets TsigSession::answerRecord(std::uint16_t id, std::span<const OctetView> pieces, Time now)
{
    TsigRecord record = m_state->answerTsig(id, now);
    Hmac hmac = m_state->hmac();
    feedMac(hmac, m_state->priorMac);
    hmac.feed(digestedHeader(pieces.front(), id));
    hmac.feed(pieces.front().subspan(Header::Size));
    for (const OctetView piece : pieces.subspan(1))
        hmac.feed(piece);
    m_state->sign(hmac, &record);
    return recordWire(record);
}

TsigVerdict TsigSession::verifyAnswer(OctetView wire, const Message& message, Time now)
{
    State& state = *m_state;
    state.lastSigned = message.tsig.has_value();
    if (!message.tsig) {
        if (!state.later || ++state.unsignedCount > MaximumUnsigned)
            return TsigVerdict::Unsigned;
        append(state.unsignedMessages, wire);
        return TsigVerdict::Good;
    }
    const TsigRecord& record = *message.tsig;
    // Refusals of our key or MAC come without a MAC of their own (section 5.3.2).
    if (record.mac.empty() && record.error == Rcode::BadKey)
        return TsigVerdict::BadKey;
    if (record.mac.empty() && record.error == Rcode::BadSig)
        return TsigVerdict::BadSig;
    if (!state.keyFits(record))
        return TsigVerdict::BadKey;
    Hmac hmac = state.hmac();
    feedMac(hmac, state.priorMac);
    hmac.feed(state.unsignedMessages);
    feedSigned(hmac, wire, record);
    hmac.feed(state.later ? timers(record) : variables(record));
    if (const TsigVerdict verdict = state.check(hmac, record); verdict != TsigVerdict::Good)
        return verdict;
    state.priorMac = record.mac;
    state.later = true;
    state.unsignedMessages.clear();
    state.unsignedCount = 0;
    if (record.error == Rcode::BadTime || !isInTime(record, now))
        return TsigVerdict::BadTime;
    if (record.error == Rcode::BadTrunc || !state.isLongEnough(record))
        return TsigVerdict::BadTrunc;
    return TsigVerdict::Good;
}

void appendTsigError(Octets& message, const TsigRecord& request, Rcode error)
{
    TsigRecord record = request;
    record.mac.clear();
    record.otherData.clear();
    record.error = error;
    appendRecord(message, record);
}

} // namespace headwater
