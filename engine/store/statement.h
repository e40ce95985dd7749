#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/clock.h"
#include "base/octets.h"
#include "dns/name.h"
#include "dns/serial.h"
#include "store/database.h"

namespace headwater {

/// One use of a prepared statement: values in order, then rows, then `check`, which reports the
/// first thing that went wrong anywhere before. A row loop without `check` behind it is a bug.
///
///     Statement row(database, "SELECT key FROM zone WHERE id = ?");
///     row.with(id);
///     while (row.next())
///         use(row.blob(0));
///     if (auto read = row.check("reading zones"); !read) ...
class Statement
{
public:
    /// `sql` must be a literal: the prepared form is kept under its text.
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <typename Number, std::enable_if_t<std::is_integral_v<Number>, int> = 0>
    Statement& with(Number value)
    {
        return withInteger(static_cast<std::int64_t>(value));
    }
    Statement& with(Serial value) { return withInteger(value.value()); }
    Statement& with(Instant value) { return withInteger(value.time_since_epoch().count()); }
    Statement& with(std::optional<Instant> value);
    Statement& with(OctetView value);
    Statement& with(std::string_view value);

    /// Moves to the next row; false at the end, or when something went wrong.
    [[nodiscard]] bool next();
    /// For statements that give no rows: runs it, and may be used again with new values.
    [[nodiscard]] Result<void> run(std::string_view doing);
    [[nodiscard]] Result<void> check(std::string_view doing) const;

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::size_t size(int column) const; ///< a count; never negative in our tables
    [[nodiscard]] std::uint32_t uint32(int column) const;
    [[nodiscard]] Serial serial(int column) const { return Serial(uint32(column)); }
    [[nodiscard]] Instant instant(int column) const;
    [[nodiscard]] std::optional<Instant> optionalInstant(int column) const;
    /// Valid until the next call on this statement.
    [[nodiscard]] OctetView blob(int column) const;
    [[nodiscard]] std::string text(int column) const;
    /// A name in wire form; what is no name makes the statement fail.
    [[nodiscard]] Name name(int column);

private:
    Statement& withInteger(std::int64_t value);
    void bound(int code);

    Database& m_database;
    std::string_view m_sql;
    sqlite3_stmt* m_statement;
    int m_position = 0;
    bool m_failed = false;
    std::string m_fault; ///< when it is not SQLite that complains
};

} // namespace headwater
