#include "dns/plaintext.h"

#include <array>
#include <charconv>
#include <limits>

#include <arpa/inet.h>

#include "dns/characterstring.h"

namespace headwater {

namespace {

/// What the fields of a plain type are: a address v4, A address v6, n name, 2 number of 16 bits,
/// 4 number of 32 bits, t seconds (units allowed), S strings to the end.
std::string_view fieldsOf(RecordType type)
{
    switch (type) {
    case RecordType::A:
        return "a";
    case RecordType::AAAA:
        return "A";
    case RecordType::NS:
    case RecordType::CNAME:
    case RecordType::PTR:
    case RecordType::DNAME:
        return "n";
    case RecordType::MX:
        return "2n";
    case RecordType::SRV:
        return "222n";
    case RecordType::SOA:
        return "nn4tttt";
    case RecordType::TXT:
        return "S";
    default:
        return {};
    }
}

const char* wanted(char field)
{
    switch (field) {
    case 'a':
        return "an IPv4 address";
    case 'A':
        return "an IPv6 address";
    case 'n':
        return "a name";
    case '2':
        return "a number from 0 to 65535";
    case '4':
        return "a number from 0 to 4294967295";
    case 't':
        return "seconds";
    default:
        return "a text";
    }
}

/// Cuts the next word off; quotes and escapes keep blanks inside. Empty at the end.
std::string_view nextWord(std::string_view* text)
{
    std::size_t start = 0;
    while (start < text->size() && ((*text)[start] == ' ' || (*text)[start] == '\t'))
        ++start;
    bool quoted = false;
    std::size_t end = start;
    for (; end < text->size(); ++end) {
        const char c = (*text)[end];
        if (c == '\\')
            ++end;
        else if (c == '"' && (quoted || end == start))
            quoted = !quoted;
        else if (!quoted && (c == ' ' || c == '\t'))
            break;
        if (!quoted && c == '"' && end > start) {
            ++end; // a closing quote ends the word, whatever follows
            break;
        }
    }
    end = std::min(end, text->size());
    const std::string_view word = text->substr(start, end - start);
    text->remove_prefix(end);
    return word;
}

bool appendAddress(int family, std::string_view word, Octets& to)
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

template <typename Number> std::optional<Number> parseNumber(std::string_view word)
{
    Number value = 0;
    const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (fault != std::errc() || end != word.data() + word.size())
        return std::nullopt;
    return value;
}

/// Appends one field; false when the word is not what the field wants.
bool appendField(char field, std::string_view word, const Name& origin, Octets& to)
{
    switch (field) {
    case 'a':
        return appendAddress(AF_INET, word, to);
    case 'A':
        return appendAddress(AF_INET6, word, to);
    case 'n': {
        const auto name = Name::parse(word, origin);
        if (name)
            append(to, name->wire());
        return name.has_value();
    }
    case '2': {
        const auto number = parseNumber<std::uint16_t>(word);
        appendUint16(to, number.value_or(0));
        return number.has_value();
    }
    case '4': {
        const auto number = parseNumber<std::uint32_t>(word);
        appendUint32(to, number.value_or(0));
        return number.has_value();
    }
    case 't': {
        // Timers of the SOA are 32 bits without a sign (RFC 1035 section 3.3.13).
        const auto number = parseNumber<std::uint32_t>(word);
        const auto seconds = number ? number : parseTtl(word);
        appendUint32(to, seconds.value_or(0));
        return seconds.has_value();
    }
    default:
        return appendCharacterString(word, to);
    }
}

tl::unexpected<Error> unwanted(RecordType type, char field, std::string_view word)
{
    return failure(
        text(type) + " record needs " + wanted(field) +
        (word.empty() ? ", got nothing" : ", got \"" + std::string(word.substr(0, 300)) + '"'));
}

} // namespace

std::optional<std::uint32_t> parseTtl(std::string_view text)
{
    constexpr std::string_view units = "smhdw";
    constexpr std::array<std::uint64_t, 5> seconds{1, 60, 3600, 86400, 604800};
    std::uint64_t total = 0;
    std::uint64_t value = 0;
    bool digits = false;
    if (text.empty() || text.size() > 40)
        return std::nullopt;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            value = value * 10 + static_cast<std::uint64_t>(c - '0');
            digits = true;
        } else {
            const std::size_t unit = units.find(static_cast<char>(c | 0x20));
            if (unit == std::string_view::npos || !digits)
                return std::nullopt;
            total += value * seconds[unit];
            value = 0;
            digits = false;
        }
        if (value > MaximumTtl || total > MaximumTtl)
            return std::nullopt;
    }
    if (total + value > MaximumTtl)
        return std::nullopt;
    return static_cast<std::uint32_t>(total + value);
}

bool isPlainType(RecordType type)
{
    return !fieldsOf(type).empty();
}

Result<Rdata> plainRdataFromText(RecordType type, std::string_view text, const Name& origin)
{
    Rdata rdata;
    std::string_view rest = text;
    for (const char field : fieldsOf(type)) {
        std::string_view word = nextWord(&rest);
        if (word.empty() || !appendField(field, word, origin, rdata))
            return unwanted(type, field, word);
        while (field == 'S' && !(word = nextWord(&rest)).empty())
            if (!appendField(field, word, origin, rdata))
                return unwanted(type, field, word);
    }
    if (const std::string_view more = nextWord(&rest); !more.empty())
        return failure(headwater::text(type) + " record: \"" + std::string(more.substr(0, 300)) +
                       "\" is too much");
    if (rdata.size() > std::numeric_limits<std::uint16_t>::max())
        return failure(headwater::text(type) + " record: longer than 65535 octets");
    return rdata;
}

namespace {

/// Appends the text of the field at `*at` and moves behind it; false when it is cut off.
bool appendFieldText(char field, OctetView rdata, std::size_t* at, std::string& to)
{
    const std::size_t left = rdata.size() - *at;
    std::array<char, INET6_ADDRSTRLEN> address{};
    switch (field) {
    case 'a':
    case 'A': {
        const std::size_t size = field == 'a' ? 4 : 16;
        if (left < size)
            return false;
        to += inet_ntop(field == 'a' ? AF_INET : AF_INET6, rdata.data() + *at, address.data(),
                        address.size());
        *at += size;
        return true;
    }
    case 'n': {
        const std::size_t start = *at;
        while (*at < rdata.size() && rdata[*at] != 0)
            *at += rdata[*at] + 1U;
        if (*at >= rdata.size())
            return false;
        ++*at;
        const auto name = Name::fromWire(rdata.subspan(start, *at - start));
        if (name)
            to += name->text();
        return name.has_value();
    }
    case '2':
        if (left < 2)
            return false;
        to += std::to_string(uint16At(rdata, *at));
        *at += 2;
        return true;
    case '4':
    case 't':
        if (left < 4)
            return false;
        to += std::to_string(uint32At(rdata, *at));
        *at += 4;
        return true;
    default:
        return appendCharacterStringText(rdata, at, to);
    }
}

} // namespace

std::optional<std::string> plainRdataText(RecordType type, OctetView rdata)
{
    std::string text;
    std::size_t at = 0;
    for (const char field : fieldsOf(type)) {
        do {
            if (!text.empty())
                text += ' ';
            if (!appendFieldText(field, rdata, &at, text))
                return std::nullopt;
        } while (field == 'S' && at < rdata.size());
    }
    if (at != rdata.size())
        return std::nullopt;
    return text;
}

} // namespace headwater
