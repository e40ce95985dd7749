#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QUrl>

#include "readme/shell.h"
#include "support/freeport.h"
#include "support/serverprocess.h"
#include "support/temporaryfolder.h"

using namespace headwater;

namespace {

constexpr int Patience = 60'000; // ms

/// `./dev run`, over a state folder of the test's and with the programs that were built for it.
class DemoRun : public ServerProcess
{
public:
    DemoRun(const QString& folder, QString options)
        : ServerProcess(QStringLiteral("demo"), folder, Privilege::Own)
        , m_options(std::move(options))
    {
    }

    [[nodiscard]] QString state() const { return folder() + QStringLiteral("/state"); }

    /// Until it has printed what to do next. Other ports when somebody took one of them.
    bool startAndWait()
    {
        for (int tries = 0; tries < 5; ++tries) {
            qputenv("HEADWATER_PORT_BASE", QByteArray::number(freePort()));
            qputenv("HEADWATER_STATE", state().toUtf8());
            qputenv("HEADWATER_BUILD", HEADWATER_BUILD);
            writeFile(logPath(), QString());
            start();
            const bool ready = QTest::qWaitFor(
                [&] {
                    return !isRunning() ||
                           logText().contains(QStringLiteral("Ctrl-C stops everything"));
                },
                Patience);
            if (ready && isRunning())
                return true;
            if (!logText().contains(QStringLiteral("is taken by")))
                return false;
        }
        return false;
    }

    /// What it printed behind a word: "ask nsd" -> "dig @127.0.0.1 ...".
    [[nodiscard]] QString printed(const QString& word) const
    {
        const QRegularExpression line(QStringLiteral("^  %1  +(.+?)(?:   \\(.*)?$").arg(word),
                                      QRegularExpression::MultilineOption);
        return line.match(logText()).captured(1);
    }

protected:
    void writeConfiguration() override {}
    [[nodiscard]] QString program() const override { return QStringLiteral("bash"); }
    [[nodiscard]] QStringList arguments() const override
    {
        return QStringList{QStringLiteral(HEADWATER_SOURCE "/dev"), QStringLiteral("run")} +
               m_options.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    }

private:
    QString m_options;
};

Typed typeHere(const QString& line)
{
    return type(line, QStringLiteral(HEADWATER_SOURCE));
}

bool answersSoon(const QString& dig, const QString& address)
{
    return QTest::qWaitFor([&] { return typeHere(dig).output.trimmed() == address; }, Patience);
}

/// Processes that have the state folder in their command line: what was left running.
QStringList leftRunning(const QString& state)
{
    QStringList result;
    const QDir processes(QStringLiteral("/proc"));
    for (const QString& pid : processes.entryList({QStringLiteral("[1-9]*")}, QDir::Dirs)) {
        const QString command = readFile(processes.filePath(pid + QStringLiteral("/cmdline")));
        if (command.contains(state))
            result += command;
    }
    return result;
}

/// A display without a screen, as long as it lives.
class VirtualDisplay : public ServerProcess
{
public:
    explicit VirtualDisplay(const QString& folder)
        : ServerProcess(QStringLiteral("xvfb"), folder, Privilege::Own)
    {
    }
    [[nodiscard]] QByteArray number()
    {
        start();
        const bool said = QTest::qWaitFor(
            [&] { return logText().contains(QRegularExpression(QStringLiteral("^\\d+\n"))); },
            Patience);
        return said ? ':' + logText().section(QLatin1Char('\n'), 0, 0).toUtf8() : QByteArray();
    }

protected:
    void writeConfiguration() override {}
    [[nodiscard]] QString program() const override { return QStringLiteral("Xvfb"); }
    [[nodiscard]] QStringList arguments() const override
    {
        return {QStringLiteral("-displayfd"),  QStringLiteral("1"),
                QStringLiteral("-screen"),     QStringLiteral("0"),
                QStringLiteral("1440x900x24"), QStringLiteral("-nolisten"),
                QStringLiteral("tcp")};
    }
};

} // namespace

/// "Try it": what `./dev run` prints is typed as it stands.
class Demo : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatItPrintsWorks_data();
    void whatItPrintsWorks();
    void aSecondStartFindsItsState();
    void theEngineAloneHasNoSecondaries();
    void whatIsWrongIsSaidInASentence();

private:
    void changeARecord(const DemoRun& demo);
    void saveTheFile(const DemoRun& demo);
    void watchAChange(const DemoRun& demo);
    void lookAtIt(const DemoRun& demo);
};

void Demo::init()
{
    qunsetenv("DISPLAY");
    qunsetenv("WAYLAND_DISPLAY");
}

void Demo::whatItPrintsWorks_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<bool>("window");
    QTest::newRow("without a window") << QStringLiteral("--headless") << false;
    QTest::newRow("with PostgreSQL") << QStringLiteral("--headless --postgres") << false;
#ifdef HEADWATER_DESKTOP
    QTest::newRow("with the window") << QString() << true;
#endif
}

void Demo::whatItPrintsWorks()
{
    QFETCH(QString, option);
    QFETCH(bool, window);
    const TemporaryFolder folder;
    VirtualDisplay display(folder.subfolder(QStringLiteral("display")));
    if (window) {
        qputenv("DISPLAY", display.number());
        QVERIFY(!qEnvironmentVariableIsEmpty("DISPLAY"));
    }
    DemoRun demo(folder.path(), option);
    QVERIFY(demo.startAndWait());
    changeARecord(demo);
    saveTheFile(demo);
    watchAChange(demo);
    lookAtIt(demo);
    if (QTest::currentTestFailed())
        return;
    const QString log = readFile(demo.state() + QStringLiteral("/engine.log"));
    QVERIFY2(!log.contains(QStringLiteral("qrc:/")), qPrintable(log));
    QVERIFY(!leftRunning(demo.state()).isEmpty());
    QVERIFY(demo.stop());
    QCOMPARE(leftRunning(demo.state()), QStringList());
}

void Demo::changeARecord(const DemoRun& demo)
{
    const Typed change = typeHere(demo.printed(QStringLiteral("change")));
    QVERIFY2(change.code == 0, qPrintable(change.errors));
    QVERIFY(answersSoon(demo.printed(QStringLiteral("ask knot")), QStringLiteral("192.0.2.10")));
    QVERIFY(answersSoon(demo.printed(QStringLiteral("ask nsd")), QStringLiteral("192.0.2.10")));
}

void Demo::saveTheFile(const DemoRun& demo)
{
    const QString file = demo.printed(QStringLiteral("edit"));
    QVERIFY2(file.endsWith(QStringLiteral("demo.example.zone")), qPrintable(file));
    writeFile(file, readFile(file) + QStringLiteral("newcomer IN A 192.0.2.77\n"));
    for (const char* who : {"ask knot", "ask nsd"}) {
        QString dig = demo.printed(QLatin1String(who));
        dig.replace(QStringLiteral("www.apps.example"), QStringLiteral("newcomer.demo.example"));
        QVERIFY2(answersSoon(dig, QStringLiteral("192.0.2.77")), qPrintable(dig));
    }
}

void Demo::watchAChange(const DemoRun& demo)
{
    QString change = demo.printed(QStringLiteral("change"));
    change.replace(QStringLiteral("192.0.2.10"), QStringLiteral("192.0.2.11"));
    const QString watch = demo.printed(QStringLiteral("watch"));
    const Typed seen = typeHere(
        QStringLiteral("timeout 5 %1 & sleep 0.5; %2 >/dev/null; wait; true").arg(watch, change));
    QCOMPARE(seen.code, 0);
    for (const char* who : {"knot", "nsd"}) {
        const QRegularExpression live(
            QStringLiteral("apps\\.example.*%1.*live").arg(QLatin1String(who)));
        QVERIFY2(seen.output.contains(live), qPrintable(seen.output));
    }
}

void Demo::lookAtIt(const DemoRun& demo)
{
    const QString console = demo.printed(QStringLiteral("console"));
    const QString fetch =
        QStringLiteral("exec 3<>/dev/tcp/127.0.0.1/%1; printf 'GET / HTTP/1.0\\r\\nHost: "
                       "127.0.0.1:%1\\r\\n\\r\\n' >&3; timeout 5 cat <&3")
            .arg(QUrl(console).port());
    const Typed page = typeHere(fetch);
    QVERIFY2(page.output.startsWith(QStringLiteral("HTTP/1.1 200")), qPrintable(page.output));
    QVERIFY(page.output.contains(QStringLiteral("<title>Headwater")));
#ifdef HEADWATER_DESKTOP
    const QString picture = demo.folder() + QStringLiteral("/window.png");
    const QString window =
        QStringLiteral("QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software " HEADWATER_BUILD
                       "/app/headwater/headwater --attach %1 "
                       "--screenshot %2")
            .arg(console, picture);
    const Typed shown = typeHere(window);
    QVERIFY2(shown.code == 0, qPrintable(shown.errors));
    QVERIFY2(!shown.errors.contains(QStringLiteral("qrc:/")), qPrintable(shown.errors));
    QVERIFY(QFile::exists(picture));
#endif
}

void Demo::aSecondStartFindsItsState()
{
    const TemporaryFolder folder;
    DemoRun demo(folder.path(), QStringLiteral("--headless"));
    QVERIFY(demo.startAndWait());
    changeARecord(demo);
    saveTheFile(demo);
    const QString serial = QStringLiteral("SOA +short | cut -d' ' -f3");
    const auto serialNow = [&] {
        QString dig = demo.printed(QStringLiteral("ask nsd"));
        dig.replace(QStringLiteral("www.apps.example A +short"),
                    QStringLiteral("apps.example ") + serial);
        return typeHere(dig).output.trimmed();
    };
    const QString before = serialNow();
    QVERIFY(demo.stop());
    QVERIFY(demo.startAndWait());
    QVERIFY(answersSoon(demo.printed(QStringLiteral("ask knot")), QStringLiteral("192.0.2.10")));
    QVERIFY(answersSoon(demo.printed(QStringLiteral("ask nsd")), QStringLiteral("192.0.2.10")));
    QCOMPARE(serialNow(), before);
    QVERIFY(demo.stop());
    QCOMPARE(leftRunning(demo.state()), QStringList());
}

void Demo::theEngineAloneHasNoSecondaries()
{
    const TemporaryFolder folder;
    DemoRun demo(folder.path(), QStringLiteral("--bare"));
    QVERIFY(demo.startAndWait());
    const Typed change = typeHere(demo.printed(QStringLiteral("change")));
    QVERIFY2(change.code == 0, qPrintable(change.errors));
    QVERIFY(answersSoon(demo.printed(QStringLiteral("ask")), QStringLiteral("192.0.2.10")));
    QVERIFY(demo.printed(QStringLiteral("ask knot")).isEmpty());
    QVERIFY(demo.stop());
}

void Demo::whatIsWrongIsSaidInASentence()
{
    const TemporaryFolder folder;
    DemoRun demo(folder.path(), QStringLiteral("--bare"));
    QVERIFY(demo.startAndWait());
    const Typed again = typeHere(QStringLiteral("./dev run --bare"));
    QCOMPARE(again.code, 1);
    QVERIFY2(again.errors.contains(QStringLiteral("another ./dev run is using")),
             qPrintable(again.errors));
    const Typed taken = typeHere(QStringLiteral("HEADWATER_STATE=%1 ./dev run --bare")
                                     .arg(folder.path(QStringLiteral("b"))));
    QCOMPARE(taken.code, 1);
    QVERIFY2(taken.errors.contains(QStringLiteral("is taken by headwaterd")),
             qPrintable(taken.errors));
    QVERIFY(demo.stop());
}

QTEST_GUILESS_MAIN(Demo)
#include "demo.moc"
