#pragma once

#include "server/servercontext.h"

namespace headwater {

/// One transfer of a session, from its request until the peer's TCP has acknowledged its last
/// octet: a stream, or the one SOA of "up to date". Shared by the messages that are queued, so that
/// what they point into lives. Counted among the transfers that run. One thread.
class ServedTransfer
{
public:
    ServedTransfer(TransferStream stream, std::shared_ptr<void> slot, RequestReport report,
                   std::shared_ptr<ServerContext> context);
    /// "Up to date": one message of `octets`, its length prefix counted, already queued.
    ServedTransfer(std::size_t octets, RequestReport report,
                   std::shared_ptr<ServerContext> context);
    ~ServedTransfer();
    ServedTransfer(const ServedTransfer&) = delete;
    ServedTransfer& operator=(const ServedTransfer&) = delete;

    /// The next message, or false when there is none.
    [[nodiscard]] bool next(TransferMessage* message);

    /// Where its last octet stands in the octets of the connection.
    void setEnd(std::uint64_t end) { m_end = end; }
    [[nodiscard]] std::uint64_t end() const { return m_end; }

    /// How it ended; the counters are right before anybody can read the fact.
    [[nodiscard]] Fact finished(const IpAddress& peer);
    /// `missing` octets of the connection were not acknowledged.
    [[nodiscard]] Fact broken(const IpAddress& peer, std::uint64_t missing,
                              const std::string& reason);

private:
    [[nodiscard]] QueryKind kind() const;
    [[nodiscard]] TransferStream::Totals totals() const;
    void count();

    std::optional<TransferStream> m_stream;
    std::shared_ptr<void> m_slot; // among all transfers that run
    RequestReport m_report;
    std::shared_ptr<ServerContext> m_context;
    std::size_t m_octets = 0; // without a stream
    std::uint64_t m_end = 0;
    Instant m_begun;
    bool m_counted = false;
};

} // namespace headwater
