#pragma once

#include <optional>

#include "base/address.h"
#include "dns/tsig.h"
#include "zone/contentdigest.h"

namespace headwater {

/// The question of a transfer, framed for TCP: AXFR, or IXFR from `has`. Signed with `key`.
[[nodiscard]] Octets transferQuestion(const Name& zone, std::optional<Serial> has,
                                      TsigSession* session);

/// An AXFR whose octets are taken as fast as they come and looked at afterwards. While they come,
/// only lengths and counts of answers are read, so that the client is the same small cost for every
/// server.
class DrainedTransfer
{
public:
    /// `records` as the answer has them, both SOA counted; `space` octets are enough for it.
    DrainedTransfer(Name zone, std::size_t records, std::size_t space);

    /// The whole transfer in ms, from before the connection is made.
    [[nodiscard]] double run(const Endpoint& server, const std::optional<TsigKey>& key = {});
    /// Reads every record of the last run: the SOA is first and last and nowhere else, the number
    /// is right, the contents have this digest; with a key, every message verifies. Ends the
    /// program otherwise. A stream that equals the one checked before is not read again.
    void check(const ContentDigest& expected);

    [[nodiscard]] OctetView stream() const { return {m_stream.data(), m_used}; }
    [[nodiscard]] std::size_t messages() const { return m_messages; }
    [[nodiscard]] double firstOctet() const { return m_firstOctet; } ///< ms

private:
    [[nodiscard]] bool scan();
    void verify(const ContentDigest& expected);

    Name m_zone;
    std::size_t m_records;
    Octets m_stream;
    std::size_t m_used = 0;
    std::size_t m_scanned = 0;
    std::size_t m_counted = 0;
    std::size_t m_messages = 0;
    double m_firstOctet = 0;
    std::optional<TsigSession> m_session;
    Octets m_checked;
};

} // namespace headwater
