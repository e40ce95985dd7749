#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.h"

namespace headwater {

/// One zone at one public address: zone number and address number.
using ProbeKey = std::uint64_t;

[[nodiscard]] inline ProbeKey probeKey(std::uint32_t zone, std::uint32_t target)
{
    return (static_cast<ProbeKey>(zone) << 32) | target;
}
[[nodiscard]] inline std::uint32_t zoneOf(ProbeKey key)
{
    return static_cast<std::uint32_t>(key >> 32);
}
[[nodiscard]] inline std::uint32_t targetOf(ProbeKey key)
{
    return static_cast<std::uint32_t>(key);
}

/// A question that is repeated until the answer is the wanted one.
struct Chase
{
    enum class Phase
    {
        Waiting,
        Queued,
        InFlight
    };
    enum class Reason
    {
        Look, ///< nothing is known to have happened: first look, slow round
        Told  ///< the secondary was told of a version, or transferred one
    };

    Phase phase = Phase::Waiting;
    Reason reason = Reason::Look;
    Milliseconds wait{}; ///< before the next question
    Instant since{};     ///< last sign of progress
    Instant due{};
    bool hurried = false; ///< while in flight: something happened, do not wait longer than `wait`
};

/// When to ask next for every pair that is not known to be live: waits doubled up to a second, and
/// after a while without progress up to half a minute. Holds nothing for pairs at rest. Value.
class Chases
{
public:
    struct Waits
    {
        Milliseconds first{2};
        Milliseconds longestFast{1000};
        Milliseconds fastFor{30000};
        Milliseconds longest{30000};
    };

    explicit Chases(Waits waits)
        : m_waits(waits)
    {
    }

    [[nodiscard]] Chase* find(ProbeKey key);
    /// Begins a chase, or hurries one: due at `due` at the latest, waits short again.
    void hurry(ProbeKey key, Chase::Reason reason, Instant due, Instant now);
    /// An answer was not the wanted one, or none came.
    void again(ProbeKey key, Instant now);
    /// As again(), with this wait at least.
    void againAfter(ProbeKey key, Milliseconds least, Instant now);
    void end(ProbeKey key) { m_chases.erase(key); }
    void endZone(std::uint32_t zone, const std::vector<std::uint32_t>& targets);

    /// Those due by `now`; they become Queued.
    [[nodiscard]] std::vector<ProbeKey> takeDue(Instant now);
    [[nodiscard]] std::optional<Instant> nextDue() const;
    [[nodiscard]] std::size_t size() const { return m_chases.size(); }

private:
    void schedule(ProbeKey key, Chase& chase, Instant due);

    Waits m_waits;
    std::unordered_map<ProbeKey, Chase> m_chases;
    std::multimap<Instant, ProbeKey> m_agenda; ///< an entry counts only if the chase's `due` agrees
};

} // namespace headwater
