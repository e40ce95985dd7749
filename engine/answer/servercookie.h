#pragma once

#include <chrono>

#include "base/address.h"
#include "dns/message.h"
#include "dns/siphash.h"

namespace headwater {

/// COOKIE options (RFC 7873) with server cookies as all implementations make them (RFC 9018), so
/// that servers that share a secret know each other's. Nobody is refused for a bad one.
namespace ServerCookie {

constexpr std::uint16_t Option = 10;

/// 8 octets of the client, or those and 8 to 32 of a server; else FORMERR (RFC 7873 5.2.2).
[[nodiscard]] bool isWellFormed(const EdnsOption& option);
/// What to answer to a well-formed one: the client's cookie and ours, the same one as long as it
/// is right and younger than 30 minutes.
[[nodiscard]] EdnsOption answer(const EdnsOption& asked, const IpAddress& client,
                                std::chrono::sys_seconds now, const SipHashKey& secret);

} // namespace ServerCookie

} // namespace headwater
