#include "dns/plaintext.h"

#include <array>
#include <limits>

#include <arpa/inet.h>

#include "dns/characterstring.h"
#include "dns/fieldtext.h"
#include "dns/rdatawords.h"

namespace headwater {

namespace {

/// ldns takes the name in it for a character string (RFC 1706 section 6).
constexpr RecordType NsapPointer{23};

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
        return type == NsapPointer ? "n" : std::string_view();
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

/// Appends one field; false when the word is not what the field wants.
bool appendField(char field, std::string_view word, const Name& origin, Octets& to)
{
    switch (field) {
    case 'a':
        return appendAddressText(AF_INET, word, to);
    case 'A':
        return appendAddressText(AF_INET6, word, to);
    case 'n':
        return appendNameText(word, origin, to);
    case '2': {
        const auto number = numberUpTo(word, 0xFFFF);
        appendUint16(to, static_cast<std::uint16_t>(number.value_or(0)));
        return number.has_value();
    }
    case '4': {
        const auto number = numberUpTo(word, 0xFFFFFFFF);
        appendUint32(to, number.value_or(0));
        return number.has_value();
    }
    case 't': {
        // Timers of the SOA are 32 bits without a sign (RFC 1035 section 3.3.13).
        const auto number = numberUpTo(word, 0xFFFFFFFF);
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
    RdataWords words(text);
    for (const char field : fieldsOf(type)) {
        std::string_view word = words.next();
        if (word.empty() || !appendField(field, word, origin, rdata))
            return unwanted(type, field, word);
        while (field == 'S' && !(word = words.next()).empty())
            if (!appendField(field, word, origin, rdata))
                return unwanted(type, field, word);
    }
    if (const std::string_view more = words.next(); !more.empty())
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
