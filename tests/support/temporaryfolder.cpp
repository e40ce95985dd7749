#include "support/temporaryfolder.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace headwater {

TemporaryFolder::TemporaryFolder()
    : m_folder(QDir::tempPath() + QStringLiteral("/headwater-XXXXXX"))
{
    if (!m_folder.isValid())
        qFatal("cannot make a folder for the test: %s", qPrintable(m_folder.errorString()));
    QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                               QFile::ExeGroup | QFile::ExeOther);
}

TemporaryFolder::~TemporaryFolder()
{
    if (!QTest::currentTestFailed())
        return;
    m_folder.setAutoRemove(false);
    qWarning("what the failed test left is in %s", qPrintable(m_folder.path()));
}

QString TemporaryFolder::subfolder(const QString& name) const
{
    if (!QDir(m_folder.path()).mkpath(name))
        qFatal("cannot make the folder %s", qPrintable(path(name)));
    return path(name);
}

void writeFile(const QString& path, const QString& text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text.toUtf8()) < 0)
        qFatal("cannot write %s: %s", qPrintable(path), qPrintable(file.errorString()));
}

QString readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll());
}

} // namespace headwater
