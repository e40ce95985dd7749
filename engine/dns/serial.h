#pragma once

#include <cstdint>
#include <string>

namespace headwater {

/// How one serial stands to another in serial number arithmetic (RFC 1982 section 3.2). Exactly
/// 2^31 apart is Undefined: treated as "not newer", never transferred on, reported.
enum class SerialOrder
{
    Equal,
    Older,
    Newer,
    Undefined
};

/// An SOA serial. There is no operator< and no operator+ on purpose: on the number circle both
/// would be wrong. Plain value.
class Serial
{
public:
    static constexpr std::uint32_t MaximumStep = 0x7FFFFFFF;

    constexpr Serial() = default;
    constexpr explicit Serial(std::uint32_t value)
        : m_value(value)
    {
    }

    [[nodiscard]] constexpr std::uint32_t value() const { return m_value; }
    [[nodiscard]] std::string text() const { return std::to_string(m_value); }

    /// How this serial stands to `other`: Newer means this one is newer.
    [[nodiscard]] SerialOrder comparedTo(Serial other) const;
    [[nodiscard]] bool isNewerThan(Serial other) const
    {
        return comparedTo(other) == SerialOrder::Newer;
    }
    /// The next serial; 0 is never published, so 4294967295 is followed by 1 (RFC 2136 7.11).
    [[nodiscard]] Serial next() const;
    /// `step` in 0 ... 2^31-1 further (RFC 1982 section 3.1; a larger step is clamped); skips 0.
    [[nodiscard]] Serial advancedBy(std::uint32_t step) const;

    friend constexpr bool operator==(Serial a, Serial b) { return a.m_value == b.m_value; }
    friend constexpr bool operator!=(Serial a, Serial b) { return a.m_value != b.m_value; }

private:
    std::uint32_t m_value = 0;
};

} // namespace headwater
