#pragma once

#include "answer/request.h"

namespace headwater {

/// What the TSIG record of a request is worth, and how the answer is signed because of it: a good
/// request is answered signed, BADTIME and BADTRUNC are told signed, a bad key or MAC unsigned, and
/// an unsigned request never gets a MAC (RFC 8945 sections 5.2 and 5.3, invariant 15).
class RequestSignature
{
public:
    [[nodiscard]] static RequestSignature check(const Request& request, const AccessRules& rules,
                                                std::chrono::sys_seconds now);

    [[nodiscard]] TsigVerdict verdict() const { return m_verdict; }
    [[nodiscard]] bool isAcceptable() const
    {
        return m_verdict == TsigVerdict::Good || m_verdict == TsigVerdict::Unsigned;
    }
    /// The key that the request was really signed with; null otherwise.
    [[nodiscard]] const Name* verifiedKey() const;
    /// The key that the request names, verified or not; null when it is unsigned.
    [[nodiscard]] const Name* claimedKey() const { return m_tsig ? &m_tsig->keyName : nullptr; }

    /// The rcode of the header, and why, when it is not acceptable.
    [[nodiscard]] Rcode rcode() const;
    [[nodiscard]] const char* code() const; ///< "badkey", "badsig", "badtime", "formerr"
    [[nodiscard]] std::string reason(const IpAddress& peer, std::chrono::sys_seconds now) const;

    /// Octets to keep free at the end of the answer.
    [[nodiscard]] std::size_t reserved() const;
    /// Appends to the one message of an answer what belongs there, or nothing.
    void sign(Octets& answer, std::chrono::sys_seconds now);
    /// For an answer of many messages.
    [[nodiscard]] std::optional<TsigSession> takeSession() { return std::move(m_session); }

private:
    TsigVerdict m_verdict = TsigVerdict::Unsigned;
    const TsigRecord* m_tsig = nullptr;   // in the request
    std::optional<TsigSession> m_session; // on Good, BadTime and BadTrunc
};

} // namespace headwater
