#pragma once

#include <atomic>

#include "base/guarded.h"
#include "dns/tlsidentity.h"
#include "server/dnsserver.h"
#include "server/recentquestions.h"

namespace headwater {

/// What listeners and sessions share. Any thread.
struct ServerContext
{
    ServerContext(std::shared_ptr<const ZoneTable> zoneTable, DnsServer::Settings chosen);

    /// What is the same for every request that comes in now.
    [[nodiscard]] RequestContext request() const;
    void setRules(std::shared_ptr<const AccessRules> rules);

    const std::shared_ptr<const ZoneTable> zones;
    const DnsServer::Settings settings;
    Guarded<std::shared_ptr<const Answerer>> answerer;
    Guarded<std::shared_ptr<const TlsIdentity>> tls; ///< null: connections for TLS are closed
    const std::shared_ptr<SlotCount> connections;
    const std::shared_ptr<SlotCount> secondaryConnections; ///< those that have asked
    const std::shared_ptr<SlotCount> transferSlots;
    /// Refusals of one address that become facts, so that a flood fills neither a log nor a board.
    RateLimit refusals{20, 5};
    RecentQuestions asked;
    std::unique_ptr<RateLimit> questions; ///< null: no limit

    std::atomic<std::uint64_t> udpQueries{0};
    std::atomic<std::uint64_t> tcpQueries{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> transfers{0};
    std::atomic<std::uint64_t> transferOctets{0};
    std::atomic<std::int64_t> transfersRunning{0};
};

/// The facts that one answered request tells: that a secondary asked, which `context.asked` leaves
/// out when it is no news, or that it was refused, which `context.refusals` may leave out. Counts
/// refusals.
[[nodiscard]] std::vector<Fact> factsOf(const RequestReport& report, const IpAddress& peer,
                                        Transport transport, ServerContext& context);

} // namespace headwater
