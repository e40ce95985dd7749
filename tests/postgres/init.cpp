#include <QProcess>
#include <QTest>

#include "postgres/database.h"
#include "support/headwaterprocess.h"

using namespace headwater;

namespace {

struct Ran
{
    int code = -1;
    QString output;
    QString errors;
};

Ran init(const std::string& url, const QStringList& options = {}, const QByteArray& typed = {})
{
    QProcess process;
    process.start(HeadwaterProcess::programPath(QStringLiteral("headwaterctl")),
                  QStringList{QStringLiteral("postgres"), QStringLiteral("init"),
                              QString::fromStdString(url)} +
                      options);
    process.write(typed);
    process.closeWriteChannel();
    if (!process.waitForFinished(20'000))
        qFatal("headwaterctl does not end");
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

/// `headwaterctl postgres init` as a person meets it.
class InitTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_database.makeBareDatabase(); }
    void aDryRunSaysEverythingAndChangesNothing();
    void itSaysWhatItDoesAndDoesItOnce();
    void withoutATerminalItWantsAYes();
    void aNewerSchemaIsRefusedWithASentence();
    void anAbsentServerHasItsOwnExitCode();

private:
    DatabaseServer m_database;
};

void InitTest::aDryRunSaysEverythingAndChangesNothing()
{
    const Ran ran = ::init(m_database.url(), {QStringLiteral("--dry-run")});
    QCOMPARE(ran.code, 0);
    for (const char* said : {"PostgreSQL 15", "as postgres", "none now",
                             "Schema 1: zones and records", "btree_gist", "Nothing was changed"})
        QVERIFY2(ran.output.contains(QString::fromLatin1(said)), qPrintable(ran.output));
    QCOMPARE(m_database.session().ask("SELECT to_regnamespace('headwater')"), std::string());
}

void InitTest::itSaysWhatItDoesAndDoesItOnce()
{
    const Ran first = ::init(m_database.url(), {QStringLiteral("--yes")});
    QVERIFY2(first.code == 0, qPrintable(first.errors));
    QVERIFY2(first.output.contains(QStringLiteral("GRANT headwater_engine")),
             qPrintable(first.output));
    const Ran second = ::init(m_database.url());
    QCOMPARE(second.code, 0);
    QVERIFY2(second.output.endsWith(QStringLiteral("Nothing to do.\n")), qPrintable(second.output));
}

void InitTest::withoutATerminalItWantsAYes()
{
    const Ran ran = ::init(m_database.url(), {}, "y\n");
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.errors.contains(QStringLiteral("--yes")), qPrintable(ran.errors));
    QCOMPARE(m_database.session().ask("SELECT to_regnamespace('headwater')"), std::string());
}

void InitTest::aNewerSchemaIsRefusedWithASentence()
{
    m_database.makeDatabase();
    m_database.session().run(
        "INSERT INTO headwater.migration (number, title) VALUES (99, 'Schema 99: later')");
    const Ran ran = ::init(m_database.url(), {QStringLiteral("--yes")});
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.errors.contains(QStringLiteral("schema 99 of a newer Headwater")),
             qPrintable(ran.errors));
}

void InitTest::anAbsentServerHasItsOwnExitCode()
{
    const Ran ran = ::init("postgresql://me:secret@127.0.0.1:1/x");
    QCOMPARE(ran.code, 3);
    QVERIFY2(ran.errors.contains(QStringLiteral("port 1 failed")) &&
                 !ran.errors.contains(QStringLiteral("secret")),
             qPrintable(ran.errors));
    QCOMPARE(::init(QStringLiteral("--yes").toStdString()).code, 2);
}

QTEST_GUILESS_MAIN(InitTest)
#include "init.moc"
