#include "store/database.h"

#include <array>

#include <malloc.h>
#include <sqlite3.h>

namespace headwater {

namespace {

constexpr const char* Settings = "PRAGMA journal_mode = WAL;"
                                 "PRAGMA synchronous = FULL;"
                                 "PRAGMA foreign_keys = ON;"
                                 "PRAGMA trusted_schema = OFF;"
                                 "PRAGMA busy_timeout = 0;"
                                 "PRAGMA cache_size = -32768;"
                                 // Pages that change again and again are copied back once.
                                 "PRAGMA wal_autocheckpoint = 1000;"
                                 // After a bulk change the log file shrinks again.
                                 "PRAGMA journal_size_limit = 67108864;";

/// What the log holds when it is copied back, and one large change more.
constexpr sqlite3_int64 LogOctets = 8 * 1024 * 1024;

} // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path)
{
    sqlite3* handle = nullptr;
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    const int opened = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    if (handle == nullptr)
        return tl::unexpected<Error>(Error{"store " + path + ": opening it: out of memory"});
    std::unique_ptr<Database> database(new Database(handle, path));
    if (opened != SQLITE_OK)
        return database->failure("opening it");
    sqlite3_extended_result_codes(handle, 1);
    if (auto set = database->execute(Settings, "opening it"); !set)
        return passOn(set);
    database->extendLog();
    return database;
}

/// The log file is extended once, so that a commit overwrites octets that are there: syncing it
/// then moves data only, and waits for no journal of the file system. Zeros are no frames to
/// SQLite. It is a matter of speed alone: what fails here fails again where it matters.
void Database::extendLog()
{
    sqlite3_file* log = nullptr;
    // The log is opened by the first look at the database.
    if (!execute("SELECT 1 FROM sqlite_schema LIMIT 1", "opening it") ||
        sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_JOURNAL_POINTER,
                             static_cast<void*>(&log)) != SQLITE_OK ||
        log == nullptr || log->pMethods == nullptr)
        return;
    sqlite3_int64 size = 0;
    if (log->pMethods->xFileSize(log, &size) != SQLITE_OK)
        return;
    static constexpr std::array<char, 65536> Zeros{};
    while (size < LogOctets &&
           log->pMethods->xWrite(log, Zeros.data(), static_cast<int>(Zeros.size()), size) ==
               SQLITE_OK)
        size += static_cast<sqlite3_int64>(Zeros.size());
}

Database::Database(sqlite3* handle, std::string path)
    : m_handle(handle)
    , m_path(std::move(path))
{
}

Database::~Database()
{
    for (const auto& [sql, statement] : m_idle)
        sqlite3_finalize(statement);
    sqlite3_close(m_handle);
}

Result<void> Database::execute(const std::string& sql, std::string_view doing)
{
    if (sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure(doing);
    return {};
}

tl::unexpected<Error> Database::failure(std::string_view doing) const
{
    std::string what = sqlite3_errmsg(m_handle);
    if (const int system = sqlite3_system_errno(m_handle);
        system != 0 && (sqlite3_errcode(m_handle) & 0xFF) != SQLITE_CONSTRAINT)
        what += " (system error " + std::to_string(system) + ")";
    return failure(doing, what);
}

tl::unexpected<Error> Database::failure(std::string_view doing, std::string_view what) const
{
    std::string text = "store " + m_path + ": ";
    text.append(doing).append(": ").append(what);
    return tl::unexpected<Error>(Error{std::move(text)});
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

void Database::releaseMemory()
{
    sqlite3_db_release_memory(m_handle);
#ifdef __GLIBC__
    ::malloc_trim(0); // its pages lay between those of the zones
#endif
}

sqlite3_stmt* Database::take(std::string_view sql)
{
    if (const auto idle = m_idle.find(sql); idle != m_idle.end()) {
        sqlite3_stmt* statement = idle->second;
        m_idle.erase(idle);
        return statement;
    }
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()),
                       SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return statement;
}

void Database::giveBack(std::string_view sql, sqlite3_stmt* statement)
{
    if (statement == nullptr)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (!m_idle.emplace(sql, statement).second)
        sqlite3_finalize(statement);
}

} // namespace headwater
