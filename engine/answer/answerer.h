#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "answer/accessrules.h"
#include "answer/ratelimit.h"
#include "answer/slotcount.h"
#include "base/clock.h"
#include "dns/siphash.h"
#include "transfer/transferstream.h"
#include "zone/zonetable.h"

namespace headwater {

/// What one requester and all together may have. Null: no limit.
struct RequesterLimits
{
    SlotCount* transfers = nullptr;   ///< streams at a time, of a secondary or another address
    SlotCount* connections = nullptr; ///< of a secondary; of a connection not counted yet
    RateLimit* questions = nullptr;   ///< of an address that may ask
};

/// How a request came in.
struct RequestContext
{
    IpAddress peer;
    Transport transport = Transport::Udp;
    const PeerCertificate* certificate = nullptr; ///< that the client showed in its handshake
    std::chrono::sys_seconds now;
    std::optional<Seconds> idle; ///< of a stream: how long it is kept without a question
    RequesterLimits limits;
    std::chrono::steady_clock::time_point received; ///< for limits.questions

    [[nodiscard]] bool isStream() const { return transport != Transport::Udp; }
};

/// What this server says of itself to those who ask.
struct ServerIdentity
{
    std::string nsid;          ///< empty: not told (RFC 5001)
    SipHashKey cookieSecret{}; ///< nobody else's, but those of servers that answer for each other
};

/// What happened with a request, for facts and counters; empty where it does not apply.
struct RequestReport
{
    enum class Kind
    {
        Other,
        Soa,
        Ixfr,
        Axfr,
        Notify,
        Update
    };
    Kind kind = Kind::Other;
    Name zone;
    std::string secondary;       ///< the one that asked, by address and key
    std::string key;             ///< name of the TSIG key used
    std::optional<Serial> has;   ///< the serial in an IXFR question
    std::optional<Serial> given; ///< the serial that was answered
    Rcode rcode = Rcode::NoError;
    std::string code;   ///< console.md section 4, when refused: "badkey", "xfr-refused", ...
    std::string reason; ///< a sentence, when refused
};

/// At most one answer to a request; none to a response, none to fewer than 12 octets (invariant
/// 14).
struct Answer
{
    std::variant<std::monostate, Octets, TransferStream> message;
    RequestReport report;
    std::shared_ptr<void> slot;       ///< to be held as long as a stream is sent
    std::shared_ptr<void> connection; ///< to be held as long as the connection lives
};

/// Answers requests by RFC 1034, 1035, 1995, 1996, 2181, 4592, 5001, 5936, 6672, 6891, 7314, 7828,
/// 7873, 8482, 8914, 8945, 9103 and 9660; the ids of the conformance list are the names of its
/// tests. Authoritative only: never recursion. Any thread: const, and everything it reads is
/// immutable or the ZoneTable.
class Answerer
{
public:
    Answerer(std::shared_ptr<const ZoneTable> zones, std::shared_ptr<const AccessRules> rules,
             ServerIdentity identity = {});

    [[nodiscard]] Answer answer(OctetView request, const RequestContext& context) const;

private:
    std::shared_ptr<const ZoneTable> m_zones;
    std::shared_ptr<const AccessRules> m_rules;
    ServerIdentity m_identity;
};

} // namespace headwater
