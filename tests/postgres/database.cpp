#include "postgres/database.h"

#include <QTest>

#include "store/postgresschema.h"

namespace headwater {

Session::Session(const std::string& url)
{
    auto opened = PostgresConnection::open(url, "test");
    if (!opened)
        qFatal("%s", opened.error().text.c_str());
    m_connection = std::move(*opened);
}

void Session::run(const std::string& sql)
{
    const auto done = m_connection->execute(sql);
    QVERIFY2(done, done ? "" : done.error().text.c_str());
}

void Session::refuse(const std::string& sql, const std::string& words)
{
    const auto done = m_connection->execute(sql);
    QVERIFY2(!done, ("not refused: " + sql).c_str());
    QVERIFY2(done.error().text.find(words) != std::string::npos, done.error().text.c_str());
}

std::string Session::ask(const std::string& sql)
{
    std::string value;
    const bool alone = !m_connection->isInTransaction();
    if (alone)
        run("BEGIN");
    // The outer query makes a text of whatever it is.
    const auto asked = m_connection->readInPieces("SELECT t.v::text FROM (" + sql + ") AS t (v)",
                                                  {}, 1, [&value](const PostgresRows& rows) {
                                                      if (value.empty())
                                                          value = rows.text(0, 0);
                                                      return Result<void>();
                                                  });
    if (!asked)
        QTest::qFail(asked.error().text.c_str(), __FILE__, __LINE__);
    if (alone)
        run("COMMIT");
    return value;
}

DatabaseServer::DatabaseServer(PostgresServer::Durability durability)
    : m_server(m_folder.path(), durability)
{
    if (!m_server.startAndWait())
        qFatal("PostgreSQL does not start: %s", qPrintable(m_server.logText()));
}

std::string DatabaseServer::url(const char* user) const
{
    return m_server.url(("test" + std::to_string(m_count)).c_str(), user);
}

void DatabaseServer::makeBareDatabase()
{
    ++m_count;
    Session(m_server.url()).run("CREATE DATABASE test" + std::to_string(m_count));
}

void DatabaseServer::makeDatabase()
{
    if (m_template == 0) {
        makeBareDatabase();
        auto connection = session();
        const auto migrated = PostgresSchema(connection.connection()).migrate();
        if (!migrated)
            qFatal("%s", migrated.error().text.c_str());
        m_template = m_count;
    }
    ++m_count;
    Session(m_server.url())
        .run("CREATE DATABASE test" + std::to_string(m_count) + " TEMPLATE test" +
             std::to_string(m_template));
}

} // namespace headwater
