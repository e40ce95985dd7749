#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "store/postgresparameters.h"
#include "store/postgresrows.h"

struct pg_conn;
struct pg_result;

namespace headwater {

struct PostgresNotification
{
    std::string channel;
    std::string payload;
    int backend = 0; ///< process id of the session that sent it
};

/// One session on a PostgreSQL server. Calls block, each for at most the statement's time and a few
/// seconds; one thread at a time. A session that was lost stays lost: it is never replaced
/// silently, because its locks and its LISTEN went with it.
class PostgresConnection
{
public:
    using Milliseconds = std::chrono::milliseconds;
    enum class Isolation
    {
        ReadCommitted,
        RepeatableRead
    };
    using TakeRows = std::function<Result<void>(const PostgresRows&)>;

    static constexpr Milliseconds UsualStatementTime{30'000};

    /// `url` is a libpq URL or key=value text with any number of hosts; what it does not say:
    /// connect_timeout=5 (seconds, each host), tcp_user_timeout=5000, keepalives, and
    /// target_session_attrs=read-write. The session is called "headwater: `purpose`", runs in UTC,
    /// with search_path pinned to pg_catalog. `statementTime` 0: no limit.
    [[nodiscard]] static Result<std::unique_ptr<PostgresConnection>>
    open(const std::string& url, std::string_view purpose,
         Milliseconds statementTime = UsualStatementTime);
    ~PostgresConnection();
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    /// One statement. `sql` must be a literal: it is prepared at its first use and kept by its
    /// text.
    [[nodiscard]] Result<PostgresRows> run(const char* sql,
                                           const PostgresParameters& parameters = {});
    /// Any number of statements in one text, without values or rows; one transaction if none is
    /// open.
    [[nodiscard]] Result<void> execute(const std::string& script);
    /// The rows of a query in pieces of at most `piece`, by a cursor: bounded memory however many
    /// they are. Within a transaction only, one at a time. An error of `take` ends it.
    [[nodiscard]] Result<void> readInPieces(const std::string& select,
                                            const PostgresParameters& parameters, int piece,
                                            const TakeRows& take);

    [[nodiscard]] Result<void> begin(Isolation isolation = Isolation::ReadCommitted);
    [[nodiscard]] Result<void> commit();
    /// Ends a transaction without a trace; nothing to do when none is open.
    [[nodiscard]] Result<void> rollback();
    [[nodiscard]] bool isInTransaction() const;

    /// SQLSTATE of the last call, five characters; "00000" when it went well.
    [[nodiscard]] const std::string& lastState() const { return m_state; }
    [[nodiscard]] bool isSerializationFailure() const; ///< or a deadlock: run the transaction again
    [[nodiscard]] bool isConnectionLost() const;       ///< open another one

    /// The socket, for a QSocketNotifier; -1 when the session is lost.
    [[nodiscard]] int descriptor() const;
    /// What came for the channels that this session listens to. Ask also after other calls: it may
    /// have come with their answers.
    [[nodiscard]] Result<std::vector<PostgresNotification>> notifications();
    [[nodiscard]] int backendPid() const;
    /// 150018 for 15.18.
    [[nodiscard]] int serverVersion() const;
    /// "database d on host:port", without any secret.
    [[nodiscard]] const std::string& place() const { return m_place; }

private:
    PostgresConnection(pg_conn* connection, Milliseconds statementTime);
    [[nodiscard]] Result<std::string> prepared(const char* sql,
                                               const PostgresParameters& parameters);
    [[nodiscard]] Result<PostgresRows> query(const std::string& sql,
                                             const PostgresParameters& parameters);
    [[nodiscard]] Result<PostgresRows> answer(int sent);
    [[nodiscard]] Result<pg_result*> lastResult();
    [[nodiscard]] Result<void> waitForAnswer();
    [[nodiscard]] tl::unexpected<Error> failed(const pg_result* result);
    [[nodiscard]] tl::unexpected<Error> lost(std::string why);

    pg_conn* m_connection;
    Milliseconds m_patience; ///< for one answer; 0: no limit
    std::string m_place;
    std::string m_state = "00000";
    bool m_lost = false;
    int m_statements = 0;
    std::unordered_map<std::string_view, std::string> m_prepared; ///< name by text
};

} // namespace headwater
