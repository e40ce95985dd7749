#include "store/postgressession.h"

#include "store/postgresschema.h"

namespace headwater {

namespace {

constexpr int Piece = 2000; // rows

} // namespace

Result<int> PostgresSession::connect()
{
    m_connection.reset();
    auto opened = PostgresConnection::open(m_url, "store");
    if (!opened) {
        m_absence = opened.error().text;
        return without(opened);
    }
    if (auto good = PostgresSchema(**opened).check(); !good) {
        m_absence = good.error().text;
        return without(good);
    }
    m_connection = std::move(*opened);
    return m_connection->backendPid();
}

void PostgresSession::disconnect(const std::string& why)
{
    if (m_connection)
        m_absence = why;
    m_connection.reset();
}

template <typename Answer> Answer PostgresSession::noted(Answer answer)
{
    if (!answer && m_connection && m_connection->isConnectionLost())
        disconnect(answer.error().text);
    return answer;
}

Result<void> PostgresSession::prepare()
{
    if (!m_connection)
        return failure("PostgreSQL is away: " + m_absence);
    if (!m_group || m_connection->isInTransaction())
        return {};
    m_groupBegan = true;
    return noted(m_connection->begin(PostgresConnection::Isolation::RepeatableRead));
}

Result<void> PostgresSession::endGroup()
{
    m_group = false;
    if (!std::exchange(m_groupBegan, false))
        return {};
    if (!m_connection)
        return failure("PostgreSQL was lost: " + m_absence);
    if (!m_connection->isInTransaction())
        return failure("PostgreSQL ended the transaction");
    return noted(m_connection->commit());
}

Result<PostgresRows> PostgresSession::run(const char* sql, const PostgresParameters& parameters)
{
    if (auto ready = prepare(); !ready)
        return without(ready);
    return noted(m_connection->run(sql, parameters));
}

Result<void> PostgresSession::readInPieces(const char* query, const PostgresParameters& parameters,
                                           const PostgresConnection::TakeRows& take)
{
    return part([&]() -> Result<void> {
        return noted(m_connection->readInPieces(query, parameters, Piece, take));
    });
}

Result<PostgresSession::Extent> PostgresSession::beginPart()
{
    if (auto ready = prepare(); !ready)
        return without(ready);
    const Extent extent = m_connection->isInTransaction() ? Extent::Savepoint : Extent::Transaction;
    const auto begun =
        noted(extent == Extent::Savepoint
                  ? m_connection->execute("SAVEPOINT part")
                  : m_connection->begin(PostgresConnection::Isolation::RepeatableRead));
    if (!begun)
        return without(begun);
    return extent;
}

Result<void> PostgresSession::endPart(Extent extent, bool good)
{
    if (!m_connection)
        return failure("PostgreSQL was lost: " + m_absence);
    if (extent == Extent::Transaction)
        return noted(good ? m_connection->commit() : m_connection->rollback());
    return noted(m_connection->execute(good ? "RELEASE part" : "ROLLBACK TO part; RELEASE part"));
}

std::string PostgresSession::lastState() const
{
    return m_connection ? m_connection->lastState() : std::string("08006");
}

} // namespace headwater
