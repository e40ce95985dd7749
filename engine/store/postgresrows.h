#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/octets.h"
#include "base/result.h"

struct pg_result;

namespace headwater {

/// What one statement gave, read by row and column, both from 0. Every value was checked when it
/// came: its type is one that we read, and its length fits its type. Views live as long as the
/// rows. A null reads as 0, false or empty; ask isNull where that matters.
class PostgresRows
{
public:
    /// Takes the result over. Fails, with the name of the column, on a type that we do not read:
    /// bool, smallint, integer, bigint, text, varchar, name, bytea, void and arrays of integer,
    /// bigint, text and bytea are read.
    [[nodiscard]] static Result<PostgresRows> of(pg_result* result);

    [[nodiscard]] int count() const;
    [[nodiscard]] bool isEmpty() const { return count() == 0; }
    /// Rows that the statement changed, for INSERT, UPDATE and DELETE.
    [[nodiscard]] std::int64_t changed() const;

    [[nodiscard]] bool isNull(int row, int column) const;
    [[nodiscard]] std::string_view text(int row, int column) const;
    [[nodiscard]] std::int64_t integer(int row, int column) const;
    [[nodiscard]] bool boolean(int row, int column) const { return integer(row, column) != 0; }
    [[nodiscard]] OctetView octets(int row, int column) const;
    /// Arrays of one dimension; nulls in them are left out.
    [[nodiscard]] std::vector<std::string_view> texts(int row, int column) const;
    [[nodiscard]] std::vector<std::int64_t> integers(int row, int column) const;
    [[nodiscard]] std::vector<OctetView> octetStrings(int row, int column) const;

private:
    struct Clear
    {
        void operator()(pg_result* result) const;
    };

    explicit PostgresRows(pg_result* result);
    [[nodiscard]] Result<void> check() const;

    std::unique_ptr<pg_result, Clear> m_result;
};

} // namespace headwater
