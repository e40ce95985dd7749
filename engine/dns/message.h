#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/octets.h"
#include "base/result.h"
#include "dns/record.h"

namespace headwater {

enum class Opcode : std::uint8_t
{
    Query = 0,
    Status = 2,
    Notify = 4,
    Update = 5
};

/// Response codes, extended ones and those of TSIG included.
enum class Rcode : std::uint16_t
{
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NxDomain = 3,
    NotImp = 4,
    Refused = 5,
    YxDomain = 6,
    YxRrset = 7,
    NxRrset = 8,
    NotAuth = 9,
    NotZone = 10,
    BadVers = 16,
    BadSig = 16,
    BadKey = 17,
    BadTime = 18,
    BadTrunc = 22,
    BadCookie = 23
};

/// "NOERROR", "REFUSED", "RCODE11".
[[nodiscard]] std::string text(Rcode rcode);

/// The 12 octets in front of every message (RFC 1035 section 4.1.1):
///
///     ID | QR Opcode AA TC RD | RA Z AD CD RCODE | QDCOUNT | ANCOUNT | NSCOUNT | ARCOUNT
struct Header
{
    static constexpr std::size_t Size = 12;

    std::uint16_t id = 0;
    bool response = false;
    Opcode opcode = Opcode::Query;
    bool authoritative = false;
    bool truncated = false;
    bool recursionDesired = false;
    bool recursionAvailable = false;
    bool authenticData = false;
    bool checkingDisabled = false;
    Rcode rcode = Rcode::NoError; ///< the low four bits only
    std::uint16_t questions = 0;
    std::uint16_t answers = 0;
    std::uint16_t authorities = 0;
    std::uint16_t additionals = 0;

    /// Fails only when there are fewer than 12 octets.
    [[nodiscard]] static Result<Header> read(OctetView message);
    void write(Octets& to) const; ///< appends 12 octets
};

struct Question
{
    Name name;
    RecordType type{};
    RecordClass klass = RecordClass::IN;
    void write(Octets& to) const; ///< appends it uncompressed
};

struct EdnsOption
{
    std::uint16_t code = 0;
    Octets data;
};

/// The OPT pseudo-record (RFC 6891).
struct Edns
{
    static constexpr std::uint16_t DefaultSize = 1232;

    std::uint16_t udpSize = DefaultSize; ///< below 512 counts as 512
    std::uint8_t extendedRcode = 0;      ///< high eight bits
    std::uint8_t version = 0;
    bool dnssecOk = false;
    std::vector<EdnsOption> options;

    [[nodiscard]] const EdnsOption* option(std::uint16_t code) const;
    void write(Octets& to) const; ///< appends the whole record
};

/// A record as it stands in a message that was read: any class, RDATA decompressed.
struct MessageRecord
{
    Name owner;
    RecordType type{};
    RecordClass klass = RecordClass::IN;
    std::uint32_t ttl = 0;
    Rdata rdata;
};

/// Where the TSIG record of a message that was read begins, and what is in it (RFC 8945 4.2).
struct TsigRecord
{
    std::size_t offset = 0; ///< of its owner name in the message
    Name keyName;
    Name algorithm;
    std::uint64_t timeSigned = 0; ///< 48 bits, seconds since 1970
    std::uint16_t fudge = 300;
    Octets mac;
    std::uint16_t originalId = 0;
    Rcode error = Rcode::NoError;
    Octets otherData;
};

/// A message that was read. `read` checks every length; it stops at the first fault. More records
/// than `Limits` allow are a fault too: what an opcode does not need is not parsed (CVE-2023-4408).
struct Message
{
    struct Limits
    {
        std::size_t records = 64; ///< per section, OPT and TSIG not counted
    };

    Header header;
    std::vector<Question> questions;
    std::vector<MessageRecord> answers;
    std::vector<MessageRecord> authorities;
    std::vector<MessageRecord> additionals; ///< without OPT and TSIG
    std::optional<Edns> edns;
    std::optional<TsigRecord> tsig;

    [[nodiscard]] static Result<Message> read(OctetView wire, Limits limits);
    [[nodiscard]] static Result<Message> read(OctetView wire) { return read(wire, Limits{}); }
    /// With the high bits of EDNS.
    [[nodiscard]] Rcode rcode() const;
};

} // namespace headwater
