#include "readme/shell.h"

#include <QProcess>

namespace headwater {

Typed type(const QString& line, const QString& folder)
{
    QProcess bash;
    bash.setWorkingDirectory(folder);
    bash.start(QStringLiteral("bash"), {QStringLiteral("-c"), line});
    if (!bash.waitForFinished(60'000)) {
        bash.kill();
        bash.waitForFinished();
        return {};
    }
    return {bash.exitStatus() == QProcess::NormalExit ? bash.exitCode() : -1,
            QString::fromUtf8(bash.readAllStandardOutput()),
            QString::fromUtf8(bash.readAllStandardError())};
}

} // namespace headwater
