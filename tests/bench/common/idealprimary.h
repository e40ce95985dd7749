#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "bench/common/benchzone.h"
#include "bench/common/blockingsocket.h"
#include "bench/common/recorddoor.h"
#include "dns/message.h"

namespace headwater {

/// A primary that does no work of its own: a change is only kept in memory, its NOTIFY leaves at
/// once, SOA and IXFR are answered from memory and AXFR from a recorded stream. What a secondary
/// needs with it is the floor under every primary. One zone, one secondary, no keys.
class IdealPrimary : public RecordDoor
{
public:
    /// `stream`: an AXFR of `zone` as it is now, messages with their lengths.
    IdealPrimary(BenchZone zone, OctetView stream);
    ~IdealPrimary() override;
    IdealPrimary(const IdealPrimary&) = delete;
    IdealPrimary& operator=(const IdealPrimary&) = delete;

    [[nodiscard]] Endpoint endpoint() const { return m_datagrams.local(); }
    void setNotified(const Endpoint& secondary) { m_notified = secondary; }
    /// One address, of the host number `index` of the zone when it was not changed before.
    void send(const Name& zone, const std::vector<HostAddress>& hosts) override;
    void acknowledged() override {}

private:
    struct Change
    {
        Name owner;
        Rdata before;
        Rdata after;
    };

    void serve();
    void answerDatagram();
    void answerStream(const BlockingSocket& client, bool* open);
    [[nodiscard]] Octets soaAnswer(const Message& question);
    [[nodiscard]] Octets difference(const Message& question);
    void sendZone(const BlockingSocket& client, std::uint16_t id);

    BenchZone m_zone;
    Octets m_stream;
    BlockingSocket m_datagrams;
    BlockingSocket m_listening;
    Endpoint m_notified;
    std::mutex m_mutex;
    Soa m_first;
    std::vector<Change> m_changes; ///< the serial is the first one and their number
    std::map<Octets, Rdata> m_present;
    std::atomic<bool> m_ends{false};
    std::thread m_thread;
};

} // namespace headwater
