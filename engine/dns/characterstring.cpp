#include "dns/characterstring.h"

namespace headwater {

namespace {

constexpr std::size_t MaximumLength = 255;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// The octet behind the backslash at `*at`, which moves to its last character; -1 if it is none.
int escapedOctet(std::string_view text, std::size_t* at)
{
    if (*at + 1 >= text.size())
        return -1;
    if (!isDigit(text[*at + 1]))
        return static_cast<std::uint8_t>(text[++*at]);
    if (*at + 3 >= text.size() || !isDigit(text[*at + 2]) || !isDigit(text[*at + 3]))
        return -1;
    const int value =
        (text[*at + 1] - '0') * 100 + (text[*at + 2] - '0') * 10 + (text[*at + 3] - '0');
    *at += 3;
    return value > 255 ? -1 : value;
}

} // namespace

bool appendTextOctets(std::string_view word, Octets& to)
{
    if (!word.empty() && word.front() == '"') {
        if (word.size() < 2 || word.back() != '"')
            return false;
        word = word.substr(1, word.size() - 2);
    }
    for (std::size_t at = 0; at < word.size(); ++at) {
        int octet = static_cast<std::uint8_t>(word[at]);
        if (octet == '\\')
            octet = escapedOctet(word, &at);
        if (octet < 0)
            return false;
        to.push_back(static_cast<std::uint8_t>(octet));
    }
    return true;
}

bool appendCharacterString(std::string_view word, Octets& to)
{
    const std::size_t lengthAt = to.size();
    to.push_back(0);
    if (!appendTextOctets(word, to))
        return false;
    const std::size_t length = to.size() - lengthAt - 1;
    to[lengthAt] = static_cast<std::uint8_t>(length);
    return length <= MaximumLength;
}

bool appendCharacterStringText(OctetView rdata, std::size_t* at, std::string& to)
{
    if (*at >= rdata.size() || rdata.size() - *at - 1 < rdata[*at])
        return false;
    const OctetView text = rdata.subspan(*at + 1, rdata[*at]);
    *at += text.size() + 1;
    to += '"';
    for (const std::uint8_t octet : text) {
        if (octet == '"' || octet == '\\') {
            to += '\\';
            to += static_cast<char>(octet);
        } else if (octet >= 0x20 && octet < 0x7F) {
            to += static_cast<char>(octet);
        } else {
            to += '\\';
            to += static_cast<char>('0' + octet / 100);
            to += static_cast<char>('0' + octet / 10 % 10);
            to += static_cast<char>('0' + octet % 10);
        }
    }
    to += '"';
    return true;
}

} // namespace headwater
