#pragma once

#include <memory>
#include <optional>

#include "store/postgresconnection.h"
#include "zone/publishedzone.h"

namespace headwater {

/// Passes the error of another Result on as it is.
template <typename T> [[nodiscard]] tl::unexpected<Error> without(const Result<T>& result)
{
    return tl::unexpected<Error>(result.error());
}

/// The one session on which a store reads and writes, and its transaction. Everything between
/// beginGroup() and endGroup() is one REPEATABLE READ transaction: dirty names and what is wanted
/// there are seen at one moment. It begins with the first statement. Updater thread.
class PostgresSession
{
public:
    explicit PostgresSession(std::string url)
        : m_url(std::move(url))
    {
    }

    /// Blocks for some seconds when the database does not answer. Returns the backend's process id.
    [[nodiscard]] Result<int> connect();
    void disconnect(const std::string& why);
    [[nodiscard]] bool isConnected() const { return m_connection != nullptr; }
    /// What the last loss of the session was.
    [[nodiscard]] const std::string& absence() const { return m_absence; }

    void beginGroup() { m_group = true; }
    /// Durable when it returns. On an error nothing is known of the group: it may be there.
    [[nodiscard]] Result<void> endGroup();

    /// One statement in the group's transaction, or by itself.
    [[nodiscard]] Result<PostgresRows> run(const char* sql, const PostgresParameters& parameters);
    /// A query of many rows in pieces.
    [[nodiscard]] Result<void> readInPieces(const char* query, const PostgresParameters& parameters,
                                            const PostgresConnection::TakeRows& take);
    /// Runs `work()`, which returns a Result: when it fails, it alone is undone.
    template <typename Work> auto part(const Work& work) -> decltype(work())
    {
        const auto extent = beginPart();
        if (!extent)
            return without(extent);
        auto outcome = work();
        if (auto ended = endPart(*extent, outcome.has_value()); !ended && outcome)
            return without(ended);
        return outcome;
    }
    /// SQLSTATE of the last statement.
    [[nodiscard]] std::string lastState() const;

private:
    [[nodiscard]] Result<void> prepare();
    enum class Extent
    {
        Transaction,
        Savepoint
    };
    [[nodiscard]] Result<Extent> beginPart();
    [[nodiscard]] Result<void> endPart(Extent extent, bool good);
    /// Notices when the session is gone.
    template <typename Answer> Answer noted(Answer answer);

    std::string m_url;
    std::unique_ptr<PostgresConnection> m_connection;
    std::string m_absence = "it was not reached yet";
    bool m_group = false;
    bool m_groupBegan = false; ///< its transaction did
};

} // namespace headwater
