#include <csignal>

#include <QTest>

#include "postgres/database.h"

using namespace headwater;

namespace {

constexpr auto ShortStatements = std::chrono::milliseconds{200};

std::unique_ptr<PostgresConnection> opened(const std::string& url)
{
    auto connection = PostgresConnection::open(url, "test", ShortStatements);
    if (!connection)
        qFatal("%s", connection.error().text.c_str());
    return std::move(*connection);
}

} // namespace

/// One session on a server: values both ways, errors as sentences, and what a lost session says.
class ConnectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_database.makeBareDatabase(); }
    void valuesComeBackAsTheyWent();
    void nullsAreKnownFromEmptyValues();
    void arraysComeBackAsTheyWent();
    void aTypeThatIsNotReadIsAnError();
    void errorsAreSentencesWithAState();
    void aFailedTransactionCannotBeCommitted();
    void manyRowsComeInPieces();
    void aNotificationArrivesWithItsPayload();
    void anAbsentServerIsSaidWithItsAddress();
    void theUrlMayOverrideWhatIsUsual();
    void anEndedSessionIsLostForGood();
    void aServerThatHangsIsGivenUp();

private:
    DatabaseServer m_database;
};

void ConnectionTest::valuesComeBackAsTheyWent()
{
    auto connection = opened(m_database.url());
    const Octets octets{0, 1, 0xFF};
    for (int again = 0; again < 2; ++again) { // prepared, then reused
        const auto rows = connection->run(
            "SELECT $1 AS t, $2 AS i, $3 AS o, $4 AS b, $2::int AS four, $2::smallint AS two",
            PostgresParameters().text("ä \\ '").integer(-7).octets(octets).boolean(true));
        QVERIFY2(rows, rows ? "" : rows.error().text.c_str());
        QCOMPARE(rows->count(), 1);
        QVERIFY(rows->text(0, 0) == "ä \\ '");
        QCOMPARE(rows->integer(0, 1), -7);
        QVERIFY(std::equal(octets.begin(), octets.end(), rows->octets(0, 2).begin()));
        QVERIFY(rows->boolean(0, 3));
        QCOMPARE(rows->integer(0, 4), -7);
        QCOMPARE(rows->integer(0, 5), -7);
    }
    QCOMPARE(connection->lastState(), std::string("00000"));
}

void ConnectionTest::nullsAreKnownFromEmptyValues()
{
    auto connection = opened(m_database.url());
    const auto rows = connection->run("SELECT $1, $2, $3, $4, $5, $6", PostgresParameters()
                                                                           .text(std::nullopt)
                                                                           .text(std::string_view())
                                                                           .octets(std::nullopt)
                                                                           .octets(OctetView())
                                                                           .integer(std::nullopt)
                                                                           .null());
    QVERIFY2(rows, rows ? "" : rows.error().text.c_str());
    QVERIFY(rows->isNull(0, 0) && !rows->isNull(0, 1) && rows->isNull(0, 2));
    QVERIFY(!rows->isNull(0, 3) && rows->isNull(0, 4) && rows->isNull(0, 5));
}

void ConnectionTest::arraysComeBackAsTheyWent()
{
    auto connection = opened(m_database.url());
    const std::vector<std::string_view> texts{"a", "", "c,\"{}"};
    const std::vector<std::int64_t> integers{1, -2, std::int64_t{1} << 40};
    const Octets octets{0, 9};
    const std::vector<OctetView> strings{octets, OctetView()};
    const std::vector<std::optional<std::string_view>> some{"a", std::nullopt};
    const auto rows =
        connection->run("SELECT $1, $2, $3, cardinality($4), $5", PostgresParameters()
                                                                      .texts(texts)
                                                                      .integers(integers)
                                                                      .octetStrings(strings)
                                                                      .nullable(some)
                                                                      .texts({}));
    QVERIFY2(rows, rows ? "" : rows.error().text.c_str());
    QVERIFY(rows->texts(0, 0) == texts);
    QVERIFY(rows->integers(0, 1) == integers);
    QCOMPARE(rows->octetStrings(0, 2).size(), std::size_t{2});
    QVERIFY(rows->octetStrings(0, 2)[0][1] == 9 && rows->octetStrings(0, 2)[1].empty());
    QCOMPARE(rows->integer(0, 3), 2);
    QVERIFY(rows->texts(0, 4).empty());
}

void ConnectionTest::aTypeThatIsNotReadIsAnError()
{
    auto connection = opened(m_database.url());
    const auto rows = connection->run("SELECT now() AS moment");
    QVERIFY(!rows);
    QVERIFY2(rows.error().text.find("column moment") != std::string::npos,
             rows.error().text.c_str());
    QVERIFY(!connection->isConnectionLost());
}

void ConnectionTest::errorsAreSentencesWithAState()
{
    auto connection = opened(m_database.url());
    const auto rows = connection->run("SELECT 1 / $1", PostgresParameters().integer(0));
    QVERIFY(!rows);
    QVERIFY2(rows.error().text.find("on 127.0.0.1:") != std::string::npos &&
                 rows.error().text.find("division by zero (SQLSTATE 22012)") != std::string::npos,
             rows.error().text.c_str());
    QCOMPARE(connection->lastState(), std::string("22012"));
    QVERIFY(!connection->isSerializationFailure() && !connection->isConnectionLost());
    QVERIFY(!connection->run("SELECT pg_sleep(5)"));
    QCOMPARE(connection->lastState(), std::string("57014")); // the statement's time
    QVERIFY(connection->run("SELECT 1"));
}

void ConnectionTest::aFailedTransactionCannotBeCommitted()
{
    auto connection = opened(m_database.url());
    QVERIFY(connection->begin(PostgresConnection::Isolation::RepeatableRead));
    QVERIFY(connection->isInTransaction());
    QVERIFY(!connection->execute("SELECT nothing"));
    QVERIFY(!connection->commit());
    QVERIFY(!connection->isInTransaction());
    QVERIFY(connection->rollback());
}

void ConnectionTest::manyRowsComeInPieces()
{
    auto connection = opened(m_database.url());
    QVERIFY(connection->begin());
    int pieces = 0;
    std::int64_t sum = 0;
    const auto read = connection->readInPieces("SELECT i::bigint FROM generate_series(1, $1) AS i",
                                               PostgresParameters().integer(25), 10,
                                               [&](const PostgresRows& rows) {
                                                   ++pieces;
                                                   for (int row = 0; row < rows.count(); ++row)
                                                       sum += rows.integer(row, 0);
                                                   return Result<void>();
                                               });
    QVERIFY2(read, read ? "" : read.error().text.c_str());
    QCOMPARE(pieces, 3);
    QCOMPARE(sum, 25 * 26 / 2);
    const auto stopped = connection->readInPieces(
        "SELECT 1", {}, 10, [](const PostgresRows&) { return Result<void>(failure("enough")); });
    QVERIFY(!stopped && stopped.error().text == "enough");
    QVERIFY(connection->commit());
}

void ConnectionTest::aNotificationArrivesWithItsPayload()
{
    auto listener = opened(m_database.url());
    auto other = opened(m_database.url());
    QVERIFY(listener->execute("LISTEN headwater_dirty"));
    QVERIFY(listener->descriptor() >= 0);
    QVERIFY(other->execute("NOTIFY headwater_dirty, 'apps.example.'"));
    std::vector<PostgresNotification> got;
    QTRY_VERIFY([&] {
        const auto now = listener->notifications();
        if (now && !now->empty())
            got = *now;
        return !got.empty();
    }());
    QCOMPARE(got.front().channel, std::string("headwater_dirty"));
    QCOMPARE(got.front().payload, std::string("apps.example."));
    QCOMPARE(got.front().backend, other->backendPid());
}

void ConnectionTest::anAbsentServerIsSaidWithItsAddress()
{
    const auto connection =
        PostgresConnection::open("postgresql://me:secret@127.0.0.1:1/x", "test");
    QVERIFY(!connection);
    QVERIFY2(connection.error().text.find("port 1 failed") != std::string::npos,
             connection.error().text.c_str());
    QVERIFY(connection.error().text.find("secret") == std::string::npos);
    QVERIFY(!PostgresConnection::open("postgresql://[", "test"));
}

void ConnectionTest::theUrlMayOverrideWhatIsUsual()
{
    auto connection = opened(m_database.url() + "?application_name=x&target_session_attrs=any");
    const auto name = connection->run(
        "SELECT current_setting('application_name'), current_setting('search_path')");
    QVERIFY(name && name->text(0, 0) == "headwater: test");
    QVERIFY(name->text(0, 1) == "pg_catalog, pg_temp");
    QVERIFY(!PostgresConnection::open(m_database.url() + "?target_session_attrs=standby", "test"));
}

void ConnectionTest::anEndedSessionIsLostForGood()
{
    auto connection = opened(m_database.url());
    auto other = opened(m_database.url());
    QVERIFY(other->run("SELECT pg_terminate_backend($1::int, 2000)",
                       PostgresParameters().integer(connection->backendPid())));
    const auto rows = connection->run("SELECT 1");
    QVERIFY(!rows);
    QVERIFY2(connection->isConnectionLost(), rows.error().text.c_str());
    QVERIFY2(rows.error().text.find("administrator") != std::string::npos,
             rows.error().text.c_str());
    QCOMPARE(connection->descriptor(), -1);
    QVERIFY(!connection->run("SELECT 1") && !connection->notifications());
    QVERIFY(!connection->begin() && connection->isConnectionLost());
}

void ConnectionTest::aServerThatHangsIsGivenUp()
{
    auto connection = opened(m_database.url());
    const auto backend = static_cast<pid_t>(connection->backendPid());
    QCOMPARE(::kill(backend, SIGSTOP), 0);
    const auto rows = connection->run("SELECT 1");
    ::kill(backend, SIGCONT);
    QVERIFY(!rows);
    QVERIFY2(rows.error().text.find("has not answered") != std::string::npos,
             rows.error().text.c_str());
    QVERIFY(connection->isConnectionLost());
}

QTEST_GUILESS_MAIN(ConnectionTest)
#include "connection.moc"
