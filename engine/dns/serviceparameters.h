#pragma once

#include "base/octets.h"
#include "base/result.h"
#include "dns/rdatawords.h"

namespace headwater {

/// Appends the parameters of an SVCB or HTTPS record (RFC 9460 section 2.1), all words that are
/// left, in rising order of their keys. Known keys are mandatory, alpn, no-default-alpn, port,
/// ipv4hint, ech, ipv6hint and dohpath; others are written keyNNNNN.
[[nodiscard]] Result<void> appendServiceParameters(RdataWords& words, Octets& to);

} // namespace headwater
