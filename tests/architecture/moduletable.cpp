#include "architecture/moduletable.h"

#include <QRegularExpression>

namespace headwater {
namespace {

QString withoutComments(const QString& cmake)
{
    QString text = cmake;
    return text.remove(QRegularExpression(QStringLiteral("#[^\n]*")));
}

QString moduleOf(const QString& link)
{
    const QString prefix = QStringLiteral("headwater::");
    return link.startsWith(prefix) ? link.mid(prefix.size()) : QString();
}

} // namespace

ModuleTable ModuleTable::parse(const QString& cmake)
{
    static const QRegularExpression call(
        QStringLiteral("headwater_module\\(\\s*(\\w+)\\s+(PURE|ACTOR)\\s+LINKS\\s+([^)]*)\\)"));
    static const QRegularExpression space(QStringLiteral("\\s+"));
    ModuleTable table;
    auto calls = call.globalMatch(withoutComments(cmake));
    while (calls.hasNext()) {
        const auto found = calls.next();
        table.m_modules[found.captured(1)] = {
            found.captured(2) == QStringLiteral("PURE") ? Kind::Pure : Kind::Actor,
            found.captured(3).split(space, Qt::SkipEmptyParts)};
    }
    return table;
}

QSet<QString> ModuleTable::reach(const QString& module) const
{
    QSet<QString> reached;
    QStringList waiting{QStringLiteral("headwater::") + module};
    while (!waiting.isEmpty()) {
        const QString link = waiting.takeFirst();
        if (reached.contains(link))
            continue;
        reached.insert(link);
        const auto found = m_modules.find(moduleOf(link));
        if (found != m_modules.end())
            waiting += found->second.links;
    }
    return reached;
}

QString ModuleTable::circle() const
{
    for (const auto& [name, module] : m_modules) {
        for (const QString& link : module.links) {
            if (reach(moduleOf(link)).contains(QStringLiteral("headwater::") + name))
                return name;
        }
    }
    return {};
}

} // namespace headwater
