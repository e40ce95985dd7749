#pragma once

#include <memory>

#include <QProcess>
#include <QString>
#include <QStringList>

namespace headwater {

/// A server that a test runs: in a folder of its own, in the foreground, never as root, ended with
/// the test and, should the test crash, by the kernel. What it says is in `<name>.log` of its
/// folder. A missing program aborts the test with its name.
class ServerProcess
{
public:
    enum class Privilege
    {
        Own,
        None
    }; ///< None: as nobody, when the test runs as root

    /// `folder` must exist.
    ServerProcess(QString name, QString folder, Privilege privilege);
    virtual ~ServerProcess();
    Q_DISABLE_COPY_MOVE(ServerProcess)

    /// Starts it; its configuration is written anew first. See isReady() of those derived.
    void start();
    /// SIGTERM (or stopSignal()), then waits; after 10 s SIGKILL. Returns whether it ended by
    /// itself, with code 0.
    bool stop();
    /// SIGKILL, as a crash of the machine would.
    void kill();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] qint64 pid() const;

    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] const QString& folder() const { return m_folder; }
    [[nodiscard]] QString logText() const;

protected:
    virtual void writeConfiguration() = 0;
    [[nodiscard]] virtual QString program() const = 0;
    [[nodiscard]] virtual QStringList arguments() const = 0;
    [[nodiscard]] virtual int stopSignal() const;
    [[nodiscard]] QString logPath() const;
    /// To the user nobody, with all that is in it. Needs root.
    void giveFolderAway() const;

private:
    QString m_name;
    QString m_folder;
    Privilege m_privilege;
    std::unique_ptr<QProcess> m_process;
};

} // namespace headwater
