#include "support/postgresserver.h"

#include <csignal>
#include <unistd.h>

#include <QDeadlineTimer>
#include <QDir>
#include <QLockFile>
#include <QTest>

#include "support/freeport.h"
#include "support/temporaryfolder.h"

namespace headwater {
namespace {

constexpr int LongestCommand = 60'000; // ms

QString madeFolder(const QString& path)
{
    if (!QDir().mkpath(path))
        qFatal("cannot make the folder %s", qPrintable(path));
    return path;
}

void runOrAbort(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(LongestCommand) || process.exitCode() != 0)
        qFatal("%s failed: %s", qPrintable(program),
               process.error() == QProcess::FailedToStart ? "it is not installed"
                                                          : process.readAll().constData());
}

/// Where copies are taken from.
QString madeOnce()
{
    return QStringLiteral(HEADWATER_PROGRAMS "/../postgres-cluster");
}

} // namespace

PostgresServer::PostgresServer(const QString& folder, Durability durability)
    : ServerProcess(QStringLiteral("postgres"), madeFolder(folder + QStringLiteral("/postgres")),
                    Privilege::None)
    , m_durability(durability)
    , m_port(freePort())
{
}

PostgresServer::~PostgresServer()
{
    // A postmaster that is killed leaves shared memory behind.
    if (isRunning())
        stop();
}

bool PostgresServer::startAndWait()
{
    const QDeadlineTimer deadline(LongestCommand);
    start();
    while (!isReady() && !deadline.hasExpired()) {
        // After a kill it refuses to start until the last of its old processes has gone.
        if (!isRunning())
            start();
        QTest::qWait(20);
    }
    return isReady();
}

bool PostgresServer::isReady() const
{
    const QString status = readFile(dataFolder() + QStringLiteral("/postmaster.pid"));
    return isRunning() && status.startsWith(QString::number(pid()) + QLatin1Char('\n')) &&
           status.trimmed().endsWith(QStringLiteral("ready"));
}

std::string PostgresServer::url(const char* database, const char* user) const
{
    return "postgresql://" + std::string(user) + "@127.0.0.1:" + std::to_string(m_port) + "/" +
           database;
}

QString PostgresServer::programPath(const QString& name)
{
    return QStringLiteral("/usr/lib/postgresql/15/bin/") + name;
}

QString PostgresServer::dataFolder() const
{
    return folder() + QStringLiteral("/data");
}

void PostgresServer::makeCluster() const
{
    QLockFile lock(madeOnce() + QStringLiteral(".lock"));
    if (!lock.lock())
        qFatal("cannot lock %s", qPrintable(madeOnce()));
    if (!QDir(madeOnce()).exists()) {
        // initdb refuses root, and nobody may not write in the build folder: made here, copied
        // there.
        QStringList command{programPath(QStringLiteral("initdb")),
                            QStringLiteral("--pgdata"),
                            dataFolder(),
                            QStringLiteral("--username=postgres"),
                            QStringLiteral("--auth=trust"),
                            QStringLiteral("--encoding=UTF8"),
                            QStringLiteral("--locale=C.UTF-8"),
                            QStringLiteral("--no-sync")};
        if (::getuid() == 0) {
            giveFolderAway();
            command = QStringList{QStringLiteral("--reuid"), QStringLiteral("nobody"),
                                  QStringLiteral("--regid"), QStringLiteral("nogroup"),
                                  QStringLiteral("--clear-groups")} +
                      command;
        }
        runOrAbort(QStringLiteral("setpriv"), command);
        const QString half = madeOnce() + QStringLiteral(".new");
        runOrAbort(QStringLiteral("rm"), {QStringLiteral("-rf"), half});
        runOrAbort(QStringLiteral("cp"), {QStringLiteral("-r"), dataFolder(), half});
        if (!QDir().rename(half, madeOnce()))
            qFatal("cannot make %s", qPrintable(madeOnce()));
        return;
    }
    runOrAbort(QStringLiteral("cp"), {QStringLiteral("-r"), madeOnce(), dataFolder()});
}

void PostgresServer::writeConfiguration()
{
    if (!QDir(dataFolder()).exists())
        makeCluster();
    QFile::setPermissions(dataFolder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QString durable = m_durability == Durability::Synced
                                ? QString()
                                : QStringLiteral("fsync = off\nfull_page_writes = off\n");
    writeFile(dataFolder() + QStringLiteral("/postgresql.auto.conf"),
              QStringLiteral("listen_addresses = '127.0.0.1'\nport = %1\n"
                             "unix_socket_directories = '%2'\n"
                             "dynamic_shared_memory_type = mmap\n"
                             "log_timezone = UTC\n")
                      .arg(m_port)
                      .arg(folder()) +
                  durable + m_settings);
}

QString PostgresServer::program() const
{
    return programPath(QStringLiteral("postgres"));
}

QStringList PostgresServer::arguments() const
{
    return {QStringLiteral("-D"), dataFolder()};
}

int PostgresServer::stopSignal() const
{
    return SIGINT; // SIGTERM waits until every client has gone
}

} // namespace headwater
