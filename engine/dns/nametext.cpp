// Presentation form of names (RFC 1035 section 5.1).
#include <algorithm>
#include <optional>

#include "dns/name.h"

namespace headwater {

namespace {

constexpr std::size_t MaximumSize = 255;
constexpr std::size_t MaximumLabel = 63;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string quoted(std::string_view text)
{
    // Whatever was typed is repeated in the error, but not a page of it.
    constexpr std::size_t shown = 80;
    return '"' + std::string(text.substr(0, shown)) + (text.size() > shown ? "...\"" : "\"");
}

/// Reads the escape whose backslash was at `text[*at - 1]`: \DDD or \X.
std::optional<char> readEscape(std::string_view text, std::size_t* at)
{
    if (*at >= text.size())
        return std::nullopt;
    if (!isDigit(text[*at]))
        return text[(*at)++];
    if (*at + 3 > text.size() || !isDigit(text[*at + 1]) || !isDigit(text[*at + 2]))
        return std::nullopt;
    const int value = (text[*at] - '0') * 100 + (text[*at + 1] - '0') * 10 + (text[*at + 2] - '0');
    *at += 3;
    if (value > 255)
        return std::nullopt;
    return static_cast<char>(value);
}

/// Reads one label up to its dot or the end of the text.
Result<std::string> readLabel(std::string_view text, std::size_t* at)
{
    const std::size_t start = *at;
    std::string label;
    while (*at < text.size() && text[*at] != '.') {
        char c = text[(*at)++];
        if (c == '\\') {
            const auto escaped = readEscape(text, at);
            if (!escaped)
                return failure(quoted(text) + " has a backslash without \\DDD (000 to 255) or a "
                                              "character behind it");
            c = *escaped;
        } else if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F') {
            return failure(quoted(text) + " has a space or control character in it");
        } else if (c == '"' || c == ';' || c == '(' || c == ')') {
            // A master file means something else by them.
            return failure(quoted(text) + " has a " + std::string(1, c) +
                           " without a backslash in it");
        }
        label.push_back(c);
    }
    const std::string_view written = text.substr(start, *at - start);
    if (label.empty())
        return failure(quoted(text) + " has an empty label");
    if (label.size() > MaximumLabel)
        return failure("label " + quoted(written) + " is longer than 63 octets");
    return label;
}

void appendEscaped(std::string& text, std::uint8_t octet)
{
    if (octet <= ' ' || octet >= 0x7F) {
        text.push_back('\\');
        text.push_back(static_cast<char>('0' + octet / 100));
        text.push_back(static_cast<char>('0' + octet / 10 % 10));
        text.push_back(static_cast<char>('0' + octet % 10));
        return;
    }
    // What has a meaning in a master file; @ and $ only have one at the start of a field.
    if (std::string_view(".\\\"();@$").find(static_cast<char>(octet)) != std::string_view::npos)
        text.push_back('\\');
    text.push_back(static_cast<char>(octet));
}

} // namespace

Result<Name> Name::parse(std::string_view text, const Name& origin)
{
    if (text.empty())
        return failure("a name is missing");
    if (text == ".")
        return Name();
    if (text == "@")
        return origin;
    std::string wire;
    std::size_t at = 0;
    bool absolute = false;
    while (at < text.size()) {
        const auto label = readLabel(text, &at);
        if (!label)
            return tl::unexpected(label.error());
        wire.push_back(static_cast<char>(label->size()));
        wire += *label;
        if (wire.size() >= MaximumSize)
            return failure("name " + quoted(text) + " is longer than 255 octets");
        absolute = at < text.size(); // stopped at a dot
        at += 1;
    }
    if (absolute)
        wire.push_back('\0');
    else
        wire += origin.m_wire;
    if (wire.size() > MaximumSize)
        return failure("name " + quoted(text) + " is longer than 255 octets");
    return Name(std::move(wire));
}

std::string Name::text() const
{
    if (isRoot())
        return ".";
    std::string text;
    text.reserve(m_wire.size() + 4);
    const OctetView octets = wire();
    for (std::size_t at = 0; octets[at] != 0; at += octets[at] + 1U) {
        for (const std::uint8_t octet : octets.subspan(at + 1, octets[at]))
            appendEscaped(text, octet);
        text.push_back('.');
    }
    return text;
}

std::string Name::display() const
{
    std::string shown = text();
    if (shown.size() > 1)
        shown.pop_back();
    return shown;
}

} // namespace headwater
