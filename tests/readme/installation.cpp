#include <QFileInfo>
#include <QTest>

#include "readme/readme.h"
#include "readme/shell.h"
#include "support/temporaryfolder.h"

using namespace headwater;

/// "Use it": what `cmake --install` puts somewhere is enough to start with.
class Installation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void itStartsWithoutAConfiguration();
    void theDocumentedConfigurationIsGood();
    void theServiceFindsTheProgram();

private:
    TemporaryFolder m_folder;
};

void Installation::initTestCase()
{
    const QStringList lines = Readme().linesThatBegin(QStringLiteral("cmake --preset release"));
    QCOMPARE(lines.size(), 1);
    const QString step = lines.constFirst().section(QStringLiteral(" && "), -1);
    QCOMPARE(step, QStringLiteral("cmake --install build/release"));
    const Typed typed =
        type(QStringLiteral("DESTDIR=\"$PWD\" cmake --install " HEADWATER_BUILD), m_folder.path());
    QVERIFY2(typed.code == 0, qPrintable(typed.errors));
}

void Installation::itStartsWithoutAConfiguration()
{
    const Typed good =
        type(QStringLiteral("usr/local/bin/headwaterd --check-config"), m_folder.path());
    QVERIFY2(good.code == 0, qPrintable(good.errors));
    for (const char* program : {"headwaterd", "headwaterctl", "headwater"}) {
        const QString line =
            QStringLiteral("usr/local/bin/%1 --version").arg(QLatin1String(program));
        const Typed version = type(line, m_folder.path());
#ifndef HEADWATER_DESKTOP
        if (qstrcmp(program, "headwater") == 0)
            continue;
#endif
        QVERIFY2(version.code == 0, qPrintable(line + version.errors));
        QVERIFY(version.output.startsWith(QLatin1String(program) + QLatin1Char(' ')));
    }
}

void Installation::theDocumentedConfigurationIsGood()
{
    const QString file = type(QStringLiteral("find etc -name headwater.toml"), m_folder.path())
                             .output.section(QLatin1Char('\n'), 0, 0);
    QVERIFY(!file.isEmpty());
    const Typed good =
        type(QStringLiteral("usr/local/bin/headwaterd --check-config --config ") + file,
             m_folder.path());
    QVERIFY2(good.code == 0, qPrintable(good.errors));
    const QString broken =
        QStringLiteral("sed 's/^\\[dns\\]/&\\nlisten = 7/' %1 > broken.toml; "
                       "usr/local/bin/headwaterd --check-config --config broken.toml")
            .arg(file);
    const Typed bad = type(broken, m_folder.path());
    QCOMPARE(bad.code, 2);
    QVERIFY2(bad.errors.contains(QStringLiteral("listen")), qPrintable(bad.errors));
}

void Installation::theServiceFindsTheProgram()
{
    const QString unit =
        type(QStringLiteral("find . -name headwaterd.service -exec cat {} +"), m_folder.path())
            .output;
    const QString program =
        unit.section(QStringLiteral("ExecStart="), 1).section(QLatin1Char(' '), 0, 0);
    QVERIFY2(QFileInfo(m_folder.path() + program).isExecutable(), qPrintable(unit));
    QVERIFY(unit.contains(QStringLiteral("Type=notify")));
}

QTEST_GUILESS_MAIN(Installation)
#include "installation.moc"
