#pragma once

#include <QString>
#include <QStringList>

#include "architecture/moduletable.h"

namespace headwater {

/// One C++ file of the tree, looked at as text: enough for the rules of the architecture.
class SourceFile
{
public:
    /// `path` relative to the top of the tree.
    SourceFile(QString path, const QString& text);
    /// Every .h and .cpp below a folder of the tree.
    [[nodiscard]] static std::vector<SourceFile> below(const QString& tree, const QString& folder);

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] qsizetype lineCount() const { return m_lines.size(); }
    /// The folder of engine/ it is in; empty for files of engine/ itself and elsewhere.
    [[nodiscard]] QString module() const;

    /// Includes of our files and of libraries that the links of its module do not cover.
    [[nodiscard]] QStringList uncoveredIncludes(const ModuleTable& table) const;
    /// Includes of a library outside the one place that is its home.
    [[nodiscard]] QStringList strayLibraries() const;
    /// Types that it defines with a name that says nothing (ARCHITECTURE.md, names).
    [[nodiscard]] QStringList emptyNames() const;

private:
    struct Include
    {
        qsizetype line = 0;
        QString file;
        bool isOurs = false; ///< in quotation marks
    };

    [[nodiscard]] QString place(qsizetype line) const;

    QString m_path;
    QStringList m_lines;
    std::vector<Include> m_includes;
};

} // namespace headwater
