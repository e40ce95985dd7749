#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <QMetaType>

#include "base/clock.h"
#include "base/transport.h"
#include "dns/message.h"
#include "dns/name.h"
#include "dns/serial.h"

namespace headwater {

/// A new version can be served from now on; its difference is durable (invariant 4).
struct ZonePublished
{
    Name zone;
    Serial serial;
    std::optional<Serial> previous; ///< none: the first version
    Instant committedAt;            ///< when the source was saved, or the change was committed
    Instant publishedAt;
    std::size_t added = 0;
    std::size_t removed = 0;
    std::size_t records = 0;
    std::string author;       ///< "file apps.example.zone", "headwaterctl", ...
    std::uint32_t expire = 0; ///< of the SOA, in seconds; 0: not told
};

/// A zone was loaded from the store at start; nothing new was published.
struct ZoneLoaded
{
    Name zone;
    Serial serial;
    std::size_t records = 0;
    Instant publishedAt;
    std::string source;       ///< "zone file apps.example.zone", "embedded"
    std::uint32_t expire = 0; ///< of the SOA, in seconds; 0: not told
};

/// What a source holds cannot be published; the last good version stays (or there is none yet).
struct ZoneRejected
{
    Name zone;
    std::string source; ///< the file
    std::string reason; ///< with file, line and record
};

/// The source of a zone that was rejected is good again, whether or not it changed anything.
struct ZoneAccepted
{
    Name zone;
};

/// The source of a zone is gone; the zone is served until `until`, then no longer.
struct ZoneRetiring
{
    Name zone;
    Instant until;
    std::string reason;
};

struct ZoneRetired
{
    Name zone;
};

struct NotifySent
{
    Name zone;
    std::string secondary;
    Serial serial;
    std::string address; ///< with port
    int attempt = 1;
};

/// Any answer ends the retries (RFC 1996 section 3.6); the rcode is kept.
struct NotifyAcknowledged
{
    Name zone;
    std::string secondary;
    Serial serial;
    std::string address;
    Rcode rcode = Rcode::NoError;
    Microseconds roundTrip{};
};

/// No answer yet to this attempt; the next one goes at `nextAttempt`, or never.
struct NotifyUnanswered
{
    Name zone;
    std::string secondary;
    Serial serial;
    std::string address;
    int attempt = 1;
    std::optional<Instant> nextAttempt;
    std::string reason; ///< "timeout", "port closed", "bad signature"
};

enum class QueryKind
{
    Soa,
    Ixfr,
    Axfr
};

/// A known secondary asked for the SOA or a transfer.
struct SecondaryAsked
{
    Name zone;
    std::string secondary;
    QueryKind kind = QueryKind::Soa;
    Transport transport = Transport::Udp;
    std::string address;
    std::string key;           ///< name of its TSIG key, or empty
    std::optional<Serial> has; ///< the serial in an IXFR question
    Serial answered;           ///< the serial it was or will be given
};

/// All octets of the transfer have been acknowledged by its TCP.
struct TransferFinished
{
    Name zone;
    std::string secondary;
    QueryKind kind = QueryKind::Axfr; ///< how it was answered: Soa means "up to date"
    std::optional<Serial> from;
    Serial to;
    std::size_t octets = 0;
    std::size_t messages = 0;
    std::size_t records = 0;
    Microseconds duration{};
    std::string address;
};

struct TransferBroken
{
    Name zone;
    std::string secondary;
    QueryKind kind = QueryKind::Axfr;
    Serial to;
    std::size_t octets = 0;
    std::string address;
    std::string reason; ///< "stalled for 30 s", "closed by the secondary"
};

/// A transfer or SOA question that was not answered as asked.
struct QueryRefused
{
    Name zone;
    std::string secondary; ///< empty: the address belongs to none
    QueryKind kind = QueryKind::Axfr;
    std::string address;
    std::string key;
    Rcode rcode = Rcode::Refused;
    std::string code;   ///< console.md section 4: "badkey", "badsig", "badtime", "xfr-refused", ...
    std::string reason; ///< a sentence
};

/// What a public address of a secondary answered to our SOA question.
struct ProbeAnswered
{
    Name zone;
    std::string secondary;
    std::string address;
    std::optional<Serial> serial; ///< none: it answered, but not with the SOA
    Rcode rcode = Rcode::NoError;
    Microseconds roundTrip{};
};

struct ProbeUnanswered
{
    Name zone;
    std::string secondary;
    std::string address;
    std::string reason;
};

/// The secondary itself showed this serial or a newer one (invariant 24). `at` is the moment.
struct SecondaryLive
{
    Name zone;
    std::string secondary;
    Serial serial;
    Microseconds sinceCommitted{};
};

/// Something an operator should read that belongs to no zone: a port in use, a broken invariant.
struct EngineProblem
{
    std::string place;
    std::string text;
};

struct EngineProblemEnded
{
    std::string place;
};

struct Fact
{
    using Body =
        std::variant<ZonePublished, ZoneLoaded, ZoneRejected, ZoneAccepted, ZoneRetiring,
                     ZoneRetired, NotifySent, NotifyAcknowledged, NotifyUnanswered, SecondaryAsked,
                     TransferFinished, TransferBroken, QueryRefused, ProbeAnswered, ProbeUnanswered,
                     SecondaryLive, EngineProblem, EngineProblemEnded>;

    Instant at; ///< when it happened, on the engine's clock
    Body body;
};

template <typename Body> [[nodiscard]] Fact factNow(Body body)
{
    return Fact{Clock::now(), std::move(body)};
}

} // namespace headwater

Q_DECLARE_METATYPE(headwater::Name)
Q_DECLARE_METATYPE(headwater::Serial)
Q_DECLARE_METATYPE(headwater::Fact)
