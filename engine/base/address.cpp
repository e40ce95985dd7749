#include "base/address.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace headwater {

namespace {

constexpr std::array<std::uint8_t, 12> MappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string quoted(std::string_view text)
{
    // Whatever was typed is repeated in the error, but not a page of it.
    constexpr std::size_t shown = 60;
    return '"' + std::string(text.substr(0, shown)) + (text.size() > shown ? "...\"" : "\"");
}

std::optional<int> numberUpTo(std::string_view text, int maximum)
{
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size() || value < 0 ||
        value > maximum)
        return std::nullopt;
    return value;
}

int familyBits(IpAddress::Family family)
{
    return family == IpAddress::Family::V4 ? 32 : 128;
}

std::uint8_t prefixMask(int bits, int octet)
{
    const int bitsHere = std::clamp(bits - octet * 8, 0, 8);
    return static_cast<std::uint8_t>(0xFF00 >> bitsHere);
}

IpAddress masked(const IpAddress& address, int bits)
{
    std::array<std::uint8_t, 16> octets{};
    const int size = familyBits(address.family()) / 8;
    for (int i = 0; i < size; ++i)
        octets[static_cast<std::size_t>(i)] =
            static_cast<std::uint8_t>(address.octets()[i] & prefixMask(bits, i));
    return IpAddress::fromOctets(address.family(), octets.data());
}

} // namespace

Result<IpAddress> IpAddress::parse(std::string_view text)
{
    const std::string terminated(text.substr(0, INET6_ADDRSTRLEN));
    std::array<std::uint8_t, 16> octets{};
    // A NUL inside would end the text early for inet_pton.
    if (text.size() <= INET6_ADDRSTRLEN && text.find('\0') == std::string_view::npos) {
        if (inet_pton(AF_INET, terminated.c_str(), octets.data()) == 1)
            return fromOctets(Family::V4, octets.data());
        if (inet_pton(AF_INET6, terminated.c_str(), octets.data()) == 1)
            return fromOctets(Family::V6, octets.data());
    }
    return failure(quoted(text) + " is not an IPv4 or IPv6 address");
}

IpAddress IpAddress::fromOctets(Family family, const std::uint8_t* octets)
{
    IpAddress address;
    if (family == Family::V6 && std::equal(MappedPrefix.begin(), MappedPrefix.end(), octets)) {
        family = Family::V4;
        octets += MappedPrefix.size();
    }
    address.m_family = family;
    std::copy_n(octets, family == Family::V4 ? 4 : 16, address.m_octets.begin());
    return address;
}

std::string IpAddress::text() const
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    inet_ntop(m_family == Family::V4 ? AF_INET : AF_INET6, m_octets.data(), buffer.data(),
              static_cast<socklen_t>(buffer.size()));
    return buffer.data();
}

bool IpAddress::isLoopback() const
{
    if (m_family == Family::V4)
        return m_octets[0] == 127;
    return m_octets[15] == 1 && std::all_of(m_octets.begin(), m_octets.end() - 1,
                                            [](std::uint8_t octet) { return octet == 0; });
}

Result<Endpoint> Endpoint::parse(std::string_view text, std::uint16_t defaultPort)
{
    std::string_view host = text;
    std::optional<std::string_view> port;
    if (!text.empty() && text.front() == '[') {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos)
            return failure(quoted(text) + " has no closing bracket");
        host = text.substr(1, close - 1);
        const std::string_view rest = text.substr(close + 1);
        if (!rest.empty() && rest.front() != ':')
            return failure(quoted(text) + " has something other than a port behind the bracket");
        if (!rest.empty())
            port = rest.substr(1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        const std::size_t colon = text.find(':');
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
    }
    auto address = IpAddress::parse(host);
    if (!address)
        return tl::unexpected(address.error());
    if (!port)
        return Endpoint{*address, defaultPort};
    const auto number = numberUpTo(*port, 65535);
    if (!number)
        return failure(quoted(text) + " has no port from 0 to 65535 behind the colon");
    return Endpoint{*address, static_cast<std::uint16_t>(*number)};
}

std::string Endpoint::text() const
{
    const std::string host =
        address.family() == IpAddress::Family::V6 ? '[' + address.text() + ']' : address.text();
    return host + ':' + std::to_string(port);
}

Result<AddressPrefix> AddressPrefix::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::string_view host = text.substr(0, slash);
    auto address = IpAddress::parse(host);
    if (!address)
        return tl::unexpected(address.error());
    const int bitsOfFamily = familyBits(address->family());
    if (slash == std::string_view::npos)
        return AddressPrefix{*address, bitsOfFamily};
    const bool mapped =
        address->family() == IpAddress::Family::V4 && host.find(':') != std::string_view::npos;
    auto bits = numberUpTo(text.substr(slash + 1), mapped ? 128 : bitsOfFamily);
    if (bits && mapped)
        *bits -= 96;
    if (!bits || *bits < 0)
        return failure(quoted(text) + " has no prefix length from 0 to " +
                       std::to_string(bitsOfFamily) + " behind the slash");
    const AddressPrefix prefix{masked(*address, *bits), *bits};
    if (prefix.address != *address)
        return failure(quoted(text) + " has bits set behind its prefix; meant " + prefix.text() +
                       "?");
    return prefix;
}

bool AddressPrefix::contains(const IpAddress& other) const
{
    return other.family() == address.family() && masked(other, bits) == masked(address, bits);
}

std::string AddressPrefix::text() const
{
    if (bits == familyBits(address.family()))
        return address.text();
    return address.text() + '/' + std::to_string(bits);
}

} // namespace headwater
