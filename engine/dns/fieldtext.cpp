#include "dns/fieldtext.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "dns/rdatawords.h"

namespace headwater {

bool appendNameText(std::string_view word, const Name& origin, Octets& to)
{
    const auto name = Name::parse(word, origin);
    if (name)
        append(to, name->wire());
    return name.has_value();
}

bool appendAddressText(int family, std::string_view word, Octets& to)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    std::array<std::uint8_t, 16> octets{};
    if (word.size() >= text.size())
        return false;
    word.copy(text.data(), word.size());
    if (inet_pton(family, text.data(), octets.data()) != 1)
        return false;
    to.insert(to.end(), octets.begin(), octets.begin() + (family == AF_INET ? 4 : 16));
    return true;
}

bool appendTag(std::string_view word, Octets& to)
{
    const auto isTagCharacter = [](char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    };
    if (word.empty() || word.size() > 255 || !std::all_of(word.begin(), word.end(), isTagCharacter))
        return false;
    to.push_back(static_cast<std::uint8_t>(word.size()));
    to.insert(to.end(), word.begin(), word.end());
    return true;
}

bool appendNsap(std::string_view word, Octets& to)
{
    if (word.substr(0, 2) != "0x" && word.substr(0, 2) != "0X")
        return false;
    std::string digits(word.substr(2));
    digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
    const auto octets = decodedHexadecimal(digits);
    if (octets)
        append(to, *octets);
    return octets.has_value();
}

} // namespace headwater
