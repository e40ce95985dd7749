// Presentation form of names (RFC 1035 section 5.1).
#include <array>
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

/// A name in wire form while it is read: no label of it is a heap block.
struct Wire
{
    std::array<char, MaximumSize> octets{};
    std::size_t size = 0;

    /// False when it is full; one octet is kept for the root label.
    [[nodiscard]] bool push(char octet)
    {
        if (size + 1 >= octets.size())
            return false;
        octets[size++] = octet;
        return true;
    }
};

/// Reads one label up to its dot or the end of the text.
Result<void> readLabel(std::string_view text, std::size_t* at, Wire& wire)
{
    const std::size_t start = *at;
    const std::size_t lengthAt = wire.size;
    bool fits = wire.push('\0');
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
        if (fits && wire.size - lengthAt > MaximumLabel)
            return failure("label " + quoted(text.substr(start, text.find('.', *at) - start)) +
                           " is longer than 63 octets");
        fits = fits && wire.push(c);
    }
    if (!fits)
        return failure("name " + quoted(text) + " is longer than 255 octets");
    if (wire.size - lengthAt == 1)
        return failure(quoted(text) + " has an empty label");
    wire.octets[lengthAt] = static_cast<char>(wire.size - lengthAt - 1);
    return {};
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
    Wire wire;
    std::size_t at = 0;
    bool absolute = false;
    while (at < text.size()) {
        if (const auto read = readLabel(text, &at, wire); !read)
            return tl::unexpected(read.error());
        absolute = at < text.size(); // stopped at a dot
        at += 1;
    }
    const std::string_view behind = absolute ? std::string_view("\0", 1) : origin.m_wire;
    if (wire.size + behind.size() > MaximumSize)
        return failure("name " + quoted(text) + " is longer than 255 octets");
    std::string whole;
    whole.reserve(wire.size + behind.size());
    whole.append(wire.octets.data(), wire.size);
    whole += behind;
    return Name(std::move(whole));
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
