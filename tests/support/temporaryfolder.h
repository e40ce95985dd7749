#pragma once

#include <QString>
#include <QTemporaryDir>

namespace headwater {

/// A folder for one test, removed with it unless the test failed (its path is then printed). Other
/// users may enter it, because the servers of a test run unprivileged.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    Q_DISABLE_COPY_MOVE(TemporaryFolder)

    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    /// Makes a folder in it and returns its path.
    [[nodiscard]] QString subfolder(const QString& name) const;

private:
    QTemporaryDir m_folder;
};

/// Writes a file anew, in place; a test that cannot write its files is aborted.
void writeFile(const QString& path, const QString& text);
[[nodiscard]] QString readFile(const QString& path);

} // namespace headwater
