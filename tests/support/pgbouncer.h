#pragma once

#include "support/serverprocess.h"

namespace headwater {

/// PgBouncer in transaction mode, before a PostgreSQL on a port of 127.0.0.1.
class PgBouncer : public ServerProcess
{
public:
    /// In `folder`/pgbouncer, which is made.
    PgBouncer(const QString& folder, std::uint16_t server);

    /// Starts it and waits until it takes connections; false after 10 s.
    [[nodiscard]] bool startAndWait();
    [[nodiscard]] std::string url(const std::string& database) const;

protected:
    void writeConfiguration() override;
    [[nodiscard]] QString program() const override;
    [[nodiscard]] QStringList arguments() const override;

private:
    [[nodiscard]] QString configurationFile() const;

    std::uint16_t m_server;
    std::uint16_t m_port;
};

} // namespace headwater
