#include "architecture/sourcefile.h"

#include <array>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace headwater {
namespace {

struct LibraryHome
{
    const char* include; ///< how its headers begin
    const char* home;    ///< the only place of the engine that may see them
};

constexpr std::array Homes = {
    LibraryHome{"ldns/", "engine/dns/"},
    LibraryHome{"openssl/", "engine/dns/"},
    LibraryHome{"sqlite3", "engine/store/"},
    LibraryHome{"libpq", "engine/store/"},
    LibraryHome{"boost/", "engine/api/"},
    LibraryHome{"QWebSocket", "engine/console/"},
    LibraryHome{"toml++/", "engine/configuration"},
};

/// Qt classes that need more than Qt6::Core.
QString qtLibraryOf(const QString& include)
{
    static const QRegularExpression network(
        QStringLiteral("^Q(Tcp|Udp|Ssl|Network|HostAddress|HostInfo|AbstractSocket|LocalSocket|"
                       "LocalServer|Dtls)"));
    static const QRegularExpression gui(
        QStringLiteral("^Q(Gui|Window|Widget|Quick|Qml|Painter|Color|Font|Image|Pixmap)"));
    if (include.startsWith(QStringLiteral("QWebSocket")))
        return QStringLiteral("Qt6::WebSockets");
    if (network.match(include).hasMatch())
        return QStringLiteral("Qt6::Network");
    if (gui.match(include).hasMatch())
        return QStringLiteral("Qt6::Gui");
    return QStringLiteral("Qt6::Core");
}

bool isQt(const QString& include)
{
    static const QRegularExpression qt(QStringLiteral("^(Q[A-Z]|Qt|q[a-z]+\\.h)"));
    return qt.match(include).hasMatch();
}

bool reachesQt(const QSet<QString>& reach, const QString& library)
{
    if (reach.contains(library))
        return true;
    // Every other part of Qt brings Qt6::Core with it.
    return library == QStringLiteral("Qt6::Core") &&
           (reach.contains(QStringLiteral("Qt6::Network")) ||
            reach.contains(QStringLiteral("Qt6::WebSockets")));
}

} // namespace

SourceFile::SourceFile(QString path, const QString& text)
    : m_path(std::move(path))
    , m_lines(text.split(QLatin1Char('\n')))
{
    static const QRegularExpression include(
        QStringLiteral("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"));
    if (!m_lines.isEmpty() && m_lines.last().isEmpty())
        m_lines.removeLast();
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const auto found = include.match(m_lines[i]);
        if (found.hasMatch())
            m_includes.push_back(
                {i + 1, found.captured(2), found.captured(1) == QLatin1String("\"")});
    }
}

std::vector<SourceFile> SourceFile::below(const QString& tree, const QString& folder)
{
    std::vector<SourceFile> files;
    QDirIterator found(tree + QLatin1Char('/') + folder,
                       {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (found.hasNext()) {
        QFile file(found.next());
        if (file.open(QIODevice::ReadOnly))
            files.emplace_back(QDir(tree).relativeFilePath(file.fileName()),
                               QString::fromUtf8(file.readAll()));
    }
    return files;
}

QString SourceFile::module() const
{
    const QStringList parts = m_path.split(QLatin1Char('/'));
    return parts.size() > 2 && parts.first() == QStringLiteral("engine") ? parts[1] : QString();
}

QStringList SourceFile::uncoveredIncludes(const ModuleTable& table) const
{
    QStringList faults;
    const auto self = table.modules().find(module());
    if (self == table.modules().end())
        return {m_path + QStringLiteral(": no module of engine/CMakeLists.txt")};
    const QSet<QString> reach = table.reach(module());
    for (const Include& include : m_includes) {
        if (include.isOurs) {
            const QString from = include.file.section(QLatin1Char('/'), 0, 0);
            const bool isMoc = include.file.endsWith(QStringLiteral(".moc"));
            if (!isMoc && !reach.contains(QStringLiteral("headwater::") + from))
                faults += place(include.line) + QStringLiteral("no link covers ") + include.file;
        } else if (isQt(include.file)) {
            const QString library = qtLibraryOf(include.file);
            if (self->second.kind == ModuleTable::Kind::Pure)
                faults +=
                    place(include.line) + QStringLiteral("Qt in a PURE module: ") + include.file;
            else if (!reachesQt(reach, library))
                faults += place(include.line) + QStringLiteral("no link covers ") + include.file +
                          QStringLiteral(", which needs ") + library;
        }
    }
    return faults;
}

QStringList SourceFile::strayLibraries() const
{
    QStringList faults;
    for (const Include& include : m_includes) {
        for (const LibraryHome& library : Homes) {
            if (!include.isOurs && include.file.startsWith(QLatin1String(library.include)) &&
                !m_path.startsWith(QLatin1String(library.home)))
                faults += place(include.line) + include.file + QStringLiteral(" is at home in ") +
                          QLatin1String(library.home) + QStringLiteral(" only");
        }
    }
    return faults;
}

QStringList SourceFile::emptyNames() const
{
    // A definition, not the mere mention of somebody else's type.
    static const QRegularExpression definition(QStringLiteral(
        "^\\s*(?:class|struct|enum|enum class)\\s+(?:[A-Z_]+\\s+)?"
        "(\\w*(?:Manager|Helper|Utils?|Handler|Processor|Data|Info|Impl))\\b(?!\\s*;)"));
    QStringList faults;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const auto found = definition.match(m_lines[i]);
        if (found.hasMatch())
            faults += place(i + 1) + QStringLiteral("what is a ") + found.captured(1) +
                      QStringLiteral(" really?");
    }
    return faults;
}

QString SourceFile::place(qsizetype line) const
{
    return QStringLiteral("%1:%2: ").arg(m_path).arg(line);
}

} // namespace headwater
