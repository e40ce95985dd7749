#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/octets.h"

namespace headwater {

/// The values of one statement, in the order of $1, $2 ... and in binary form. Texts and octets are
/// not copied: they must live until the statement ran. Numbers are bigint, whatever their size
/// here.
///
///     PostgresParameters().text(zone).integer(serial).octets(digest)
class PostgresParameters
{
public:
    PostgresParameters& text(std::optional<std::string_view> value);
    PostgresParameters& integer(std::optional<std::int64_t> value);
    PostgresParameters& boolean(bool value);
    PostgresParameters& octets(std::optional<OctetView> value);
    PostgresParameters& texts(std::span<const std::string_view> values); ///< text[]
    PostgresParameters& integers(std::span<const std::int64_t> values);  ///< bigint[]
    PostgresParameters& octetStrings(std::span<const OctetView> values); ///< bytea[]
    PostgresParameters&
    nullable(std::span<const std::optional<std::string_view>> values); ///< text[]
    PostgresParameters& null(); ///< of the type that the statement wants there

    [[nodiscard]] int count() const { return static_cast<int>(m_values.size()); }
    [[nodiscard]] const std::uint32_t* types() const { return m_types.data(); }
    [[nodiscard]] const char* const* values() const { return m_values.data(); }
    [[nodiscard]] const int* lengths() const { return m_lengths.data(); }
    [[nodiscard]] const int* formats() const { return m_formats.data(); }
    /// Whether one of them is larger than the server takes (1 GiB less some).
    [[nodiscard]] bool isTooLarge() const { return m_tooLarge; }

private:
    PostgresParameters& add(std::uint32_t type, const void* value, std::size_t size);
    PostgresParameters& addOwn(std::uint32_t type, Octets value);

    std::vector<std::uint32_t> m_types;
    std::vector<const char*> m_values;
    std::vector<int> m_lengths;
    std::vector<int> m_formats;
    std::deque<Octets> m_own; ///< does not move what it holds
    bool m_tooLarge = false;
};

} // namespace headwater
