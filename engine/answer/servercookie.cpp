#include "answer/servercookie.h"

#include <algorithm>

namespace headwater::ServerCookie {

namespace {

constexpr std::size_t ClientSize = 8;
constexpr std::size_t WholeSize = 24; // client cookie, version, reserved, time, hash
constexpr std::int32_t RenewAfter = 1800;
constexpr std::int32_t FutureAllowed = 300;

/// Client cookie | version 1 | reserved | time | hash over these and the client's address.
Octets made(OctetView clientCookie, const IpAddress& client, std::uint32_t time,
            const SipHashKey& secret)
{
    Octets cookie(clientCookie.begin(), clientCookie.end());
    appendUint32(cookie, 0x01000000);
    appendUint32(cookie, time);
    Octets hashed = cookie;
    const std::size_t size = client.family() == IpAddress::Family::V4 ? 4 : 16;
    append(hashed, OctetView(client.octets(), size));
    append(cookie, sipHash(secret, hashed));
    return cookie;
}

} // namespace

bool isWellFormed(const EdnsOption& option)
{
    const std::size_t size = option.data.size();
    return size == ClientSize || (size >= 2 * ClientSize && size <= ClientSize + 32);
}

EdnsOption answer(const EdnsOption& asked, const IpAddress& client, std::chrono::sys_seconds now,
                  const SipHashKey& secret)
{
    const auto time = static_cast<std::uint32_t>(now.time_since_epoch().count());
    const OctetView own = OctetView(asked.data).first(ClientSize);
    if (asked.data.size() == WholeSize) {
        const std::uint32_t then = uint32At(asked.data, ClientSize + 4);
        // Serial arithmetic: the 32 bits of the time wrap (RFC 9018 section 4.3).
        const auto age = static_cast<std::int32_t>(time - then);
        if (age <= RenewAfter && age >= -FutureAllowed &&
            made(own, client, then, secret) == asked.data)
            return {Option, asked.data};
    }
    return {Option, made(own, client, time, secret)};
}

} // namespace headwater::ServerCookie
