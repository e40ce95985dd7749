#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "dns/name.h"

namespace headwater {

/// What the status board has to know of a secondary. Value, made from the configuration.
struct WatchedSecondary
{
    std::string name;                         ///< unique; the name facts use
    std::string site;                         ///< may be empty
    std::string address;                      ///< shown in lists, with port
    std::vector<std::string> publicAddresses; ///< as in ProbeAnswered::address
    std::string key;                          ///< name of the TSIG key it must use, or empty
    std::vector<Name> zones;                  ///< zones it serves; empty: all
    bool polls = false;                       ///< it is sent no NOTIFY
    std::optional<Milliseconds> budget;       ///< fixed; otherwise made from its own p99
};

/// What stands in the head of every console.
struct EngineDescription
{
    std::string name;
    std::string version;
    std::string store = "Embedded";
    std::string stateDirectory;
    std::vector<std::string> dns; ///< addresses listened on, with port
    bool readOnly = false;
    Instant startedAt{};
};

/// Running totals of the DNS server, told about once a second.
struct EngineCounters
{
    std::uint64_t queries = 0;         ///< since start, UDP and TCP
    std::int64_t transfersRunning = 0; ///< now
};

} // namespace headwater
