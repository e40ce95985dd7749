#include "dns/serviceparameters.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include <arpa/inet.h>

#include "dns/characterstring.h"
#include "dns/fieldtext.h"

namespace headwater {

namespace {

enum Key : std::uint16_t
{
    Mandatory = 0,
    Alpn = 1,
    NoDefaultAlpn = 2,
    Port = 3,
    Ipv4Hint = 4,
    Ech = 5,
    Ipv6Hint = 6,
    DohPath = 7,
    Invalid = 65535 // RFC 9460 section 14.3.2
};

constexpr std::array<std::string_view, 8> KeyNames{
    "mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath"};

std::optional<std::uint16_t> parseKey(std::string_view word)
{
    const auto known = std::find(KeyNames.begin(), KeyNames.end(), word);
    if (known != KeyNames.end())
        return static_cast<std::uint16_t>(known - KeyNames.begin());
    constexpr std::string_view prefix = "key";
    if (word.substr(0, prefix.size()) != prefix)
        return std::nullopt;
    const std::string_view digits = word.substr(prefix.size());
    const auto number = numberUpTo(digits, Invalid - 1);
    if (!number || (digits.size() > 1 && digits.front() == '0')) // no leading zeros
        return std::nullopt;
    return static_cast<std::uint16_t>(*number);
}

/// The items of a list: commas separate, a backslash protects one (RFC 9460 appendix A.1). Nothing
/// when an item is empty or a backslash protects nothing.
std::optional<std::vector<std::string>> listItems(const Octets& value)
{
    std::vector<std::string> items(1);
    for (std::size_t at = 0; at < value.size(); ++at) {
        char c = static_cast<char>(value[at]);
        if (c == ',') {
            items.emplace_back();
            continue;
        }
        if (c == '\\') {
            if (++at == value.size())
                return std::nullopt;
            c = static_cast<char>(value[at]);
        }
        items.back() += c;
    }
    const bool hasEmpty = std::any_of(items.begin(), items.end(),
                                      [](const std::string& item) { return item.empty(); });
    return hasEmpty ? std::nullopt : std::optional(items);
}

std::optional<Octets> mandatoryKeys(const std::vector<std::string>& items)
{
    std::vector<std::uint16_t> keys;
    for (const std::string& item : items) {
        const auto key = parseKey(item);
        if (!key || *key == Mandatory)
            return std::nullopt;
        keys.push_back(*key);
    }
    std::sort(keys.begin(), keys.end());
    if (std::adjacent_find(keys.begin(), keys.end()) != keys.end())
        return std::nullopt;
    Octets wire;
    for (const std::uint16_t key : keys)
        appendUint16(wire, key);
    return wire;
}

std::optional<Octets> protocolNames(const std::vector<std::string>& items)
{
    Octets wire;
    for (const std::string& item : items) {
        if (item.size() > 255)
            return std::nullopt;
        wire.push_back(static_cast<std::uint8_t>(item.size()));
        wire.insert(wire.end(), item.begin(), item.end());
    }
    return wire;
}

std::optional<Octets> addresses(int family, const std::vector<std::string>& items)
{
    Octets wire;
    for (const std::string& item : items) {
        if (!appendAddressText(family, item, wire))
            return std::nullopt;
    }
    return wire;
}

/// The wire form of a value, whose quotes and escapes are gone.
std::optional<Octets> wireValue(std::uint16_t key, const Octets& value)
{
    const auto items = listItems(value);
    const std::string_view text(reinterpret_cast<const char*>(value.data()), value.size());
    switch (key) {
    case Mandatory:
        return items ? mandatoryKeys(*items) : std::nullopt;
    case Alpn:
        return items ? protocolNames(*items) : std::nullopt;
    case NoDefaultAlpn:
        return value.empty() ? std::optional(Octets()) : std::nullopt;
    case Port: {
        const auto number = numberUpTo(text, 0xFFFF);
        return number ? std::optional(Octets{static_cast<std::uint8_t>(*number >> 8),
                                             static_cast<std::uint8_t>(*number)})
                      : std::nullopt;
    }
    case Ipv4Hint:
        return items ? addresses(AF_INET, *items) : std::nullopt;
    case Ech:
        return value.empty() ? std::nullopt : decodedBase64(text);
    case Ipv6Hint:
        return items ? addresses(AF_INET6, *items) : std::nullopt;
    default:
        return value;
    }
}

/// `mandatory` names only keys that are there (RFC 9460 section 8).
bool isSelfConsistent(const std::map<std::uint16_t, Octets>& parameters)
{
    const auto mandatory = parameters.find(Mandatory);
    if (mandatory == parameters.end())
        return true;
    for (std::size_t at = 0; at + 1 < mandatory->second.size(); at += 2) {
        if (parameters.count(uint16At(mandatory->second, at)) == 0)
            return false;
    }
    return true;
}

} // namespace

Result<void> appendServiceParameters(RdataWords& words, Octets& to)
{
    std::map<std::uint16_t, Octets> parameters;
    for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
        const std::size_t equals = word.find('=');
        const auto key = parseKey(word.substr(0, equals));
        if (!key)
            return failure('"' + std::string(word.substr(0, 60)) + "\" is not a parameter");
        const std::string name(word.substr(0, equals));
        std::string_view text;
        if (equals != std::string_view::npos)
            text = word.substr(equals + 1);
        // key="text with blanks" is two words: the quote begins the second.
        if (equals != std::string_view::npos && text.empty() && words.startsWithQuote())
            text = words.next();
        Octets value;
        if (!appendTextOctets(text, value))
            return failure(name + " has a broken escape or quote");
        auto wire = wireValue(*key, value);
        if (!wire || wire->size() > 0xFFFF)
            return failure(name + " cannot be \"" + std::string(text.substr(0, 60)) + '"');
        if (!parameters.emplace(*key, std::move(*wire)).second)
            return failure(name + " is given twice");
    }
    if (!isSelfConsistent(parameters))
        return failure("mandatory names a parameter that is not there");
    for (const auto& [key, value] : parameters) {
        appendUint16(to, key);
        appendUint16(to, static_cast<std::uint16_t>(value.size()));
        append(to, value);
    }
    return {};
}

} // namespace headwater
