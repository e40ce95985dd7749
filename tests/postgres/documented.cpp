#include <QRegularExpression>
#include <QTest>

#include "postgres/database.h"

using namespace headwater;

namespace {

/// The SQL of README.md, block by block.
QStringList blocks()
{
    static const QRegularExpression block(QStringLiteral("^```sql\n(.*?)^```$"),
                                          QRegularExpression::MultilineOption |
                                              QRegularExpression::DotMatchesEverythingOption);
    QStringList found;
    auto matches = block.globalMatch(readFile(QStringLiteral(HEADWATER_SOURCE "/README.md")));
    while (matches.hasNext())
        found += matches.next().captured(1);
    return found;
}

} // namespace

/// What README.md tells an application to do with its database is done as it stands.
class DocumentedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsShownWorks();
};

void DocumentedTest::whatIsShownWorks()
{
    DatabaseServer database;
    database.makeDatabase();
    Session session = database.session();
    session.run("SET search_path = public, pg_catalog");
    const QStringList shown = blocks();
    QCOMPARE(shown.size(), 3);
    for (const QString& block : shown)
        session.run(block.toStdString());
    const std::string desired = "SELECT string_agg(concat_ws(' ', name, type, ttl, content), ', ' "
                                "ORDER BY name) FROM headwater.desired('apps.example.')";
    QCOMPARE(session.ask(desired),
             std::string("apps.example. NS 3600 ns1.apps.example., ns1.apps.example. A 3600 "
                         "192.0.2.1, www.apps.example. A 60 192.0.2.80"));
    session.run("DELETE FROM headwater.dirty; UPDATE services SET address = '192.0.2.81'");
    QCOMPARE(session.ask("SELECT string_agg(headwater.canonical(name), ' ') FROM headwater.dirty"),
             std::string("www.apps.example."));
    // One name is found without a look at the others.
    session.run(
        "INSERT INTO services SELECT 's' || i, '192.0.2.1' FROM generate_series(1, 5000) AS i;"
        "ANALYZE services");
    session.run("SELECT headwater.desired('apps.example.', '{s7.apps.example.}');"
                "SELECT pg_stat_force_next_flush()");
    session.run("SELECT 1");
    QCOMPARE(session.ask("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname LIKE "
                         "'services_canonical%'"),
             std::string("1"));
}

QTEST_GUILESS_MAIN(DocumentedTest)
#include "documented.moc"
