#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace headwater {

/// An IPv4 or IPv6 address. IPv4 is kept as such; IPv4-mapped IPv6 is folded to IPv4. Value.
class IpAddress
{
public:
    enum class Family
    {
        V4,
        V6
    };

    IpAddress() = default; ///< 0.0.0.0
    [[nodiscard]] static Result<IpAddress> parse(std::string_view text);
    [[nodiscard]] static IpAddress fromOctets(Family family, const std::uint8_t* octets);

    [[nodiscard]] Family family() const { return m_family; }
    /// 4 or 16 octets in network order.
    [[nodiscard]] const std::uint8_t* octets() const { return m_octets.data(); }
    [[nodiscard]] std::string text() const; ///< RFC 5952
    [[nodiscard]] bool isLoopback() const;
    friend bool operator==(const IpAddress& a, const IpAddress& b)
    {
        return a.m_family == b.m_family && a.m_octets == b.m_octets;
    }
    friend bool operator!=(const IpAddress& a, const IpAddress& b) { return !(a == b); }

private:
    Family m_family = Family::V4;
    std::array<std::uint8_t, 16> m_octets{};
};

/// An address and a port: "192.0.2.1:53", "[2001:db8::1]:53".
struct Endpoint
{
    IpAddress address;
    std::uint16_t port = 0;

    /// A missing port becomes `defaultPort`.
    [[nodiscard]] static Result<Endpoint> parse(std::string_view text, std::uint16_t defaultPort);
    [[nodiscard]] std::string text() const; ///< the port always included
    friend bool operator==(const Endpoint& a, const Endpoint& b)
    {
        return a.port == b.port && a.address == b.address;
    }
    friend bool operator!=(const Endpoint& a, const Endpoint& b) { return !(a == b); }
};

/// "192.0.2.0/24", "2001:db8::/32", or a single address.
struct AddressPrefix
{
    IpAddress address;
    int bits = 32;

    [[nodiscard]] static Result<AddressPrefix> parse(std::string_view text);
    [[nodiscard]] bool contains(const IpAddress& other) const;
    [[nodiscard]] std::string text() const;
};

} // namespace headwater
