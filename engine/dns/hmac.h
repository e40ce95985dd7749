#pragma once

#include <memory>

#include "base/octets.h"
#include "dns/tsig.h"

namespace headwater {

/// A keyed digest that is fed in pieces. One use: feed, then finish.
class Hmac
{
public:
    Hmac(TsigAlgorithm algorithm, OctetView secret);
    ~Hmac();
    Hmac(Hmac&&) noexcept;
    Hmac& operator=(Hmac&&) noexcept;

    void feed(OctetView octets);
    /// macSize(algorithm) octets; none if OpenSSL failed.
    [[nodiscard]] Octets finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

/// Takes the same time wherever the two differ (RFC 8945 section 5.2.2). Sizes must be equal.
[[nodiscard]] bool sameInConstantTime(OctetView a, OctetView b);

} // namespace headwater
