#include "readme/readme.h"

#include <QRegularExpression>

#include "support/temporaryfolder.h"

namespace headwater {

Readme::Readme()
    : m_text(readFile(QStringLiteral(HEADWATER_SOURCE "/README.md")))
{
}

QString Readme::block(const QString& language) const
{
    return blockFrom(m_text.indexOf(QStringLiteral("```") + language + QLatin1Char('\n')));
}

QString Readme::blockBelow(const QString& title) const
{
    const qsizetype at = m_text.indexOf(QStringLiteral("\n**%1**\n").arg(title));
    return at < 0 ? QString() : blockFrom(m_text.indexOf(QStringLiteral("```"), at));
}

QStringList Readme::linesThatBegin(const QString& words) const
{
    static const QRegularExpression comment(QStringLiteral("\\s+#\\s.*$"));
    QStringList result;
    for (const QString& line : m_text.split(QLatin1Char('\n'))) {
        if (line.startsWith(QStringLiteral("    ") + words))
            result += line.trimmed().remove(comment);
    }
    return result;
}

QString Readme::blockFrom(qsizetype at) const
{
    if (at < 0)
        return {};
    const qsizetype begin = m_text.indexOf(QLatin1Char('\n'), at) + 1;
    const qsizetype end = m_text.indexOf(QStringLiteral("\n```"), begin);
    return end < 0 ? QString() : m_text.mid(begin, end + 1 - begin);
}

} // namespace headwater
