#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace headwater {

/// Passes the error of another Result on as it is.
template <typename T> [[nodiscard]] tl::unexpected<Error> passOn(const Result<T>& result)
{
    return tl::unexpected<Error>(result.error());
}

/// One connection to one SQLite file, with its prepared statements. Updater thread.
class Database
{
public:
    /// Opens or creates the file: WAL, synchronous FULL, foreign keys, no waiting on locks.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::string& path);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] const std::string& path() const { return m_path; }
    /// Runs statements that give no rows and need no values.
    [[nodiscard]] Result<void> execute(const std::string& sql, std::string_view doing);
    /// "store /var/lib/x.sqlite: writing zone apps.example: disk I/O error", from SQLite's own
    /// words about the last call.
    [[nodiscard]] tl::unexpected<Error> failure(std::string_view doing) const;
    /// The same for a fault that is not SQLite's.
    [[nodiscard]] tl::unexpected<Error> failure(std::string_view doing,
                                                std::string_view what) const;
    [[nodiscard]] bool inTransaction() const;
    /// Gives back what was read and may be read again.
    void releaseMemory();

private:
    friend class Statement;
    Database(sqlite3* handle, std::string path);
    /// A prepared statement for this text; none if it cannot be prepared. Texts are literals.
    [[nodiscard]] sqlite3_stmt* take(std::string_view sql);
    void extendLog();
    void giveBack(std::string_view sql, sqlite3_stmt* statement);

    sqlite3* m_handle;
    std::string m_path;
    std::unordered_map<std::string_view, sqlite3_stmt*> m_idle;
};

} // namespace headwater
