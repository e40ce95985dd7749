#pragma once

#include <map>

#include <QSet>
#include <QString>
#include <QStringList>

namespace headwater {

/// The module diagram: what engine/CMakeLists.txt says about each folder of engine/.
class ModuleTable
{
public:
    enum class Kind
    {
        Pure,
        Actor
    };

    struct Module
    {
        Kind kind = Kind::Pure;
        QStringList links; ///< as written: "headwater::dns", "Qt6::Core", ...
    };

    [[nodiscard]] static ModuleTable parse(const QString& cmake);

    [[nodiscard]] const std::map<QString, Module>& modules() const { return m_modules; }
    /// Everything that a module may use: what it links and, of our modules, what those link.
    [[nodiscard]] QSet<QString> reach(const QString& module) const;
    /// A module on a circle of links, or nothing.
    [[nodiscard]] QString circle() const;

private:
    std::map<QString, Module> m_modules;
};

} // namespace headwater
