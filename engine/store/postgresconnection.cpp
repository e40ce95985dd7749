#include "store/postgresconnection.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <libpq-fe.h>
#include <poll.h>

namespace headwater {

namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = PostgresConnection::Milliseconds;

constexpr int BinaryFormat = 1;
constexpr Milliseconds Grace{3'000}; // the server ends a statement, and says so, before we give up
constexpr const char* LostState = "08006";

struct ClearResult
{
    void operator()(pg_result* result) const { PQclear(result); }
};
using OwnedResult = std::unique_ptr<pg_result, ClearResult>;

/// The server's words as one line.
std::string oneLine(const char* text)
{
    std::string line = text == nullptr ? "" : text;
    while (!line.empty() && (line.back() == '\n' || line.back() == ' '))
        line.pop_back();
    for (char& c : line) {
        if (c == '\n' || c == '\t')
            c = ' ';
    }
    return line;
}

std::string placeOf(pg_conn* connection)
{
    const auto said = [](const char* text, const char* otherwise) {
        return std::string(text == nullptr || *text == '\0' ? otherwise : text);
    };
    return "database " + said(PQdb(connection), "?") + " on " + said(PQhost(connection), "?") +
           ":" + said(PQport(connection), "?");
}

pg_conn* connectTo(const std::string& url, const std::string& name)
{
    // A later key wins, and the keys of `dbname` stand in its place.
    const std::array keys{"connect_timeout",
                          "tcp_user_timeout",
                          "keepalives",
                          "keepalives_idle",
                          "keepalives_interval",
                          "keepalives_count",
                          "target_session_attrs",
                          "dbname",
                          "application_name",
                          "client_encoding",
                          static_cast<const char*>(nullptr)};
    const std::array values{"5",
                            "5000",
                            "1",
                            "5",
                            "2",
                            "3",
                            "read-write",
                            url.c_str(),
                            name.c_str(),
                            "UTF8",
                            static_cast<const char*>(nullptr)};
    return PQconnectdbParams(keys.data(), values.data(), 1);
}

std::string settings(Milliseconds statementTime)
{
    return "SET search_path = pg_catalog, pg_temp; SET timezone = 'UTC';"
           "SET idle_in_transaction_session_timeout = '60s';"
           "SET statement_timeout = " +
           std::to_string(statementTime.count());
}

} // namespace

PostgresConnection::PostgresConnection(pg_conn* connection, Milliseconds statementTime)
    : m_connection(connection)
    , m_patience(statementTime.count() == 0 ? statementTime : statementTime + Grace)
    , m_place(placeOf(connection))
{
}

PostgresConnection::~PostgresConnection()
{
    PQfinish(m_connection);
}

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const std::string& url,
                                                                     std::string_view purpose,
                                                                     Milliseconds statementTime)
{
    pg_conn* const handle = connectTo(url, "headwater: " + std::string(purpose));
    if (handle == nullptr)
        return failure("connecting to PostgreSQL: out of memory");
    std::unique_ptr<PostgresConnection> connection(new PostgresConnection(handle, statementTime));
    if (PQstatus(handle) != CONNECTION_OK)
        return failure("connecting to PostgreSQL: " + oneLine(PQerrorMessage(handle)));
    // Its notices are for people at a terminal.
    PQsetNoticeReceiver(
        handle, [](void*, const pg_result*) {}, nullptr);
    if (PQsetnonblocking(handle, 1) != 0)
        return connection->lost("it cannot be made not to block");
    if (auto set = connection->execute(settings(statementTime)); !set)
        return tl::unexpected<Error>(set.error());
    return connection;
}

Result<PostgresRows> PostgresConnection::run(const char* sql, const PostgresParameters& parameters)
{
    if (parameters.isTooLarge())
        return failure(m_place + ": a value is larger than PostgreSQL takes (1 GB)");
    const auto name = prepared(sql, parameters);
    if (!name)
        return tl::unexpected<Error>(name.error());
    auto rows = answer(PQsendQueryPrepared(m_connection, name->c_str(), parameters.count(),
                                           parameters.values(), parameters.lengths(),
                                           parameters.formats(), BinaryFormat));
    // 0A000: what it reads has other columns now; 26000: a pooler gave us another session.
    if (!rows && (m_state == "0A000" || m_state == "26000"))
        m_prepared.erase(sql);
    return rows;
}

Result<std::string> PostgresConnection::prepared(const char* sql,
                                                 const PostgresParameters& parameters)
{
    if (const auto known = m_prepared.find(sql); known != m_prepared.end())
        return known->second;
    std::string name = "headwater_" + std::to_string(++m_statements);
    auto made = answer(
        PQsendPrepare(m_connection, name.c_str(), sql, parameters.count(), parameters.types()));
    if (!made)
        return tl::unexpected<Error>(made.error());
    m_prepared.emplace(sql, name);
    return name;
}

Result<PostgresRows> PostgresConnection::query(const std::string& sql,
                                               const PostgresParameters& parameters)
{
    if (parameters.isTooLarge())
        return failure(m_place + ": a value is larger than PostgreSQL takes (1 GB)");
    return answer(PQsendQueryParams(m_connection, sql.c_str(), parameters.count(),
                                    parameters.types(), parameters.values(), parameters.lengths(),
                                    parameters.formats(), BinaryFormat));
}

Result<void> PostgresConnection::execute(const std::string& script)
{
    // What a script gives in rows is text, and nobody reads it.
    if (PQsendQuery(m_connection, script.c_str()) == 0)
        return lost(oneLine(PQerrorMessage(m_connection)));
    auto result = lastResult();
    if (!result)
        return tl::unexpected<Error>(result.error());
    PQclear(*result);
    return {};
}

Result<void> PostgresConnection::readInPieces(const std::string& select,
                                              const PostgresParameters& parameters, int piece,
                                              const TakeRows& take)
{
    auto rows = query("DECLARE headwater_rows NO SCROLL CURSOR FOR " + select, parameters);
    const std::string fetch = "FETCH FORWARD " + std::to_string(piece) + " FROM headwater_rows";
    while (rows) {
        rows = query(fetch, {});
        if (!rows || rows->isEmpty())
            break;
        if (auto taken = take(*rows); !taken) {
            (void)execute("CLOSE headwater_rows");
            return taken;
        }
    }
    if (!rows)
        return tl::unexpected<Error>(rows.error());
    return execute("CLOSE headwater_rows");
}

Result<void> PostgresConnection::begin(Isolation isolation)
{
    return execute(isolation == Isolation::ReadCommitted ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                                         : "BEGIN ISOLATION LEVEL REPEATABLE READ");
}

Result<void> PostgresConnection::commit()
{
    // COMMIT of a transaction that failed before is answered ROLLBACK, and no error.
    if (PQtransactionStatus(m_connection) == PQTRANS_INERROR) {
        (void)rollback();
        m_state = "25P02";
        return failure(m_place + ": the transaction failed before and was rolled back");
    }
    return execute("COMMIT");
}

Result<void> PostgresConnection::rollback()
{
    return isInTransaction() ? execute("ROLLBACK") : Result<void>();
}

bool PostgresConnection::isInTransaction() const
{
    const auto status = PQtransactionStatus(m_connection);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool PostgresConnection::isSerializationFailure() const
{
    return m_state == "40001" || m_state == "40P01";
}

bool PostgresConnection::isConnectionLost() const
{
    return m_lost || PQstatus(m_connection) != CONNECTION_OK;
}

int PostgresConnection::descriptor() const
{
    return isConnectionLost() ? -1 : PQsocket(m_connection);
}

Result<std::vector<PostgresNotification>> PostgresConnection::notifications()
{
    if (isConnectionLost() || PQconsumeInput(m_connection) == 0)
        return lost(oneLine(PQerrorMessage(m_connection)));
    std::vector<PostgresNotification> found;
    while (PGnotify* const next = PQnotifies(m_connection)) {
        found.push_back({next->relname, next->extra, next->be_pid});
        PQfreemem(next);
    }
    return found;
}

int PostgresConnection::backendPid() const
{
    return PQbackendPID(m_connection);
}

int PostgresConnection::serverVersion() const
{
    return PQserverVersion(m_connection);
}

Result<PostgresRows> PostgresConnection::answer(int sent)
{
    if (sent == 0)
        return lost(oneLine(PQerrorMessage(m_connection)));
    auto result = lastResult();
    if (!result)
        return tl::unexpected<Error>(result.error());
    auto rows = PostgresRows::of(*result);
    if (!rows)
        return tl::unexpected<Error>(rows.error().in(m_place));
    return rows;
}

Result<pg_result*> PostgresConnection::lastResult()
{
    OwnedResult last;
    for (;;) {
        if (auto waited = waitForAnswer(); !waited)
            return tl::unexpected<Error>(waited.error());
        OwnedResult next(PQgetResult(m_connection));
        if (!next)
            break;
        // Of a script the last one counts; of errors the first, which says why.
        if (!last || PQresultStatus(last.get()) != PGRES_FATAL_ERROR)
            last = std::move(next);
        const auto copy = PQresultStatus(last.get());
        if (PQstatus(m_connection) != CONNECTION_OK || copy == PGRES_COPY_IN ||
            copy == PGRES_COPY_OUT) // COPY is not spoken here, and would never end
            break;
    }
    const auto status = last ? PQresultStatus(last.get()) : PGRES_FATAL_ERROR;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        return failed(last.get());
    m_state = "00000";
    return last.release();
}

Result<void> PostgresConnection::waitForAnswer()
{
    const auto deadline = SteadyClock::now() + m_patience;
    for (;;) {
        const int flushed = PQflush(m_connection);
        if (flushed < 0)
            return lost(oneLine(PQerrorMessage(m_connection)));
        if (flushed == 0 && PQisBusy(m_connection) == 0)
            return {};
        int left = -1;
        if (m_patience.count() != 0)
            left = static_cast<int>(std::max<std::int64_t>(
                0,
                std::chrono::duration_cast<Milliseconds>(deadline - SteadyClock::now()).count()));
        pollfd socket{PQsocket(m_connection), POLLIN, 0};
        if (flushed > 0)
            socket.events |= POLLOUT;
        const int ready = ::poll(&socket, 1, left);
        if (ready == 0)
            return lost("it has not answered for " + std::to_string(m_patience.count() / 1000) +
                        " s");
        if (ready < 0 && errno != EINTR)
            return lost(std::strerror(errno));
        if (PQconsumeInput(m_connection) == 0)
            return {}; // PQgetResult has the server's last words
    }
}

tl::unexpected<Error> PostgresConnection::failed(const pg_result* result)
{
    const char* const state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    if (PQstatus(m_connection) != CONNECTION_OK)
        return lost(oneLine(result ? PQresultErrorMessage(result) : PQerrorMessage(m_connection)));
    m_state = state == nullptr ? "XX000" : state;
    const auto field = [result](int code) {
        return result ? oneLine(PQresultErrorField(result, code)) : std::string();
    };
    std::string text = m_place + ": " + field(PG_DIAG_MESSAGE_PRIMARY);
    for (const int more : {int{PG_DIAG_MESSAGE_DETAIL}, int{PG_DIAG_MESSAGE_HINT}}) {
        if (const std::string said = field(more); !said.empty())
            text += "; " + said;
    }
    return tl::unexpected<Error>(Error{text + " (SQLSTATE " + m_state + ")"});
}

tl::unexpected<Error> PostgresConnection::lost(std::string why)
{
    m_lost = true;
    m_state = LostState;
    return tl::unexpected<Error>(Error{m_place + ": the connection is lost: " + std::move(why)});
}

} // namespace headwater
