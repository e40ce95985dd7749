#include "dns/compositetext.h"

#include <array>
#include <memory>

#include <arpa/inet.h>
#include <netdb.h>

#include "dns/fieldtext.h"
#include "dns/locationtext.h"
#include "dns/rdatawords.h"
#include "dns/serviceparameters.h"

namespace headwater {

namespace {

constexpr RecordType WellKnownServices{11};
constexpr RecordType Location{29};
constexpr RecordType IpsecKey{45};
constexpr RecordType Hip{55};
constexpr RecordType Svcb{64};
constexpr RecordType Https{65};

/// Appends a number of `octets` octets; false when the word is none or too large.
bool appendNumber(std::string_view word, std::size_t octets, Octets& to)
{
    const auto number = numberUpTo(word, octets == 1 ? 0xFF : 0xFFFF);
    if (!number)
        return false;
    if (octets == 2)
        to.push_back(static_cast<std::uint8_t>(*number >> 8));
    to.push_back(static_cast<std::uint8_t>(*number));
    return true;
}

tl::unexpected<Error> unwanted(RecordType type, const char* wanted, std::string_view word)
{
    return failure(
        text(type) + " record needs " + wanted +
        (word.empty() ? ", got nothing" : ", got \"" + std::string(word.substr(0, 300)) + '"'));
}

std::optional<std::uint32_t> protocolNumber(std::string_view word)
{
    if (word == "tcp" || word == "TCP")
        return IPPROTO_TCP;
    if (word == "udp" || word == "UDP")
        return IPPROTO_UDP;
    return numberUpTo(word, 0xFF);
}

/// A port, or the name /etc/services has for it.
std::optional<std::uint32_t> portNumber(std::string_view word, std::uint32_t protocol)
{
    if (const auto number = numberUpTo(word, 0xFFFF))
        return number;
    if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP)
        return std::nullopt;
    servent entry{};
    servent* found = nullptr;
    std::array<char, 1024> buffer{};
    if (getservbyname_r(std::string(word).c_str(), protocol == IPPROTO_TCP ? "tcp" : "udp", &entry,
                        buffer.data(), buffer.size(), &found) != 0 ||
        found == nullptr)
        return std::nullopt;
    return ntohs(static_cast<std::uint16_t>(found->s_port));
}

Result<Rdata> wellKnownServices(std::string_view text)
{
    RdataWords words(text);
    Rdata rdata;
    std::string_view word = words.next();
    if (!appendAddressText(AF_INET, word, rdata))
        return unwanted(WellKnownServices, "an IPv4 address", word);
    word = words.next();
    const auto protocol = protocolNumber(word);
    if (!protocol)
        return unwanted(WellKnownServices, "a protocol: TCP, UDP or a number", word);
    rdata.push_back(static_cast<std::uint8_t>(*protocol));
    constexpr std::size_t bitmapAt = 5;
    for (word = words.next(); !word.empty(); word = words.next()) {
        const auto port = portNumber(word, *protocol);
        if (!port)
            return unwanted(WellKnownServices, "services: ports or their names", word);
        const std::size_t octet = bitmapAt + *port / 8;
        if (rdata.size() <= octet)
            rdata.resize(octet + 1);
        rdata[octet] = static_cast<std::uint8_t>(rdata[octet] | (0x80U >> (*port % 8)));
    }
    return rdata;
}

bool appendGateway(std::uint8_t kind, std::string_view word, const Name& origin, Octets& to)
{
    switch (kind) {
    case 0:
        return word == ".";
    case 1:
        return appendAddressText(AF_INET, word, to);
    case 2:
        return appendAddressText(AF_INET6, word, to);
    default:
        return appendNameText(word, origin, to);
    }
}

Result<Rdata> ipsecKey(std::string_view text, const Name& origin)
{
    RdataWords words(text);
    Rdata rdata;
    for (const char* wanted :
         {"a precedence from 0 to 255", "a gateway type from 0 to 3", "an algorithm, 0 to 255"}) {
        const std::string_view word = words.next();
        if (!appendNumber(word, 1, rdata) || (rdata.size() == 2 && rdata[1] > 3))
            return unwanted(IpsecKey, wanted, word);
    }
    const std::string_view gateway = words.next();
    if (!appendGateway(rdata[1], gateway, origin, rdata))
        return unwanted(IpsecKey, "a gateway of its type", gateway);
    const std::string key = words.joinedRest();
    const auto octets = decodedBase64(key);
    if (!octets)
        return unwanted(IpsecKey, "a key in base64", key);
    append(rdata, *octets);
    return rdata;
}

Result<Rdata> hostIdentity(std::string_view text, const Name& origin)
{
    RdataWords words(text);
    const std::string_view algorithm = words.next();
    const std::string_view tagText = words.next();
    const std::string_view keyText = words.next();
    const auto tag = decodedHexadecimal(tagText);
    const auto key = decodedBase64(keyText);
    if (!tag || tag->empty() || tag->size() > 0xFF)
        return unwanted(Hip, "a host identity tag of 1 to 255 octets in hexadecimal", tagText);
    if (!key || key->empty() || key->size() > 0xFFFF)
        return unwanted(Hip, "a public key in base64", keyText);
    Rdata rdata{static_cast<std::uint8_t>(tag->size())};
    if (!appendNumber(algorithm, 1, rdata))
        return unwanted(Hip, "an algorithm, 0 to 255", algorithm);
    appendUint16(rdata, static_cast<std::uint16_t>(key->size()));
    append(rdata, *tag);
    append(rdata, *key);
    for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
        if (!appendNameText(word, origin, rdata))
            return unwanted(Hip, "names of rendezvous servers", word);
    }
    return rdata;
}

Result<Rdata> serviceBinding(RecordType type, std::string_view text, const Name& origin)
{
    RdataWords words(text);
    Rdata rdata;
    const std::string_view priority = words.next();
    if (!appendNumber(priority, 2, rdata))
        return unwanted(type, "a priority from 0 to 65535", priority);
    const std::string_view target = words.next();
    if (!appendNameText(target, origin, rdata))
        return unwanted(type, "a target name", target);
    if (auto done = appendServiceParameters(words, rdata); !done)
        return failure(done, headwater::text(type) + " record");
    return rdata;
}

} // namespace

std::optional<Result<Rdata>> compositeRdataFromText(RecordType type, std::string_view text,
                                                    const Name& origin)
{
    if (type == WellKnownServices)
        return wellKnownServices(text);
    if (type == Location)
        return locationFromText(text);
    if (type == IpsecKey)
        return ipsecKey(text, origin);
    if (type == Hip)
        return hostIdentity(text, origin);
    if (type == Svcb || type == Https)
        return serviceBinding(type, text, origin);
    return std::nullopt;
}

std::optional<std::string> wellKnownServicesText(OctetView rdata)
{
    constexpr std::size_t bitmapAt = 5;
    if (rdata.size() < bitmapAt)
        return std::nullopt;
    std::array<char, INET_ADDRSTRLEN> address{};
    std::string text = inet_ntop(AF_INET, rdata.data(), address.data(), address.size());
    text += ' ' + std::to_string(rdata[4]);
    for (std::size_t port = 0; port / 8 < rdata.size() - bitmapAt; ++port) {
        if ((rdata[bitmapAt + port / 8] & (0x80U >> (port % 8))) != 0)
            text += ' ' + std::to_string(port);
    }
    return text;
}

} // namespace headwater
