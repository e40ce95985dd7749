#pragma once

#include "answer/reply.h"
#include "dns/siphash.h"

namespace headwater {

/// The OPT record of an answer: what was asked for and applies, nothing else. NSID (RFC 5001),
/// EXPIRE (RFC 7314), cookies (RFC 7873), keep-alive over a stream (RFC 7828), extended errors
/// (RFC 8914), ZONEVERSION (RFC 9660).
[[nodiscard]] Edns answerOptions(const Reply& reply, const Edns& asked,
                                 const RequestContext& context, const ServerIdentity& identity);

/// Answers are padded for those who pad, where nobody else can read them (RFC 7830 section 4).
[[nodiscard]] bool isPadded(const Edns& asked, const RequestContext& context);

/// Options that have a form of their own have it; else the request is FORMERR.
[[nodiscard]] bool areWellFormed(const std::vector<EdnsOption>& options);

} // namespace headwater
