#include "support/serverprocess.h"

#include <csignal>

#include <pwd.h>
#include <unistd.h>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTest>

#include "support/temporaryfolder.h"

namespace headwater {
namespace {

constexpr int StopTimeout = 10'000; // ms

QString findProgram(const QString& name)
{
    if (name.contains(QLatin1Char('/')))
        return QFileInfo::exists(name) ? name : QString();
    const QString onPath = QStandardPaths::findExecutable(name);
    if (!onPath.isEmpty())
        return onPath;
    // Debian keeps servers out of the PATH of ordinary users.
    return QStandardPaths::findExecutable(
        name, {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")});
}

} // namespace

ServerProcess::ServerProcess(QString name, QString folder, Privilege privilege)
    : m_name(std::move(name))
    , m_folder(std::move(folder))
    , m_privilege(privilege)
{
}

ServerProcess::~ServerProcess()
{
    if (isRunning())
        kill();
    if (QTest::currentTestFailed())
        qWarning("%s said:\n%s", qPrintable(m_name), qPrintable(logText().right(4000)));
}

void ServerProcess::start()
{
    writeConfiguration();
    const QString path = findProgram(program());
    if (path.isEmpty())
        qFatal("%s is not installed; ./dev test installs what the tests need",
               qPrintable(program()));

    QStringList command{QStringLiteral("--pdeathsig"), QStringLiteral("KILL")};
    if (m_privilege == Privilege::None && ::getuid() == 0) {
        giveFolderAway();
        command += {QStringLiteral("--reuid"),        QStringLiteral("nobody"),
                    QStringLiteral("--regid"),        QStringLiteral("nogroup"),
                    QStringLiteral("--clear-groups"), QStringLiteral("--no-new-privs")};
    }
    command += path;
    command += arguments();

    m_process = std::make_unique<QProcess>();
    m_process->setWorkingDirectory(m_folder);
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(logPath(), QIODevice::Append);
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->start(QStringLiteral("setpriv"), command);
    if (!m_process->waitForStarted())
        qFatal("cannot start %s: %s", qPrintable(path), qPrintable(m_process->errorString()));
}

bool ServerProcess::stop()
{
    if (!isRunning())
        return false;
    ::kill(static_cast<pid_t>(m_process->processId()), stopSignal());
    if (!m_process->waitForFinished(StopTimeout)) {
        qWarning("%s did not end when it was told to", qPrintable(m_name));
        kill();
        return false;
    }
    return m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
}

void ServerProcess::kill()
{
    m_process->kill();
    m_process->waitForFinished(StopTimeout);
}

bool ServerProcess::isRunning() const
{
    if (!m_process || m_process->state() == QProcess::NotRunning)
        return false;
    m_process->waitForFinished(0); // takes note of an end that no event loop has seen yet
    return m_process->state() != QProcess::NotRunning;
}

qint64 ServerProcess::pid() const
{
    return m_process ? m_process->processId() : 0;
}

QString ServerProcess::logText() const
{
    return readFile(logPath());
}

int ServerProcess::stopSignal() const
{
    return SIGTERM;
}

QString ServerProcess::logPath() const
{
    return m_folder + QLatin1Char('/') + m_name + QStringLiteral(".log");
}

void ServerProcess::giveFolderAway() const
{
    const passwd* nobody = ::getpwnam("nobody");
    if (nobody == nullptr)
        qFatal("there is no user nobody to run %s as", qPrintable(m_name));
    const uid_t user = nobody->pw_uid;
    const gid_t group = nobody->pw_gid;
    QStringList paths{m_folder};
    QDirIterator below(m_folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                       QDirIterator::Subdirectories);
    while (below.hasNext())
        paths += below.next();
    for (const QString& path : std::as_const(paths)) {
        if (::lchown(QFile::encodeName(path).constData(), user, group) != 0)
            qFatal("cannot give %s to nobody", qPrintable(path));
    }
}

} // namespace headwater
