#include "dns/genericrdata.h"

#include <charconv>
#include <limits>

namespace headwater {

namespace {

int digitValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

std::string_view withoutLeadingBlanks(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    return text;
}

} // namespace

bool isGenericRdata(std::string_view text)
{
    text = withoutLeadingBlanks(text);
    return text.substr(0, 2) == "\\#" && (text.size() == 2 || isBlank(text[2]));
}

Result<Rdata> genericRdataFromText(std::string_view text)
{
    text = withoutLeadingBlanks(withoutLeadingBlanks(text).substr(2));
    std::uint16_t length = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (fault != std::errc() || (end != text.data() + text.size() && !isBlank(*end)))
        return failure("\\# needs the number of octets, 0 to 65535");
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    Rdata rdata;
    int high = -1;
    for (const char c : text) {
        if (isBlank(c))
            continue;
        const int value = digitValue(c);
        if (value < 0)
            return failure("\\# needs hexadecimal digits, got \"" + std::string(1, c) + '"');
        if (high < 0) {
            high = value;
        } else {
            rdata.push_back(static_cast<std::uint8_t>(high * 16 + value));
            high = -1;
        }
    }
    if (high >= 0 || rdata.size() != length)
        return failure("\\# says " + std::to_string(length) + " octets, but its digits are " +
                       std::to_string(rdata.size()) + (high >= 0 ? " and a half" : ""));
    return rdata;
}

std::string genericRdataText(OctetView rdata)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\\# " + std::to_string(rdata.size());
    if (!rdata.empty())
        text += ' ';
    for (const std::uint8_t octet : rdata) {
        text += digits[octet >> 4];
        text += digits[octet & 15];
    }
    return text;
}

} // namespace headwater
