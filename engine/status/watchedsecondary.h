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
/// Where the records come from, when that is a database.
struct SourceState
{
    enum class Role
    {
        Away,
        Follower,
        Leader
    };
    Role role = Role::Away;
    std::string place;                        ///< "database apps on db1:5432", without any secret
    std::optional<Instant> asOf;              ///< when it was last read; none: not since the start
    std::size_t backlog = 0;                  ///< rows that wait to be published
    std::optional<Microseconds> pickUpMedian; ///< from a row's change to its reading, newest 1,000
    std::optional<Microseconds> pickUp99;
    std::string lastError;
};

struct EngineDescription
{
    std::string name;
    std::string version;
    std::string store = "Embedded";
    std::optional<SourceState> source; ///< none: the embedded store
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
