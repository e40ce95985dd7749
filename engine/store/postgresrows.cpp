#include "store/postgresrows.h"

#include <charconv>
#include <cstring>
#include <optional>

#include <libpq-fe.h>

#include "store/postgrestypes.h"

namespace headwater {

namespace {

std::int64_t number(OctetView octets)
{
    std::uint64_t value = !octets.empty() && (octets[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (const std::uint8_t octet : octets)
        value = (value << 8) | octet;
    return static_cast<std::int64_t>(value);
}

/// The elements of an array of one dimension in binary form, without the nulls; nothing when its
/// octets are no such array.
std::optional<std::vector<OctetView>> elements(OctetView array)
{
    constexpr std::size_t head = 12;     // dimensions, whether there are nulls, type
    constexpr std::size_t dimension = 8; // size, first index
    constexpr std::uint32_t null = 0xFFFFFFFFU;
    std::vector<OctetView> found;
    if (array.size() < head)
        return std::nullopt;
    const std::uint32_t dimensions = uint32At(array, 0);
    if (dimensions == 0)
        return found;
    if (dimensions != 1 || array.size() < head + dimension)
        return std::nullopt;
    const std::uint32_t count = uint32At(array, head);
    OctetView rest = array.subspan(head + dimension);
    for (std::uint32_t index = 0; index < count; ++index) {
        if (rest.size() < 4)
            return std::nullopt;
        const std::uint32_t size = uint32At(rest, 0);
        rest = rest.subspan(4);
        if (size == null)
            continue;
        if (rest.size() < size)
            return std::nullopt;
        found.push_back(rest.first(size));
        rest = rest.subspan(size);
    }
    return found;
}

bool areAllOfSize(OctetView array, std::size_t size)
{
    const auto found = elements(array);
    if (!found)
        return false;
    for (const OctetView element : *found) {
        if (element.size() != size)
            return false;
    }
    return true;
}

/// Whether octets are a value of the type, and the type is one that we read.
bool isReadable(std::uint32_t type, OctetView value)
{
    switch (type) {
    case postgres::Bool:
        return value.size() == 1;
    case postgres::SmallInt:
        return value.size() == 2;
    case postgres::Integer:
        return value.size() == 4;
    case postgres::BigInt:
        return value.size() == 8;
    case postgres::IntegerArray:
        return areAllOfSize(value, 4);
    case postgres::BigIntArray:
        return areAllOfSize(value, 8);
    case postgres::TextArray:
    case postgres::ByteaArray:
        return elements(value).has_value();
    case postgres::Text:
    case postgres::VarChar:
    case postgres::Name:
    case postgres::Bytea:
    case postgres::Void:
        return true;
    default:
        return false;
    }
}

std::string_view textOf(OctetView octets)
{
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

} // namespace

void PostgresRows::Clear::operator()(pg_result* result) const
{
    PQclear(result);
}

PostgresRows::PostgresRows(pg_result* result)
    : m_result(result)
{
}

Result<PostgresRows> PostgresRows::of(pg_result* result)
{
    PostgresRows rows(result);
    if (auto checked = rows.check(); !checked)
        return tl::unexpected<Error>(checked.error());
    return rows;
}

Result<void> PostgresRows::check() const
{
    for (int column = 0; column < PQnfields(m_result.get()); ++column) {
        const std::uint32_t type = PQftype(m_result.get(), column);
        for (int row = 0; row < count(); ++row) {
            if (!isNull(row, column) && !isReadable(type, octets(row, column)))
                return failure(std::string("column ") + PQfname(m_result.get(), column) +
                               " came in a form that is not read here (type " +
                               std::to_string(type) + ")");
        }
    }
    return {};
}

int PostgresRows::count() const
{
    return PQntuples(m_result.get());
}

std::int64_t PostgresRows::changed() const
{
    const std::string_view digits = PQcmdTuples(m_result.get());
    std::int64_t rows = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), rows);
    return rows;
}

bool PostgresRows::isNull(int row, int column) const
{
    return PQgetisnull(m_result.get(), row, column) != 0;
}

OctetView PostgresRows::octets(int row, int column) const
{
    const char* const value = PQgetvalue(m_result.get(), row, column);
    const int size = PQgetlength(m_result.get(), row, column);
    return {reinterpret_cast<const std::uint8_t*>(value), static_cast<std::size_t>(size)};
}

std::string_view PostgresRows::text(int row, int column) const
{
    return textOf(octets(row, column));
}

std::int64_t PostgresRows::integer(int row, int column) const
{
    return number(octets(row, column));
}

std::vector<OctetView> PostgresRows::octetStrings(int row, int column) const
{
    return elements(octets(row, column)).value_or(std::vector<OctetView>());
}

std::vector<std::string_view> PostgresRows::texts(int row, int column) const
{
    std::vector<std::string_view> found;
    for (const OctetView element : octetStrings(row, column))
        found.push_back(textOf(element));
    return found;
}

std::vector<std::int64_t> PostgresRows::integers(int row, int column) const
{
    std::vector<std::int64_t> found;
    for (const OctetView element : octetStrings(row, column))
        found.push_back(number(element));
    return found;
}

} // namespace headwater
