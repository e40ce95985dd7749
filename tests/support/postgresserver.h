#pragma once

#include "support/serverprocess.h"

namespace headwater {

/// A PostgreSQL 15 of its own: on a free port of 127.0.0.1 and a socket in its folder, for anybody
/// who asks, with the superuser "postgres". Its files are copied from a cluster that is made once
/// for each build folder.
class PostgresServer : public ServerProcess
{
public:
    enum class Durability
    {
        Synced, ///< as in production
        None    ///< fsync=off: quicker, for tests that kill nothing
    };

    /// In `folder`/postgres, which is made.
    explicit PostgresServer(const QString& folder, Durability durability = Durability::None);
    ~PostgresServer() override;
    Q_DISABLE_COPY_MOVE(PostgresServer)

    /// "max_connections = 200" and the like, for the next start.
    void addSetting(const QString& line) { m_settings += line + QLatin1Char('\n'); }
    /// Starts it and waits until it takes connections; false after 60 s.
    [[nodiscard]] bool startAndWait();

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    /// "postgresql://user@127.0.0.1:port/database".
    [[nodiscard]] std::string url(const char* database = "postgres",
                                  const char* user = "postgres") const;

    /// Path of a program of PostgreSQL 15, which Debian keeps out of the PATH.
    [[nodiscard]] static QString programPath(const QString& name);

protected:
    void writeConfiguration() override;
    [[nodiscard]] QString program() const override;
    [[nodiscard]] QStringList arguments() const override;
    [[nodiscard]] int stopSignal() const override;

private:
    [[nodiscard]] QString dataFolder() const;
    [[nodiscard]] bool isReady() const;
    void makeCluster() const;

    Durability m_durability;
    QString m_settings;
    std::uint16_t m_port;
};

} // namespace headwater
