#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/octets.h"

namespace headwater {

/// The words of one RDATA in presentation form, one after the other. Blanks inside quotes and
/// behind a backslash belong to the word; quotes and escapes are kept.
class RdataWords
{
public:
    explicit RdataWords(std::string_view text)
        : m_rest(text)
    {
    }

    /// The next word; empty at the end (an empty quoted text is `""`).
    [[nodiscard]] std::string_view next();
    /// Does a quoted word follow without a blank in front of it, as in `key="a b"`?
    [[nodiscard]] bool startsWithQuote() const { return !m_rest.empty() && m_rest.front() == '"'; }
    /// All words that are left, put together without the blanks between them.
    [[nodiscard]] std::string joinedRest();

private:
    std::string_view m_rest;
};

/// A plain decimal number up to `maximum`: no sign, no unit, nothing behind it.
[[nodiscard]] std::optional<std::uint32_t> numberUpTo(std::string_view word, std::uint32_t maximum);
/// An even number of hexadecimal digits, in either case.
[[nodiscard]] std::optional<Octets> decodedHexadecimal(std::string_view text);
/// Base64 (RFC 4648 section 4) with its padding.
[[nodiscard]] std::optional<Octets> decodedBase64(std::string_view text);

} // namespace headwater
