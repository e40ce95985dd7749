#pragma once

#include <chrono>
#include <memory>

#include "dns/message.h"

namespace headwater {

/// RFC 8945 section 6. hmac-md5 is not offered.
enum class TsigAlgorithm
{
    HmacSha1,
    HmacSha224,
    HmacSha256,
    HmacSha384,
    HmacSha512
};

[[nodiscard]] std::string text(TsigAlgorithm algorithm); ///< "hmac-sha256"
[[nodiscard]] Result<TsigAlgorithm> parseTsigAlgorithm(std::string_view text);
[[nodiscard]] const Name& algorithmName(TsigAlgorithm algorithm);
[[nodiscard]] std::size_t macSize(TsigAlgorithm algorithm); ///< octets

struct TsigKey
{
    Name name;
    TsigAlgorithm algorithm = TsigAlgorithm::HmacSha256;
    Octets secret; ///< at least 1 octet
    /// Octets of a MAC that was cut, at least; never fewer than half of the whole one are taken
    /// (RFC 8945 section 5.2.4).
    std::size_t leastMac = 16;

    /// `secret` in base64.
    [[nodiscard]] static Result<TsigKey> create(std::string_view name, std::string_view algorithm,
                                                std::string_view secret);
};

/// What checking the TSIG of a message found, in the order of RFC 8945 section 5.2: key, MAC,
/// time, truncation.
enum class TsigVerdict
{
    Good,
    Unsigned,
    BadKey,
    BadSig,
    BadTime,
    BadTrunc,
    FormErr
};

/// Octets of other data, which only the answer to a request of a wrong time has.
constexpr std::size_t TsigOtherData = 6;
/// Octets a TSIG record of this key needs at the end of a message, at most: with other data.
[[nodiscard]] std::size_t tsigRecordSize(const TsigKey& key);

/// Signs requests or the one or many messages of an answer, and checks the answers to a request.
/// One conversation: a request, then its answer messages, each MAC chained to the one before
/// (RFC 8945 section 5.3.1). One thread at a time.
class TsigSession
{
public:
    using Time = std::chrono::sys_seconds;

    explicit TsigSession(TsigKey key);
    ~TsigSession();
    TsigSession(TsigSession&&) noexcept;
    TsigSession& operator=(TsigSession&&) noexcept;

    /// Client: appends a TSIG record to a complete request and fixes ARCOUNT.
    void signRequest(Octets& message, Time now);
    /// Client: checks the next message of the answer. Up to 99 unsigned ones between signed ones
    /// are `Good` so far (section 5.3.1); the last one must be signed: see lastWasSigned().
    [[nodiscard]] TsigVerdict verifyAnswer(OctetView wire, const Message& message, Time now);
    [[nodiscard]] bool lastWasSigned() const;

    /// Server: checks the request; on Good, BadTime and BadTrunc answers may be signed.
    [[nodiscard]] TsigVerdict verifyRequest(OctetView wire, const Message& message, Time now);
    /// Server: appends a TSIG record to the next message of the answer and fixes ARCOUNT.
    /// After BadTime the record carries the error, the client's time and ours (section 5.2.3).
    void signAnswer(Octets& message, Time now);
    /// Server, for messages made of pieces that are not in one buffer: the TSIG record to append,
    /// for a message whose header already counts it. `pieces` are the message without it.
    [[nodiscard]] Octets answerRecord(std::uint16_t id, std::span<const OctetView> pieces,
                                      Time now);

    [[nodiscard]] const TsigKey& key() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The unsigned TSIG record of an answer to a request whose key or MAC was bad: empty MAC
/// (sections 5.2.1 and 5.2.2). Appends it and fixes ARCOUNT.
void appendTsigError(Octets& message, const TsigRecord& request, Rcode error);

} // namespace headwater
