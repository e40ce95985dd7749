#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <QString>

namespace headwater {

/// The state of a pair, and of everything that is judged by its pairs; worst first.
enum class SyncState : std::uint8_t
{
    Fail,    ///< "Stuck"
    Lag,     ///< "Late"
    Unknown, ///< "Not observed"
    Moving,  ///< "In flight"
    Paused,  ///< "Paused"
    Ok       ///< "Live"
};

constexpr std::size_t SyncStates = 6;
/// How many pairs (or zones) there are in each state.
using StateCounts = std::array<std::uint32_t, SyncStates>;

[[nodiscard]] constexpr std::size_t index(SyncState state)
{
    return static_cast<std::size_t>(state);
}

/// "fail", "lag", ...: the word of the feed.
[[nodiscard]] QString text(SyncState state);
/// "Stuck", "Late", ...: the word for people.
[[nodiscard]] QString word(SyncState state);
/// The worst state that has a pair; paused ones never count, none at all is Ok.
[[nodiscard]] SyncState worst(const StateCounts& counts);

} // namespace headwater
