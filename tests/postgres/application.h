#pragma once

#include <memory>
#include <string>

namespace headwater {

/// An application on the database: a client of its own (libpqxx), which knows nothing of the
/// engine's. What must work and does not aborts the test, with the server's words.
class Application
{
public:
    explicit Application(const std::string& url);
    ~Application();
    Application(Application&& other) noexcept;
    Application& operator=(Application&&) = delete;

    /// Any number of statements, BEGIN and COMMIT among them.
    void run(const std::string& sql);
    /// The first value of the first row as text, "" for null or no row.
    [[nodiscard]] std::string ask(const std::string& sql);
    void listen(const std::string& channel);
    /// Waits for a NOTIFY there, at most ten seconds: its payload, "" when none came.
    [[nodiscard]] std::string heard();

private:
    struct Connection;
    std::unique_ptr<Connection> m_connection;
};

} // namespace headwater
