#pragma once

#include <QString>
#include <QStringList>

namespace headwater {

/// README.md as its reader has it.
class Readme
{
public:
    Readme();

    /// The first fenced block of this language ("toml"); empty when there is none.
    [[nodiscard]] QString block(const QString& language) const;
    /// The first fenced block below a line that is this in bold: "NSD".
    [[nodiscard]] QString blockBelow(const QString& title) const;
    /// The indented lines that begin so, without the indent and without a comment at their end.
    [[nodiscard]] QStringList linesThatBegin(const QString& words) const;

private:
    [[nodiscard]] QString blockFrom(qsizetype at) const;
    QString m_text;
};

} // namespace headwater
