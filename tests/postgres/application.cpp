#include "postgres/application.h"

#include <pqxx/pqxx>

#include <QtGlobal>

namespace headwater {

namespace {

[[noreturn]] void abortTest(const std::exception& why, const std::string& sql)
{
    qFatal("%s: %s", sql.c_str(), why.what());
}

} // namespace

struct Application::Connection
{
    /// Remembers what came last.
    struct Ear : pqxx::notification_receiver
    {
        using pqxx::notification_receiver::notification_receiver;
        void operator()(const std::string& payload, int) override { text = payload; }
        std::string text;
    };

    explicit Connection(const std::string& url)
        : session(url)
    {
    }
    pqxx::connection session;
    std::unique_ptr<Ear> ear;
};

Application::Application(const std::string& url)
try : m_connection(std::make_unique<Connection>(url)) {
} catch (const std::exception& why) {
    abortTest(why, url);
}

Application::~Application() = default;
Application::Application(Application&& other) noexcept = default;

void Application::run(const std::string& sql)
{
    try {
        pqxx::nontransaction(m_connection->session).exec(sql);
    } catch (const std::exception& why) {
        abortTest(why, sql);
    }
}

std::string Application::ask(const std::string& sql)
{
    try {
        const pqxx::result rows = pqxx::nontransaction(m_connection->session).exec(sql);
        return rows.empty() || rows[0][0].is_null() ? std::string() : rows[0][0].c_str();
    } catch (const std::exception& why) {
        abortTest(why, sql);
    }
}

void Application::listen(const std::string& channel)
{
    m_connection->ear = std::make_unique<Connection::Ear>(m_connection->session, channel);
}

std::string Application::heard()
{
    constexpr int Longest = 10; // seconds
    m_connection->ear->text.clear();
    m_connection->session.await_notification(Longest, 0);
    return m_connection->ear->text;
}

} // namespace headwater
