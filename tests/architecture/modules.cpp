#include <QDir>
#include <QFile>
#include <QTest>

#include "architecture/moduletable.h"
#include "architecture/sourcefile.h"

using namespace headwater;

namespace {

constexpr qsizetype LongestFile = 450;
constexpr qsizetype LongestReadme = 15;

QString tree()
{
    return QStringLiteral(HEADWATER_SOURCE);
}

QString read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

ModuleTable diagram()
{
    return ModuleTable::parse(read(tree() + QStringLiteral("/engine/CMakeLists.txt")));
}

void verifyNone(const QStringList& faults)
{
    QVERIFY2(faults.isEmpty(), qPrintable(QLatin1Char('\n') + faults.join(QLatin1Char('\n'))));
}

ModuleTable madeUpDiagram()
{
    return ModuleTable::parse(
        QStringLiteral("headwater_module(base PURE LINKS tl::expected)\n"
                       "headwater_module(dns PURE LINKS headwater::base) # x\n"
                       "headwater_module(server ACTOR LINKS\n"
                       "  headwater::dns Qt6::Core)\n"));
}

} // namespace

class Modules : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyIncludeIsCoveredByALink();
    void everyLibraryStaysInItsHome();
    void theLinksHaveNoCircle();
    void everyModuleHasAShortReadme();
    void noFileIsTooLong();
    void everyTypeHasANameThatSaysWhatItIs();
    void whatBreaksARuleIsFound_data();
    void whatBreaksARuleIsFound();
    void aCircleIsFound();
};

void Modules::everyIncludeIsCoveredByALink()
{
    const ModuleTable table = diagram();
    QVERIFY(table.modules().size() > 10);
    QStringList faults;
    for (const SourceFile& file : SourceFile::below(tree(), QStringLiteral("engine"))) {
        // The files of engine/ itself are the composition root: they may see everything.
        if (!file.module().isEmpty())
            faults += file.uncoveredIncludes(table);
    }
    verifyNone(faults);
}

void Modules::everyLibraryStaysInItsHome()
{
    QStringList faults;
    for (const SourceFile& file : SourceFile::below(tree(), QStringLiteral("engine")))
        faults += file.strayLibraries();
    verifyNone(faults);
}

void Modules::theLinksHaveNoCircle()
{
    QCOMPARE(diagram().circle(), QString());
}

void Modules::everyModuleHasAShortReadme()
{
    const ModuleTable table = diagram();
    QStringList faults;
    for (const auto& [name, module] : table.modules()) {
        const QString path = QStringLiteral("engine/%1/README.md").arg(name);
        const QString text = read(tree() + QLatin1Char('/') + path);
        if (text.isEmpty())
            faults += path + QStringLiteral(" is missing");
        else if (text.trimmed().count(QLatin1Char('\n')) + 1 > LongestReadme)
            faults += path + QStringLiteral(" has more than 15 lines");
    }
    verifyNone(faults);
}

void Modules::noFileIsTooLong()
{
    QStringList faults;
    for (const QString& folder :
         {QStringLiteral("app"), QStringLiteral("engine"), QStringLiteral("tests")}) {
        for (const SourceFile& file : SourceFile::below(tree(), folder)) {
            if (file.lineCount() > LongestFile)
                faults += QStringLiteral("%1 has %2 lines").arg(file.path()).arg(file.lineCount());
        }
    }
    verifyNone(faults);
}

void Modules::everyTypeHasANameThatSaysWhatItIs()
{
    QStringList faults;
    for (const QString& folder : {QStringLiteral("app"), QStringLiteral("engine")}) {
        for (const SourceFile& file : SourceFile::below(tree(), folder))
            faults += file.emptyNames();
    }
    verifyNone(faults);
}

void Modules::whatBreaksARuleIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("faults");
    const QString dns = QStringLiteral("engine/dns/name.cpp");
    const QString server = QStringLiteral("engine/server/udp.cpp");
    QTest::newRow("own module") << dns << QStringLiteral("#include \"dns/name.h\"\n") << 0;
    QTest::newRow("linked") << dns << QStringLiteral("#include \"base/result.h\"\n") << 0;
    QTest::newRow("through a link") << server << QStringLiteral("#include \"base/clock.h\"\n") << 0;
    QTest::newRow("upwards") << dns << QStringLiteral("#include \"server/udp.h\"\n") << 1;
    QTest::newRow("without folder") << dns << QStringLiteral("#include \"name.h\"\n") << 1;
    QTest::newRow("Qt in a value") << dns << QStringLiteral("#include <QString>\n") << 1;
    QTest::newRow("Qt in an actor") << server << QStringLiteral("#include <QString>\n") << 0;
    QTest::newRow("Qt Network not linked")
        << server << QStringLiteral("#include <QTcpSocket>\n") << 1;
    QTest::newRow("ldns at home") << dns << QStringLiteral("#include <ldns/ldns.h>\n") << 0;
    QTest::newRow("ldns outside") << server << QStringLiteral("#include <ldns/ldns.h>\n") << 1;
    QTest::newRow("SQLite outside") << server << QStringLiteral("#include <sqlite3.h>\n") << 1;
    QTest::newRow("empty name") << dns << QStringLiteral("class NameManager\n{\n") << 1;
    QTest::newRow("declared elsewhere") << dns << QStringLiteral("class NameManager;\n") << 0;
    QTest::newRow("in no module") << QStringLiteral("engine/core/x.cpp") << QString() << 1;
}

void Modules::whatBreaksARuleIsFound()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(int, faults);
    const SourceFile file(path, text);
    const QStringList found =
        file.uncoveredIncludes(madeUpDiagram()) + file.strayLibraries() + file.emptyNames();
    QVERIFY2(found.size() == faults, qPrintable(found.join(QLatin1Char('\n'))));
}

void Modules::aCircleIsFound()
{
    const auto table =
        ModuleTable::parse(QStringLiteral("headwater_module(a PURE LINKS headwater::b)"
                                          "headwater_module(b PURE LINKS headwater::a)"));
    QVERIFY(!table.circle().isEmpty());
    QCOMPARE(madeUpDiagram().circle(), QString());
}

QTEST_APPLESS_MAIN(Modules)
#include "modules.moc"
