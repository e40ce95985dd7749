#pragma once

#include <memory>
#include <string>

#include "store/postgresconnection.h"
#include "support/postgresserver.h"
#include "support/temporaryfolder.h"

namespace headwater {

/// A session of a test that may fail it: what must work is asked with ask() and done with run().
class Session
{
public:
    /// Aborts the test when it cannot be opened.
    explicit Session(const std::string& url);

    /// One statement or a script that must go well; otherwise the test fails, with the server's
    /// words.
    void run(const std::string& sql);
    /// One that must fail with a sentence that holds these words; otherwise the test fails.
    void refuse(const std::string& sql, const std::string& words);
    /// The first value of the first row as text, "" for null or no row.
    [[nodiscard]] std::string ask(const std::string& sql);
    [[nodiscard]] PostgresConnection& connection() { return *m_connection; }

private:
    std::unique_ptr<PostgresConnection> m_connection;
};

/// One server for a test program, and a new database with the schema for each of its functions.
class DatabaseServer
{
public:
    explicit DatabaseServer(
        PostgresServer::Durability durability = PostgresServer::Durability::None);

    /// A new database; the one before goes. With the schema applied, or bare.
    void makeDatabase();
    void makeBareDatabase();
    [[nodiscard]] std::string url(const char* user = "postgres") const;
    [[nodiscard]] Session session() const { return Session(url()); }
    [[nodiscard]] PostgresServer& server() { return m_server; }

private:
    TemporaryFolder m_folder;
    PostgresServer m_server;
    int m_count = 0;
    int m_template = 0; ///< number of the database that is copied; 0: none yet
};

} // namespace headwater
