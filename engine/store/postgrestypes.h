#pragma once

#include <cstdint>

namespace headwater::postgres {

/// Numbers of the types that we send and read (pg_type.dat of PostgreSQL; they never change).
enum Type : std::uint32_t
{
    AnyType = 0,
    Bool = 16,
    Bytea = 17,
    BigInt = 20,
    SmallInt = 21,
    Integer = 23,
    Text = 25,
    Name = 19,
    VarChar = 1043,
    Void = 2278,
    ByteaArray = 1001,
    IntegerArray = 1007,
    TextArray = 1009,
    BigIntArray = 1016
};

} // namespace headwater::postgres
