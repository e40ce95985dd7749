#include "answer/requestsignature.h"

namespace headwater {

RequestSignature RequestSignature::check(const Request& request, const AccessRules& rules,
                                         std::chrono::sys_seconds now)
{
    RequestSignature signature;
    if (!request.message || !request.message->tsig)
        return signature;
    signature.m_tsig = &*request.message->tsig;
    const auto key = rules.keys.find(signature.m_tsig->keyName);
    if (key == rules.keys.end()) {
        signature.m_verdict = TsigVerdict::BadKey;
        return signature;
    }
    TsigSession session(key->second);
    signature.m_verdict = session.verifyRequest(request.wire, *request.message, now);
    // A signing oracle is what comes of a MAC for a request whose own was wrong (CVE-2017-3142).
    if (signature.m_verdict == TsigVerdict::Good || signature.m_verdict == TsigVerdict::BadTime ||
        signature.m_verdict == TsigVerdict::BadTrunc)
        signature.m_session = std::move(session);
    return signature;
}

const Name* RequestSignature::verifiedKey() const
{
    return m_verdict == TsigVerdict::Good ? claimedKey() : nullptr;
}

Rcode RequestSignature::rcode() const
{
    if (isAcceptable())
        return Rcode::NoError;
    return m_verdict == TsigVerdict::FormErr ? Rcode::FormErr : Rcode::NotAuth;
}

const char* RequestSignature::code() const
{
    switch (m_verdict) {
    case TsigVerdict::Good:
    case TsigVerdict::Unsigned:
        return "";
    case TsigVerdict::BadKey:
        return "badkey";
    case TsigVerdict::BadTime:
        return "badtime";
    case TsigVerdict::FormErr:
        return "formerr";
    case TsigVerdict::BadSig:
    case TsigVerdict::BadTrunc:
        return "badsig";
    }
    return "";
}

std::string RequestSignature::reason(const IpAddress& peer, std::chrono::sys_seconds now) const
{
    if (isAcceptable() || !m_tsig)
        return {};
    const std::string key = m_tsig->keyName.display();
    switch (m_verdict) {
    case TsigVerdict::BadKey:
        return "BADKEY: " + peer.text() + " signs with key " + key + " and " +
               m_tsig->algorithm.display() + ", which is unknown here";
    case TsigVerdict::BadTime: {
        const auto theirs = static_cast<std::int64_t>(m_tsig->timeSigned);
        const std::int64_t apart = theirs - now.time_since_epoch().count();
        return "BADTIME: the clock of " + peer.text() + " is " +
               std::to_string(apart < 0 ? -apart : apart) + " s " +
               (apart < 0 ? "behind" : "ahead of") + " ours";
    }
    case TsigVerdict::BadTrunc:
        return "BADTRUNC: the signature of " + peer.text() + " with key " + key +
               " is cut too short";
    case TsigVerdict::FormErr:
        return "the TSIG record of " + peer.text() + " with key " + key + " is malformed";
    default:
        return "BADSIG: " + peer.text() + " signs with key " + key +
               ", but its secret or algorithm differs from ours";
    }
}

std::size_t RequestSignature::reserved() const
{
    if (m_session)
        return tsigRecordSize(m_session->key());
    if (isAcceptable() || m_verdict == TsigVerdict::FormErr)
        return 0;
    // RFC 8945 section 4.2: type, class, TTL and length; then time, fudge, MAC size, original ID,
    // error and length of other data.
    return m_tsig->keyName.wire().size() + 10 + m_tsig->algorithm.wire().size() + 16;
}

void RequestSignature::sign(Octets& answer, std::chrono::sys_seconds now)
{
    if (m_session)
        m_session->signAnswer(answer, now);
    else if (m_verdict == TsigVerdict::BadKey)
        appendTsigError(answer, *m_tsig, Rcode::BadKey);
    else if (m_verdict == TsigVerdict::BadSig)
        appendTsigError(answer, *m_tsig, Rcode::BadSig);
}

} // namespace headwater
