#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "answer/answerer.h"
#include "status/facts.h"

namespace headwater {

class TlsIdentity;

/// The DNS side of the primary: listeners on the thread it is made on (query), sessions on
/// `threads` transfer threads of its own. Facts come out on the query thread.
class DnsServer : public QObject
{
    Q_OBJECT
public:
    struct Settings
    {
        std::vector<Endpoint> listen;
        std::vector<Endpoint> tlsListen;        ///< for TLS; who we are there is set by setTls()
        int threads = 2;                        ///< 2 ... 8
        std::size_t highWaterMark = 256 * 1024; ///< octets not yet taken by the kernel, per session
        Seconds stall{10};                      ///< no octet taken for this long: closed, reported
        Seconds idle{30};                       ///< nothing asked for this long: closed
        Seconds firstMessage{10};               ///< a whole message must have come by then
        /// No connection lives longer, whatever it does: a peer that takes an octet now and then
        /// would keep a version in memory for ever.
        Seconds lifetime{6 * 3600};
        /// A secret that is all zero is replaced by a random one at the start.
        ServerIdentity identity;
        std::size_t connections = 1000;          ///< more are closed as soon as they come
        std::size_t connectionsPerAddress = 200; ///< the same
        /// Of all its addresses; on more it is answered SERVFAIL, and they are closed.
        std::size_t connectionsPerSecondary = 200;
        std::size_t transfers = 1000;            ///< at a time; more are answered SERVFAIL
        std::size_t transfersPerSecondary = 200; ///< the same; any other address counts as one
        double questionsPerSecond = 0;           ///< of one address; 0: no limit
    };

    DnsServer(std::shared_ptr<const ZoneTable> zones, Settings settings, QObject* parent = nullptr);
    /// Stops listening and closes every session; joins the transfer threads.
    ~DnsServer() override;

    /// Binds every address; the error names the first that could not be, and why. Port 0 takes any
    /// free port, the same for UDP and TCP.
    [[nodiscard]] Result<void> start();
    /// Stops accepting; transfers under way may finish, for `grace` at most; then `drained`.
    void finish(Milliseconds grace);
    /// New rules hold for requests from now on; transfers under way go on.
    void setRules(std::shared_ptr<const AccessRules> rules);
    /// For connections from now on.
    void setTls(std::shared_ptr<const TlsIdentity> identity);
    [[nodiscard]] std::vector<Endpoint> addresses() const;
    [[nodiscard]] std::vector<Endpoint> tlsAddresses() const;

    struct Counters
    {
        std::uint64_t udpQueries = 0;
        std::uint64_t tcpQueries = 0;
        std::uint64_t refused = 0;
        std::uint64_t transfers = 0;
        std::uint64_t transferOctets = 0;
        std::int64_t connections = 0;
        std::int64_t transfersRunning = 0;
    };
    [[nodiscard]] Counters counters() const; ///< any thread

Q_SIGNALS:
    void fact(const headwater::Fact& fact);
    void drained();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwater
