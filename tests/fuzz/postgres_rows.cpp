// Any octets as one value of a result of PostgreSQL: the first octet chooses its type. What is let
// in can be read in every way without a step outside.
#include <array>
#include <cstdlib>
#include <vector>

#include <libpq-fe.h>

#include "store/postgresrows.h"
#include "store/postgrestypes.h"

using namespace headwater;

namespace {

constexpr std::array Types{postgres::Bool,         postgres::SmallInt,   postgres::Integer,
                           postgres::BigInt,       postgres::Text,       postgres::Bytea,
                           postgres::TextArray,    postgres::ByteaArray, postgres::BigIntArray,
                           postgres::IntegerArray, postgres::Void,       postgres::AnyType};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    if (size < 1)
        return 0;
    PGresult* const result = PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK);
    std::array<char, 6> name{"value"};
    const Oid type = Types[octets[0] % Types.size()];
    PGresAttDesc column{name.data(), 0, 0, 1, type, -1, -1};
    PQsetResultAttrs(result, 1, &column);
    std::vector<char> value(octets + 1, octets + size);
    value.push_back('\0');
    PQsetvalue(result, 0, 0, value.data(), static_cast<int>(size - 1));
    const auto rows = PostgresRows::of(result);
    if (!rows)
        return 0;
    std::size_t total = rows->octets(0, 0).size() + rows->text(0, 0).size();
    for (const OctetView element : rows->octetStrings(0, 0))
        total += element.size() + (element.empty() ? 0 : element.back());
    for (const std::string_view text : rows->texts(0, 0))
        total += text.size();
    for (const std::int64_t number : rows->integers(0, 0))
        total += number != 0 ? 1 : 0;
    if (rows->integer(0, 0) == 0 && total > 1000 * size + 1000)
        std::abort(); // elements lie side by side
    return 0;
}
