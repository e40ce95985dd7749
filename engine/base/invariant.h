#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace headwater {

/// The promises the server holds at all times (ARCHITECTURE.md lists them by number). A broken one
/// is a bug of ours, never a matter of input: builds with assertions abort, release builds report
/// it through the handler, count it, and the caller refuses to go on (`if (!invariant(...)) ...`).
/// Any thread.
[[nodiscard]] bool invariant(int number, bool holds, std::string_view what);

/// Called with (number, what) in release builds; set once at start, before other threads run.
void setInvariantHandler(std::function<void(int, const std::string&)> handler);

/// How many were broken since start.
[[nodiscard]] std::uint64_t brokenInvariants();

} // namespace headwater
