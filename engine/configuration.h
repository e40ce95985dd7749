#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "dns/siphash.h"
#include "dns/tlsidentity.h"
#include "dns/tsig.h"
#include "store/store.h"
#include "zone/secondary.h"

namespace headwater {

/// "postgresql://..." or "postgres://...": what is behind that, libpq reads.
[[nodiscard]] bool isPostgresUrl(std::string_view text);

/// All settings of the engine, parsed and checked once. resources/config/headwater.toml documents
/// every key; the defaults here need no file at all.
struct Configuration
{
    std::string name = "headwater";       ///< shown in consoles
    std::string stateDirectory;           ///< default: see defaultStateDirectory()
    std::vector<Endpoint> dnsListen;      ///< default 127.0.0.1:5300
    std::vector<AddressPrefix> permitted; ///< default loopback
    std::string nsid;                     ///< empty: not told
    SipHashKey cookieSecret{};            ///< all zero: made at every start
    int transferThreads = 2;
    /// At a time: connections, and transfers (see DnsServer::Settings).
    std::size_t connections = 1000;
    std::size_t connectionsPerAddress = 200;
    std::size_t connectionsPerSecondary = 200;
    std::size_t transfers = 1000;
    std::size_t transfersPerSecondary = 200;
    std::size_t questionsPerSecond = 0;     ///< of one address; 0: no limit
    std::vector<Endpoint> tlsListen;        ///< empty: no transfers over TLS
    std::shared_ptr<const TlsIdentity> tls; ///< from its files; null: none
    bool tlsClientCa = false;               ///< a CA vouches for names of clients
    Endpoint consoleListen;                 ///< default 127.0.0.1:8053; port 0 turns it off
    std::string zoneDirectory;              ///< empty: none
    SerialPolicy serialPolicy = SerialPolicy::Increment;
    Seconds retireAfter{86400};
    HistoryLimits history;
    std::string postgres; ///< URL of the database; empty: the embedded store
    std::unordered_map<Name, TsigKey> keys;
    std::vector<Secondary> secondaries;
    std::string file; ///< where it came from; empty: defaults

    [[nodiscard]] static Configuration defaults();
    /// Errors name file, line and key: `headwater.toml: line 12: secondary.notify: ...`.
    [[nodiscard]] static Result<Configuration> load(const std::string& path);
    [[nodiscard]] static Result<Configuration> parse(std::string_view text,
                                                     const std::string& fileName);
    /// $STATE_DIRECTORY, else $XDG_STATE_HOME/headwater, else ~/.local/state/headwater.
    [[nodiscard]] static std::string defaultStateDirectory();
};

} // namespace headwater
