#include "dns/rdatawords.h"

#include <algorithm>
#include <charconv>

namespace headwater {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

int hexadecimalValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : -1;
}

} // namespace

std::string_view RdataWords::next()
{
    std::size_t start = 0;
    while (start < m_rest.size() && isBlank(m_rest[start]))
        ++start;
    m_rest.remove_prefix(start);
    const bool quoted = !m_rest.empty() && m_rest.front() == '"';
    std::size_t end = quoted ? 1 : 0;
    for (; end < m_rest.size(); ++end) {
        const char c = m_rest[end];
        if (c == '\\')
            ++end;
        else if (c == '"' || (!quoted && isBlank(c)))
            break; // a quote begins the next word, unless it closes this one
    }
    if (quoted && end < m_rest.size())
        ++end;
    const std::string_view word = m_rest.substr(0, end);
    m_rest.remove_prefix(word.size());
    return word;
}

std::string RdataWords::joinedRest()
{
    std::string joined;
    for (std::string_view word = next(); !word.empty(); word = next())
        joined += word;
    return joined;
}

std::optional<std::uint32_t> numberUpTo(std::string_view word, std::uint32_t maximum)
{
    std::uint32_t value = 0;
    const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (fault != std::errc() || end != word.data() + word.size() || value > maximum)
        return std::nullopt;
    return value;
}

std::optional<Octets> decodedHexadecimal(std::string_view text)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    Octets octets;
    octets.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size(); at += 2) {
        const int high = hexadecimalValue(text[at]);
        const int low = hexadecimalValue(text[at + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        octets.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return octets;
}

std::optional<Octets> decodedBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    for (int padding = 0; padding < 2 && !text.empty() && text.back() == '='; ++padding)
        text.remove_suffix(1);
    Octets octets;
    octets.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t group = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const int six = base64Value(c);
        if (six < 0)
            return std::nullopt;
        group = (group << 6) | static_cast<std::uint32_t>(six);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            octets.push_back(static_cast<std::uint8_t>(group >> bits));
            group &= (1U << bits) - 1;
        }
    }
    // Bits that belong to no octet must be zero: one text for one value.
    if (group != 0)
        return std::nullopt;
    return octets;
}

} // namespace headwater
