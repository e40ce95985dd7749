#include "support/pgbouncer.h"

#include <QDir>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTest>

#include "support/freeport.h"
#include "support/temporaryfolder.h"

namespace headwater {

namespace {

QString madeFolder(const QString& path)
{
    if (!QDir().mkpath(path))
        qFatal("cannot make the folder %s", qPrintable(path));
    return path;
}

} // namespace

PgBouncer::PgBouncer(const QString& folder, std::uint16_t server)
    : ServerProcess(QStringLiteral("pgbouncer"), madeFolder(folder + QStringLiteral("/pgbouncer")),
                    Privilege::None)
    , m_server(server)
    , m_port(freePort())
{
}

bool PgBouncer::startAndWait()
{
    start();
    return QTest::qWaitFor(
        [this] {
            QTcpSocket socket;
            socket.setProxy(QNetworkProxy::NoProxy);
            socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
            return socket.waitForConnected(200);
        },
        10'000);
}

std::string PgBouncer::url(const std::string& database) const
{
    return "postgresql://engine@127.0.0.1:" + std::to_string(m_port) + "/" + database;
}

void PgBouncer::writeConfiguration()
{
    writeFile(folder() + QStringLiteral("/users"), QStringLiteral("\"engine\" \"\"\n"));
    writeFile(configurationFile(),
              QStringLiteral("[databases]\n* = host=127.0.0.1 port=%1\n[pgbouncer]\n"
                             "listen_addr = 127.0.0.1\nlisten_port = %2\nunix_socket_dir =\n"
                             "auth_type = trust\nauth_file = %3/users\npool_mode = transaction\n"
                             "ignore_startup_parameters = extra_float_digits\n")
                  .arg(m_server)
                  .arg(m_port)
                  .arg(folder()));
}

QString PgBouncer::configurationFile() const
{
    return folder() + QStringLiteral("/pgbouncer.ini");
}

QString PgBouncer::program() const
{
    return QStringLiteral("/usr/sbin/pgbouncer");
}

QStringList PgBouncer::arguments() const
{
    return {configurationFile()};
}

} // namespace headwater
