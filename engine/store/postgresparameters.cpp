#include "store/postgresparameters.h"

#include <cstring>

#include "store/postgrestypes.h"

namespace headwater {

namespace {

constexpr std::size_t MostOctets = 1'000'000'000; // of one value; the server stops at 1 GiB
constexpr int BinaryFormat = 1;

/// What is empty is not null, though its pointer may be.
template <typename View> const void* dataOf(const View& value)
{
    return value.empty() ? static_cast<const void*>("") : value.data();
}

Octets bigInt(std::int64_t value)
{
    Octets octets;
    const auto bits = static_cast<std::uint64_t>(value);
    appendUint32(octets, static_cast<std::uint32_t>(bits >> 32));
    appendUint32(octets, static_cast<std::uint32_t>(bits));
    return octets;
}

/// The head of an array of one dimension; its elements follow, each behind its length.
Octets arrayOf(postgres::Type element, std::size_t count)
{
    Octets octets;
    appendUint32(octets, count == 0 ? 0 : 1); // dimensions
    appendUint32(octets, 1);                  // there may be nulls
    appendUint32(octets, element);
    if (count > 0) {
        appendUint32(octets, static_cast<std::uint32_t>(count));
        appendUint32(octets, 1); // the index of the first
    }
    return octets;
}

void appendElement(Octets& array, const void* value, std::size_t size)
{
    appendUint32(array, static_cast<std::uint32_t>(size));
    const auto* const first = static_cast<const std::uint8_t*>(value);
    array.insert(array.end(), first, first + size);
}

} // namespace

PostgresParameters& PostgresParameters::text(std::optional<std::string_view> value)
{
    if (!value)
        return add(postgres::Text, nullptr, 0);
    return add(postgres::Text, dataOf(*value), value->size());
}

PostgresParameters& PostgresParameters::integer(std::optional<std::int64_t> value)
{
    return value ? addOwn(postgres::BigInt, bigInt(*value)) : add(postgres::BigInt, nullptr, 0);
}

PostgresParameters& PostgresParameters::boolean(bool value)
{
    return add(postgres::Bool, value ? "\1" : "\0", 1);
}

PostgresParameters& PostgresParameters::octets(std::optional<OctetView> value)
{
    if (!value)
        return add(postgres::Bytea, nullptr, 0);
    return add(postgres::Bytea, dataOf(*value), value->size());
}

PostgresParameters& PostgresParameters::texts(std::span<const std::string_view> values)
{
    Octets array = arrayOf(postgres::Text, values.size());
    for (const std::string_view value : values)
        appendElement(array, value.data(), value.size());
    return addOwn(postgres::TextArray, std::move(array));
}

PostgresParameters&
PostgresParameters::nullable(std::span<const std::optional<std::string_view>> values)
{
    Octets array = arrayOf(postgres::Text, values.size());
    for (const auto& value : values) {
        if (value)
            appendElement(array, value->data(), value->size());
        else
            appendUint32(array, 0xFFFFFFFFU); // -1: null
    }
    return addOwn(postgres::TextArray, std::move(array));
}

PostgresParameters& PostgresParameters::integers(std::span<const std::int64_t> values)
{
    Octets array = arrayOf(postgres::BigInt, values.size());
    for (const std::int64_t value : values) {
        const Octets octets = bigInt(value);
        appendElement(array, octets.data(), octets.size());
    }
    return addOwn(postgres::BigIntArray, std::move(array));
}

PostgresParameters& PostgresParameters::octetStrings(std::span<const OctetView> values)
{
    Octets array = arrayOf(postgres::Bytea, values.size());
    for (const OctetView value : values)
        appendElement(array, value.data(), value.size());
    return addOwn(postgres::ByteaArray, std::move(array));
}

PostgresParameters& PostgresParameters::null()
{
    return add(postgres::AnyType, nullptr, 0);
}

PostgresParameters& PostgresParameters::add(std::uint32_t type, const void* value, std::size_t size)
{
    m_tooLarge = m_tooLarge || size > MostOctets;
    m_types.push_back(type);
    m_values.push_back(static_cast<const char*>(value));
    m_lengths.push_back(m_tooLarge ? 0 : static_cast<int>(size));
    m_formats.push_back(BinaryFormat);
    return *this;
}

PostgresParameters& PostgresParameters::addOwn(std::uint32_t type, Octets value)
{
    const Octets& kept = m_own.emplace_back(std::move(value));
    return add(type, kept.data(), kept.size());
}

} // namespace headwater
