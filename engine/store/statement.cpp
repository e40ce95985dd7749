#include "store/statement.h"

#include <sqlite3.h>

namespace headwater {

Statement::Statement(Database& database, std::string_view sql)
    : m_database(database)
    , m_sql(sql)
    , m_statement(database.take(sql))
{
    if (m_statement == nullptr) {
        m_failed = true;
        m_fault = sqlite3_errmsg(database.m_handle);
    }
}

Statement::~Statement()
{
    m_database.giveBack(m_sql, m_statement);
}

Statement& Statement::withInteger(std::int64_t value)
{
    bound(m_failed ? SQLITE_OK : sqlite3_bind_int64(m_statement, ++m_position, value));
    return *this;
}

Statement& Statement::with(std::optional<Instant> value)
{
    if (value)
        return with(*value);
    bound(m_failed ? SQLITE_OK : sqlite3_bind_null(m_statement, ++m_position));
    return *this;
}

Statement& Statement::with(OctetView value)
{
    if (m_failed)
        return *this;
    // A null pointer would bind NULL, and an empty span may hold one.
    const void* octets = value.empty() ? static_cast<const void*>("") : value.data();
    bound(sqlite3_bind_blob64(m_statement, ++m_position, octets, value.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::with(std::string_view value)
{
    if (m_failed)
        return *this;
    const char* text = value.empty() ? "" : value.data();
    bound(sqlite3_bind_text64(m_statement, ++m_position, text, value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
    return *this;
}

void Statement::bound(int code)
{
    if (code == SQLITE_OK || m_failed)
        return;
    m_failed = true;
    m_fault = sqlite3_errstr(code);
}

bool Statement::next()
{
    if (m_failed)
        return false;
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE) {
        m_failed = true;
        m_fault = sqlite3_errmsg(m_database.m_handle);
    }
    return false;
}

Result<void> Statement::run(std::string_view doing)
{
    while (next()) {
    }
    auto outcome = check(doing);
    if (m_statement != nullptr) {
        sqlite3_reset(m_statement);
        m_position = 0;
    }
    return outcome;
}

Result<void> Statement::check(std::string_view doing) const
{
    if (m_failed)
        return m_database.failure(doing, m_fault);
    return {};
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::size_t Statement::size(int column) const
{
    const std::int64_t value = integer(column);
    return value < 0 ? 0 : static_cast<std::size_t>(value);
}

std::uint32_t Statement::uint32(int column) const
{
    return static_cast<std::uint32_t>(integer(column));
}

Instant Statement::instant(int column) const
{
    return Instant(Microseconds(integer(column)));
}

std::optional<Instant> Statement::optionalInstant(int column) const
{
    if (sqlite3_column_type(m_statement, column) == SQLITE_NULL)
        return std::nullopt;
    return instant(column);
}

OctetView Statement::blob(int column) const
{
    const auto* octets = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement, column));
    const int size = sqlite3_column_bytes(m_statement, column);
    if (octets == nullptr || size <= 0)
        return {};
    return {octets, static_cast<std::size_t>(size)};
}

std::string Statement::text(int column) const
{
    const OctetView octets = blob(column);
    return {octets.begin(), octets.end()};
}

Name Statement::name(int column)
{
    auto name = Name::fromWire(blob(column));
    if (name)
        return *name;
    m_failed = true;
    m_fault = "a name in it is damaged: " + name.error().text;
    return {};
}

} // namespace headwater
