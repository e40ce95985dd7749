#pragma once

#include <optional>

#include "dns/message.h"

namespace headwater {

/// Hides how long an answer is from those who see it encrypted (RFC 7830). Only for those who sent
/// the option themselves, and only over TLS.
namespace Padding {

constexpr std::uint16_t Option = 12;

/// What brings an answer of `size` octets, everything but this option counted, to a multiple of
/// 468 (RFC 8467 section 4.1), or to `limit` where that is less. None: it does not fit.
[[nodiscard]] std::optional<EdnsOption> option(std::size_t size, std::size_t limit);

} // namespace Padding

} // namespace headwater
