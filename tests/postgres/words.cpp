#include <QTest>

#include "dns/name.h"
#include "dns/recordtype.h"
#include "postgres/database.h"

using namespace headwater;

/// SQL and engine write names and types in the same way, and agree on what is one.
class WordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_database.makeDatabase(); }
    void bothWriteANameInTheSameWay_data();
    void bothWriteANameInTheSameWay();
    void bothKnowTheSameTypes();
    void rfc1982_3_2_bothCompareSerialsInTheSameWay();

private:
    DatabaseServer m_database;
};

void WordsTest::bothWriteANameInTheSameWay_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* text) { QTest::newRow(text) << QByteArray(text); };
    for (const char* text : {".",
                             "a.",
                             "a.b.example.",
                             "A.B.Example.",
                             "*.a.",
                             "_dmarc.a.",
                             "a-b.a.",
                             "a/b.a.",
                             "\\000.a.",
                             "\\255.a.",
                             "\\300.a.",
                             "\\25.a.",
                             "a\\",
                             "\\.\\\\.a.",
                             "\\@.a.",
                             "@x.a.",
                             "$x.a.",
                             "\\065.a.",
                             "\\;\\(\\)\\\".a.",
                             "\xC3\xBC.a.",
                             "~.a.",
                             "a..b.",
                             ".a.",
                             "a.b",
                             "\\032.a.",
                             "\\\xC3\xBC.a."})
        row(text);
    row((std::string(63, 'x') + ".").c_str());
    row((std::string(64, 'x') + ".").c_str());
    std::string longest;
    for (int label = 0; label < 127; ++label)
        longest += "y.";
    row(longest.c_str());
    row(("z" + longest).c_str());
}

void WordsTest::bothWriteANameInTheSameWay()
{
    QFETCH(QByteArray, text);
    Session session = m_database.session();
    const auto rows = session.connection().run(
        "SELECT canonical, headwater.is_name(canonical) FROM headwater.canonical($1) AS canonical",
        PostgresParameters().text(text.toStdString()));
    QVERIFY2(rows, rows ? "" : rows.error().text.c_str());
    const auto name = Name::parse(text.toStdString(), Name());
    QCOMPARE(rows->boolean(0, 1), name.has_value());
    if (name) {
        const auto again = Name::parse(rows->text(0, 0), Name());
        QVERIFY(again && *again == *name);
        std::string lower = name->text();
        for (char& c : lower)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        QCOMPARE(std::string(rows->text(0, 0)), lower);
    }
}

void WordsTest::bothKnowTheSameTypes()
{
    Session session = m_database.session();
    const auto rows =
        session.connection().run("SELECT n, headwater.canonical_type('TYPE' || n) AS type, "
                                 "headwater.is_type(headwater.canonical_type('TYPE' || n)) FROM "
                                 "generate_series(0, 65535) AS n");
    QVERIFY2(rows, rows ? "" : rows.error().text.c_str());
    for (int row = 0; row < rows->count(); ++row) {
        const RecordType type{static_cast<std::uint16_t>(rows->integer(row, 0))};
        const bool allowed = !isMetaType(type) && type != RecordType::SOA;
        QCOMPARE(rows->boolean(row, 2), allowed);
        if (allowed)
            QCOMPARE(std::string(rows->text(row, 1)), text(type));
    }
}

void WordsTest::rfc1982_3_2_bothCompareSerialsInTheSameWay()
{
    Session session = m_database.session();
    const auto newer = [&session](std::int64_t a, std::int64_t b) {
        return session.ask("SELECT headwater.serial_newer(" + std::to_string(a) + ", " +
                           std::to_string(b) + ")") == "true";
    };
    constexpr std::int64_t half = std::int64_t{1} << 31;
    QVERIFY(newer(2, 1) && !newer(1, 2) && !newer(1, 1));
    QVERIFY(newer(1, 4294967295) && !newer(4294967295, 1));
    QVERIFY(newer(half, 1) && !newer(1 + half, 1) && !newer(1, 1 + half));
}

QTEST_GUILESS_MAIN(WordsTest)
#include "words.moc"
