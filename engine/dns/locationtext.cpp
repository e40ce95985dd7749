#include "dns/locationtext.h"

#include <array>
#include <cstdint>
#include <optional>

#include "dns/rdatawords.h"

namespace headwater {

namespace {

constexpr std::uint32_t Equator = 0x80000000;        // thousandths of a second of arc
constexpr std::int64_t Sea = 10000000;               // centimetres above the reference
constexpr std::int64_t HighestAltitude = 4284967295; // centimetres: fits 32 bits with Sea
constexpr std::uint64_t LargestSize = 9000000000;    // centimetres (RFC 1876 section 2)
constexpr std::array<std::uint8_t, 3> DefaultSizes{0x12, 0x16, 0x13}; // 1 m, 10 km, 10 m

tl::unexpected<Error> unwanted(const char* wanted, std::string_view word)
{
    return failure(
        std::string("LOC record needs ") + wanted +
        (word.empty() ? ", got nothing" : ", got \"" + std::string(word.substr(0, 60)) + '"'));
}

/// A decimal number with up to `places` digits behind its point, in units of the last of them.
std::optional<std::uint64_t> fixedPoint(std::string_view word, std::size_t places)
{
    const std::size_t point = word.find('.');
    const std::string_view whole = word.substr(0, point);
    std::string digits(whole);
    const std::string_view behind =
        point == std::string_view::npos ? std::string_view() : word.substr(point + 1);
    if (whole.empty() || behind.size() > places || digits.size() > 10 ||
        (point != std::string_view::npos && behind.empty()))
        return std::nullopt;
    digits += behind;
    digits.append(places - behind.size(), '0');
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

/// Degrees, maybe minutes and seconds, and a direction: thousandths of a second from the equator or
/// the meridian.
std::optional<std::uint32_t> angle(RdataWords& words, std::uint64_t degrees, char positive,
                                   char negative, std::string_view* word)
{
    constexpr std::array<std::uint64_t, 3> unit{3600000, 60000, 1};
    const std::array<std::uint64_t, 3> limit{degrees, 59, 59999};
    std::uint64_t value = 0;
    for (std::size_t part = 0; part < 4; ++part) {
        *word = words.next();
        const char c = word->size() == 1 ? static_cast<char>(word->front() & ~0x20) : '\0';
        if (part > 0 && (c == positive || c == negative)) {
            if (value > degrees * unit[0])
                return std::nullopt;
            const auto offset = static_cast<std::uint32_t>(value);
            return c == positive ? Equator + offset : Equator - offset;
        }
        const auto number =
            part < 3 ? fixedPoint(*word, part == 2 ? 3 : 0) : std::optional<std::uint64_t>();
        if (!number || *number > limit[part])
            return std::nullopt;
        value += *number * unit[part];
    }
    return std::nullopt;
}

std::string_view withoutMetre(std::string_view word)
{
    if (!word.empty() && (word.back() == 'm' || word.back() == 'M'))
        word.remove_suffix(1);
    return word;
}

std::optional<std::uint32_t> altitude(std::string_view word)
{
    word = withoutMetre(word);
    const bool below = !word.empty() && word.front() == '-';
    const auto centimetres = fixedPoint(below ? word.substr(1) : word, 2);
    if (!centimetres || *centimetres > static_cast<std::uint64_t>(HighestAltitude) ||
        (below && *centimetres > static_cast<std::uint64_t>(Sea)))
        return std::nullopt;
    const auto signedValue = static_cast<std::int64_t>(*centimetres);
    return static_cast<std::uint32_t>(Sea + (below ? -signedValue : signedValue));
}

/// One digit and a power of ten, both in half an octet.
std::optional<std::uint8_t> size(std::string_view word)
{
    auto centimetres = fixedPoint(withoutMetre(word), 2);
    if (!centimetres || *centimetres > LargestSize)
        return std::nullopt;
    unsigned power = 0;
    for (; *centimetres > 9; *centimetres /= 10)
        ++power;
    return static_cast<std::uint8_t>((*centimetres << 4) | power);
}

} // namespace

Result<Rdata> locationFromText(std::string_view text)
{
    RdataWords words(text);
    std::string_view word;
    const auto latitude = angle(words, 90, 'N', 'S', &word);
    if (!latitude)
        return unwanted("a latitude like 52 22 23.000 N", word);
    const auto longitude = angle(words, 180, 'E', 'W', &word);
    if (!longitude)
        return unwanted("a longitude like 4 53 32.000 E", word);
    word = words.next();
    const auto height = altitude(word);
    if (!height)
        return unwanted("an altitude like -2.00m", word);
    std::array<std::uint8_t, 3> sizes = DefaultSizes;
    for (std::uint8_t& one : sizes) {
        word = words.next();
        if (word.empty())
            break;
        const auto given = size(word);
        if (!given)
            return unwanted("sizes like 10m", word);
        one = *given;
    }
    if (word = words.next(); !word.empty())
        return failure("LOC record: \"" + std::string(word.substr(0, 60)) + "\" is too much");
    Rdata rdata{0, sizes[0], sizes[1], sizes[2]};
    for (const std::uint32_t value : {*latitude, *longitude, *height})
        appendUint32(rdata, value);
    return rdata;
}

} // namespace headwater
