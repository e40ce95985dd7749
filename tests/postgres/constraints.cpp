#include <future>

#include <QTest>

#include "postgres/database.h"

using namespace headwater;

namespace {

std::string record(const std::string& name, const std::string& type,
                   const std::string& content = "192.0.2.1", const std::string& ttl = "60")
{
    return "INSERT INTO headwater.record (zone, name, type, ttl, content) VALUES ('apps.example.', "
           "'" +
           name + "', '" + type + "', " + ttl + ", '" + content + "')";
}

} // namespace

/// What no statement can put into the tables, whoever writes it.
class ConstraintsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aZoneNeedsItsNameOnly();
    void aNewZoneTakesWhatIsSet();
    void whatIsNoZoneIsRefused();
    void aNameIsKeptInCanonicalForm_data();
    void aNameIsKeptInCanonicalForm();
    void aNameOutsideTheZoneIsRefused_data();
    void aNameOutsideTheZoneIsRefused();
    void aTypeIsKnownAndWrittenInOneWay();
    void aTtlHasItsRange();
    void aRecordIsThereOnce();
    void aCnameStandsAlone();
    void aCnameStandsAloneAmongTransactions_data();
    void aCnameStandsAloneAmongTransactions();
    void theTriggerIsNotNeededForAnyOfIt();
    void aRenamedZoneTakesItsRecordsAlong();
    void aRecordCanMoveToAnotherZone();

private:
    DatabaseServer m_database;
    std::unique_ptr<Session> m_session;
};

void ConstraintsTest::init()
{
    m_database.makeDatabase();
    m_session = std::make_unique<Session>(m_database.url());
    m_session->run("INSERT INTO headwater.zone (name) VALUES ('apps.example.')");
}

void ConstraintsTest::aZoneNeedsItsNameOnly()
{
    m_session->run("INSERT INTO headwater.zone (name) VALUES ('Sub.Apps.EXAMPLE')");
    QCOMPARE(
        m_session->ask("SELECT concat_ws(' ', name, primary_ns, mailbox, serial_policy, source) "
                       "FROM headwater.zone WHERE name LIKE 'sub%'"),
        std::string("sub.apps.example. ns1.sub.apps.example. "
                    "hostmaster.sub.apps.example. increment record"));
}

void ConstraintsTest::aNewZoneTakesWhatIsSet()
{
    m_session->run("INSERT INTO headwater.setting VALUES ('primary_ns', 'ns1.host.example'), "
                   "('mailbox', 'dns.team@host.example');"
                   "INSERT INTO headwater.zone (name) VALUES ('b.example')");
    QCOMPARE(m_session->ask("SELECT primary_ns || ' ' || mailbox FROM headwater.zone WHERE name = "
                            "'b.example.'"),
             std::string("ns1.host.example. dns\\.team.host.example."));
}

void ConstraintsTest::whatIsNoZoneIsRefused()
{
    const std::string insert = "INSERT INTO headwater.zone (name, serial_policy) VALUES ";
    m_session->refuse(insert + "('a..example', 'increment')", "not the name of a zone");
    m_session->refuse(insert + "('" + std::string(64, 'x') + ".', 'date')",
                      "not the name of a zone");
    m_session->refuse(insert + "('c.example', 'random')", "serial_policy");
    m_session->refuse(insert + "('APPS.example', 'date')", "duplicate key");
    m_session->refuse("UPDATE headwater.zone SET retry = -1", "zone_retry_check");
    m_session->refuse("UPDATE headwater.zone SET least_serial = 4294967296", "least_serial");
}

void ConstraintsTest::aNameIsKeptInCanonicalForm_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("kept");
    const auto row = [](const char* name, const char* written, const char* kept) {
        QTest::newRow(name) << QString::fromUtf8(written) << QString::fromUtf8(kept);
    };
    row("as it is", "www.apps.example.", "www.apps.example.");
    row("letter case", "WWW.Apps.Example.", "www.apps.example.");
    row("without the final dot", "www.apps.example", "www.apps.example.");
    row("the zone", "@", "apps.example.");
    row("the zone in full", "apps.example", "apps.example.");
    row("wildcard", "*.apps.example.", "*.apps.example.");
    row("a letter as an escape", "\\087ww.apps.example.", "www.apps.example.");
    row("a dot in a label", "a\\.b.apps.example.", "a\\.b.apps.example.");
    row("octets", "\xC3\xBC.apps.example.", "\\195\\188.apps.example.");
}

void ConstraintsTest::aNameIsKeptInCanonicalForm()
{
    QFETCH(QString, written);
    QFETCH(QString, kept);
    m_session->run(record(written.toStdString(), "A"));
    QCOMPARE(m_session->ask("SELECT name FROM headwater.record"), kept.toStdString());
}

void ConstraintsTest::aNameOutsideTheZoneIsRefused_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* written, const char* words) {
        QTest::newRow(name) << QString::fromUtf8(written) << QString::fromUtf8(words);
    };
    row("relative", "www", "Names are written in full: www.apps.example.,");
    row("another zone", "www.other.example.", "outside the zone apps.example.");
    row("only ends alike", "wwwapps.example.", "outside the zone");
    row("a dot of a label", "www\\.apps.example.", "outside the zone");
    row("an empty label", "a..apps.example.", "not a name");
    row("a blank", "my host.apps.example.", "not a name");
    row("an escape that is none", "\\300.apps.example.", "not a name");
    row("the parent", "example.", "outside the zone");
}

void ConstraintsTest::aNameOutsideTheZoneIsRefused()
{
    QFETCH(QString, written);
    QFETCH(QString, words);
    m_session->refuse(record(written.toStdString(), "A"), words.toStdString());
}

void ConstraintsTest::aTypeIsKnownAndWrittenInOneWay()
{
    m_session->run(record("a.apps.example.", "aaaa", "::1"));
    m_session->run(record("a.apps.example.", "type65280", "\\# 1 00"));
    m_session->run(record("a.apps.example.", "TYPE16", "x"));
    QCOMPARE(m_session->ask("SELECT string_agg(type, ' ' ORDER BY id) FROM headwater.record"),
             std::string("AAAA TYPE65280 TXT"));
    for (const char* type : {"SOA", "type6", "AXFR", "ANY", "OPT", "TYPE41", "TYPE0", "TYPE255",
                             "TYPE65536", "TYPE", "BOGUS", ""})
        m_session->refuse(record("b.apps.example.", type), "no record can have this type");
}

void ConstraintsTest::aTtlHasItsRange()
{
    m_session->run(record("a.apps.example.", "A", "192.0.2.1", "0"));
    m_session->run(record("b.apps.example.", "A", "192.0.2.1", "2147483647"));
    m_session->run(record("c.apps.example.", "A", "192.0.2.1", "null"));
    m_session->refuse(record("d.apps.example.", "A", "192.0.2.1", "-1"), "a TTL is");
    m_session->refuse(record("d.apps.example.", "A", "192.0.2.1", "2147483648"), "a TTL is");
}

void ConstraintsTest::aRecordIsThereOnce()
{
    m_session->run(record("www.apps.example.", "A"));
    m_session->refuse(record("WWW.apps.example", "a"), "a record is there once");
    m_session->run(record("www.apps.example.", "A", "192.0.2.2"));
    m_session->refuse("UPDATE headwater.record SET content = '192.0.2.1'",
                      "a record is there once");
}

void ConstraintsTest::aCnameStandsAlone()
{
    m_session->run(record("www.apps.example.", "CNAME", "a."));
    m_session->refuse(record("www.apps.example.", "CNAME", "b."), "a name has one CNAME");
    m_session->refuse(record("www.apps.example.", "A"), "a CNAME stands alone");
    m_session->run(record("www.apps.example.", "NSEC", "x. A")); // RFC 4035 section 2.5
    m_session->run(record("a.apps.example.", "A"));
    m_session->refuse(record("a.apps.example.", "cname", "b."), "a CNAME stands alone");
    m_session->refuse("UPDATE headwater.record SET name = 'www.apps.example.' WHERE type = 'A'",
                      "a CNAME stands alone");
    // What is disabled is no neighbour, until it is enabled.
    m_session->run("INSERT INTO headwater.record (zone, name, type, content, disabled) VALUES "
                   "('apps.example.', 'www.apps.example.', 'TXT', 'x', true)");
    m_session->refuse("UPDATE headwater.record SET disabled = false", "a CNAME stands alone");
}

void ConstraintsTest::aCnameStandsAloneAmongTransactions_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const std::string& first, const std::string& second,
                        const char* words) {
        QTest::newRow(name) << QString::fromStdString(first) << QString::fromStdString(second)
                            << QString::fromLatin1(words);
    };
    const std::string alias = record("www.apps.example.", "CNAME", "a.");
    const std::string address = record("www.apps.example.", "A");
    row("CNAME, then A", alias, address, "a CNAME stands alone");
    row("A, then CNAME", address, alias, "a CNAME stands alone");
    row("two CNAMEs", alias, record("www.apps.example.", "CNAME", "b."), "a name has one CNAME");
    row("the same record", address, address, "a record is there once");
}

void ConstraintsTest::aCnameStandsAloneAmongTransactions()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(QString, words);
    Session other = m_database.session();
    m_session->run("BEGIN; " + first.toStdString());
    auto waiting = std::async(std::launch::async,
                              [&] { return other.connection().execute(second.toStdString()); });
    QTRY_COMPARE(m_session->ask("SELECT count(*) FROM pg_locks WHERE NOT granted"),
                 std::string("1"));
    m_session->run("COMMIT");
    const auto refused = waiting.get();
    QVERIFY(!refused);
    QVERIFY2(refused.error().text.find(words.toStdString()) != std::string::npos,
             refused.error().text.c_str());
}

void ConstraintsTest::theTriggerIsNotNeededForAnyOfIt()
{
    m_session->run("ALTER TABLE headwater.record DISABLE TRIGGER USER");
    m_session->refuse(record("www.other.example.", "A"), "the name is inside its zone");
    m_session->refuse(record("WWW.apps.example.", "A"), "the name is inside its zone");
    m_session->refuse(record("www.apps.example.", "a"), "the type is known");
    m_session->refuse(record("www.apps.example.", "SOA"), "the type is known");
}

void ConstraintsTest::aRenamedZoneTakesItsRecordsAlong()
{
    m_session->run(record("@", "NS", "ns1.apps.example.") + ";" + record("www.apps.example.", "A"));
    m_session->run("DELETE FROM headwater.dirty;"
                   "UPDATE headwater.zone SET name = 'New.Example' WHERE name = 'apps.example.'");
    QCOMPARE(m_session->ask("SELECT string_agg(zone || ' ' || name, ', ' ORDER BY name) FROM "
                            "headwater.record"),
             std::string("new.example. new.example., new.example. www.new.example."));
    // Both are looked at as a whole: the one is gone, the other is new.
    QCOMPARE(m_session->ask("SELECT string_agg(zone, ' ' ORDER BY zone) FROM headwater.dirty WHERE "
                            "name IS NULL"),
             std::string("apps.example. new.example."));
}

void ConstraintsTest::aRecordCanMoveToAnotherZone()
{
    m_session->run("INSERT INTO headwater.zone (name) VALUES ('b.example');" +
                   record("www.apps.example.", "A"));
    m_session->run("UPDATE headwater.record SET zone = 'B.example'");
    QCOMPARE(m_session->ask("SELECT zone || ' ' || name FROM headwater.record"),
             std::string("b.example. www.b.example."));
    m_session->refuse("UPDATE headwater.record SET zone = 'c.example'", "record_zone_fkey");
}

QTEST_GUILESS_MAIN(ConstraintsTest)
#include "constraints.moc"
