#include "dns/masterfile.h"

#include <map>

#include <QtTest>

#include "dns/presentation.h"

using namespace headwater;

namespace {

using Files = std::map<std::string, std::string>;

Result<MasterFile> parse(std::string_view text, const Files& files = {})
{
    MasterFile::Options options;
    options.fileName = "apps.example.zone";
    options.origin = *Name::parse("apps.example.");
    options.maximumRecords = 5000;
    options.include = [files](const std::string& path) -> Result<std::string> {
        const auto found = files.find(path);
        if (found == files.end())
            return failure("no such file");
        return found->second;
    };
    return MasterFile::parse(text, options);
}

/// The records, one a line.
std::string lines(std::string_view text, const Files& files = {})
{
    const auto file = parse(text, files);
    if (!file)
        return "refused: " + file.error().text;
    std::string all;
    for (const Record& record : file->records)
        all += recordText(record.owner, record.type, record.ttl, record.rdata) + "\n";
    return all;
}

std::string fault(std::string_view text, const Files& files = {})
{
    const auto file = parse(text, files);
    return file ? "none" : file.error().text;
}

} // namespace

class MasterFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc1035_2_aWholeFile()
    {
        const std::string text = "; a zone\n"
                                 "$TTL 1h\n"
                                 "@   IN  SOA ns1 hostmaster (\n"
                                 "        2026112100 ; serial\n"
                                 "        1h 10m     ; refresh, retry\n"
                                 "        1w 300 )\n"
                                 "    NS  ns1\n"
                                 "    IN 60 NS ns2.other.example.\n"
                                 "ns1 A   192.0.2.1\n"
                                 "    300 IN AAAA 2001:db8::1\n"
                                 "www IN 1h30m CNAME @\n"
                                 "$ORIGIN sub\n"
                                 "mx  MX  10 mail\n"
                                 "$ORIGIN .\n"
                                 "abs.example 5 TXT \"a ; b ( c\" 'd' ; not text\n";
        QCOMPARE(lines(text),
                 std::string("apps.example. 3600 IN SOA ns1.apps.example. "
                             "hostmaster.apps.example. 2026112100 3600 600 604800 300\n"
                             "apps.example. 3600 IN NS ns1.apps.example.\n"
                             "apps.example. 60 IN NS ns2.other.example.\n"
                             "ns1.apps.example. 3600 IN A 192.0.2.1\n"
                             "ns1.apps.example. 300 IN AAAA 2001:db8::1\n"
                             "www.apps.example. 5400 IN CNAME apps.example.\n"
                             "mx.sub.apps.example. 3600 IN MX 10 mail.sub.apps.example.\n"
                             "abs.example. 5 IN TXT \"a ; b ( c\" \"'d'\"\n"));
    }

    void rfc1035_2_anEmptyFileHasNoRecords()
    {
        QCOMPARE(lines(""), std::string());
        QCOMPARE(lines("\n\n ; only a comment\n  \n; the end"), std::string());
        QCOMPARE(lines("\xEF\xBB\xBF; a byte order mark\n"), std::string());
    }

    void rfc1035_2_ttlAndClassComeInAnyOrderAndCase()
    {
        const std::string expected("a.apps.example. 60 IN A 192.0.2.1\n");
        for (const char* line :
             {"a 60 IN A 192.0.2.1", "a IN 60 A 192.0.2.1", "a in 1m a 192.0.2.1",
              "a 1M CLASS1 TYPE1 192.0.2.1", "A.apps.EXAMPLE. 60 A 192.0.2.1",
              "a\t60\tIN\tA\t192.0.2.1\r", "a ( 60\n IN ) A ( 192.0.2.1\n)"}) {
            const auto file = parse(line);
            QVERIFY2(file.has_value(), line);
            QCOMPARE(QString::fromStdString(lines(line)).toLower(),
                     QString::fromStdString(expected).toLower());
        }
    }

    void aTypeOrClassMayBeAnOwner()
    {
        QCOMPARE(lines("IN 60 A 192.0.2.1\n60 60 A 192.0.2.1\nMX 60 MX 1 MX\n"),
                 std::string("IN.apps.example. 60 IN A 192.0.2.1\n"
                             "60.apps.example. 60 IN A 192.0.2.1\n"
                             "MX.apps.example. 60 IN MX 1 MX.apps.example.\n"));
    }

    void rfc1035_2_escapesAndQuotesReachTheRecords()
    {
        QCOMPARE(lines("a\\.b 60 TXT \\\"x\\\" \"y \\\" z\" \\065\\;\n"),
                 std::string("a\\.b.apps.example. 60 IN TXT \"\\\"x\\\"\" \"y \\\" z\" \"A;\"\n"));
        QCOMPARE(lines("\\@ 60 CNAME \\097\\$\n"),
                 std::string("\\@.apps.example. 60 IN CNAME a\\$.apps.example.\n"));
        QCOMPARE(lines("* 60 CNAME *\n"), std::string("*.apps.example. 60 IN CNAME "
                                                      "*.apps.example.\n"));
    }

    void rfc3597_1_genericRecordsAreRead()
    {
        QCOMPARE(lines("a 60 TYPE65280 \\# 3 ( 01 02\n 03 )\nb 60 A \\# 4 c0000201\n"),
                 std::string("a.apps.example. 60 IN TYPE65280 \\# 3 010203\n"
                             "b.apps.example. 60 IN A 192.0.2.1\n"));
    }

    void rfc1035_2_aMissingTtlIsTheDefaultOrTheLast()
    {
        QCOMPARE(
            lines("a 5 A 192.0.2.1\nb A 192.0.2.2\n$TTL 9\nc 7 A 192.0.2.3\nd A 192.0.2.4\n"),
            std::string("a.apps.example. 5 IN A 192.0.2.1\nb.apps.example. 5 IN A 192.0.2.2\n"
                        "c.apps.example. 7 IN A 192.0.2.3\nd.apps.example. 9 IN A 192.0.2.4\n"));
        QCOMPARE(
            lines("@ SOA ns hm 1 2 3 4 77\n NS ns\n"),
            std::string("apps.example. 77 IN SOA ns.apps.example. hm.apps.example. 1 2 3 4 77\n"
                        "apps.example. 77 IN NS ns.apps.example.\n"));
    }

    void rfc1035_2_includedFilesKeepTheirOriginToThemselves()
    {
        const Files files{{"hosts", "$ORIGIN deep\nx A 192.0.2.1\n"}, {"a b", "@ A 192.0.2.2\n"}};
        QCOMPARE(lines("$TTL 1\no A 192.0.2.9\n$INCLUDE hosts sub ; why not\n A 192.0.2.8\n"
                       "$INCLUDE \"a b\"\n",
                       files),
                 std::string("o.apps.example. 1 IN A 192.0.2.9\n"
                             "x.deep.sub.apps.example. 1 IN A 192.0.2.1\n"
                             "o.apps.example. 1 IN A 192.0.2.8\n"
                             "apps.example. 1 IN A 192.0.2.2\n"));
    }

    void includesComeToAnEnd()
    {
        QCOMPARE(fault("\n$INCLUDE none\n"),
                 std::string("apps.example.zone: line 2: $INCLUDE none: no such file"));
        const std::string circle = fault("$INCLUDE me\n", {{"me", "$INCLUDE me\n"}});
        QCOMPARE(circle, std::string("me: line 1: $INCLUDE: files include one another deeper "
                                     "than 8"));
        std::string many;
        for (int i = 0; i < 100; ++i)
            many += "$INCLUDE me\n";
        QVERIFY(!parse("$INCLUDE me\n", {{"me", many}}));
        std::string wide;
        for (int i = 0; i < 1001; ++i)
            wide += "$INCLUDE empty\n";
        QCOMPARE(fault(wide, {{"empty", ""}}),
                 std::string("apps.example.zone: line 1001: $INCLUDE: more than 1000 files are "
                             "included"));
        MasterFile::Options options;
        QCOMPARE(MasterFile::parse("$INCLUDE x", options).error().text,
                 std::string("line 1: $INCLUDE is not allowed here"));
        QCOMPARE(fault("$INCLUDE bad\n", {{"bad", "\n\na 60 A x\n"}}),
                 std::string("bad: line 3: A record needs an IPv4 address, got \"x\""));
    }

    void faultsNameFileLineAndReason_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* text, const char* reason) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(reason);
        };
        row("\n\n\n\n\n\n\n\n\n\n\n\n\nwww 60 A 1.2.3",
            "line 14: A record needs an IPv4 address, got \"1.2.3\"");
        row("www 60 A (\n1.2.3\n)", "line 1: A record needs an IPv4 address, got \"1.2.3\"");
        row("www 60 CH A 192.0.2.1", "line 1: only class IN is served, got CH");
        row("www CLASS3 A 192.0.2.1", "line 1: only class IN is served, got CLASS3");
        row(" 60 A 192.0.2.1", "line 1: the first record needs an owner name");
        row("\n $INCLUDE x", "line 2: the first record needs an owner name");
        row("\x04INCLUDE x", "line 1: \"\x04INCLUDE\" has a space or control character in it");
        row("www A 192.0.2.1", "line 1: no TTL: give one, or $TTL above");
        row("www 60 60 A 192.0.2.1", "line 1: \"60\" is not a record type");
        row("www 4294967296 A 192.0.2.1",
            "line 1: a TTL is a number from 0 to 2147483647, got \"4294967296\"");
        row("www 60", "line 1: a record needs a type");
        row("www 60 NOPE x", "line 1: \"NOPE\" is not a record type");
        row("www 60 AXFR \\# 0", "line 1: AXFR is never a record of a zone");
        row("a..b 60 A 192.0.2.1", "line 1: \"a..b\" has an empty label");
        row("www 60 A 192.0.2.1 )", "line 1: a closing parenthesis without an opening one");
        row("www 60 A ( 192.0.2.1\n", "line 2: a parenthesis that is not closed");
        row("\nwww 60 TXT \"open\nnext\"", "line 2: a quoted text that does not end on its line");
        row("www 60 TXT \"open", "line 1: a quoted text that does not end");
        row("$TTL x", "line 1: $TTL needs one number from 0 to 2147483647, or one like 1h30m");
        row("$ORIGIN", "line 1: $ORIGIN needs one name");
        row("$GENERATE 1-9 a$ A 192.0.2.$", "line 1: there is no directive $GENERATE");
    }

    void faultsNameFileLineAndReason()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, reason);
        QCOMPARE(QByteArray(fault(text.constData()).c_str()), "apps.example.zone: " + reason);
    }

    void moreRecordsThanAllowedAreRefused()
    {
        std::string text = "$TTL 60\n";
        for (int i = 0; i < 5000; ++i)
            text += "h" + std::to_string(i) + " A 192.0.2.1\n";
        QCOMPARE(parse(text)->records.size(), std::size_t(5000));
        text += "one A 192.0.2.1\n";
        QCOMPARE(fault(text), std::string("apps.example.zone: line 5002: more than 5000 records"));
    }

    void everyCutOfAFileIsReadOrRefused()
    {
        const std::string text = "$TTL 1h\n@ SOA ns hm (\n1 2 3 4 5 )\n\tNS ns ; x\nns A "
                                 "192.0.2.1\nt TXT \"a\\\"b\" \\065\n$INCLUDE f sub\n";
        for (std::size_t size = 0; size <= text.size(); ++size) {
            const auto file =
                parse(std::string_view(text).substr(0, size), {{"f", "x A 192.0.2.1"}});
            QVERIFY(file.has_value() || !file.error().text.empty());
        }
        QVERIFY(!parse(std::string_view("a 60 A 192.0.2.1\0", 17)));
    }
};

QTEST_APPLESS_MAIN(MasterFileTest)
#include "masterfile.moc"
