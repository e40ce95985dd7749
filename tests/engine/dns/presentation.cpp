#include "dns/presentation.h"

#include <ldns/ldns.h>
#undef true
#undef false

#include <QtTest>

#include "presentationsamples.h"
#include "randomrdata.h"

using namespace headwater;

namespace {

const Name& origin()
{
    static const Name name = *Name::parse("example.org.");
    return name;
}

RecordType type(const char* name)
{
    return *parseRecordType(name);
}

QByteArray hex(const Rdata& rdata)
{
    return QByteArray(reinterpret_cast<const char*>(rdata.data()),
                      static_cast<qsizetype>(rdata.size()))
        .toHex();
}

/// What ldns makes of a whole record.
QByteArray hexOfLdns(const char* typeName, const char* text)
{
    const std::string line = std::string(". 0 IN ") + typeName + " " + text;
    ldns_rdf* ldnsOrigin = ldns_dname_new_frm_str("example.org.");
    ldns_rr* record = nullptr;
    const ldns_status status = ldns_rr_new_frm_str(&record, line.c_str(), 0, ldnsOrigin, nullptr);
    Rdata rdata;
    for (std::size_t i = 0; status == LDNS_STATUS_OK && i < ldns_rr_rd_count(record); ++i) {
        const ldns_rdf* field = ldns_rr_rdf(record, i);
        append(rdata, {ldns_rdf_data(field), ldns_rdf_size(field)});
    }
    ldns_rdf_deep_free(ldnsOrigin);
    if (status == LDNS_STATUS_OK)
        ldns_rr_free(record);
    return hex(rdata);
}

} // namespace

class PresentationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeOfLdnsIsRead_data();
    void everyTypeOfLdnsIsRead();
    void everyTypeOfLdnsHasASample();
    void plainTypesAreReadAsLdnsReadsThem();
    void whatIsPrintedIsReadBack();
    void rfc3597_1_knownTypesMayBeGeneric();
    void rfc3597_1_genericFormIsExact_data();
    void rfc3597_1_genericFormIsExact();
    void nothingIsGuessed_data();
    void nothingIsGuessed();
    void largeRdataIsWhole();
    void recordsAreOneLine();
    void aTextThatWouldEndAMasterFileLineIsGeneric();
    void malformedRdataIsPrintedGeneric();
};

void PresentationTest::everyTypeOfLdnsIsRead_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const PresentationSample& sample : PresentationSamples)
        QTest::addRow("%s %s", sample.type, sample.text) << index++;
}

void PresentationTest::everyTypeOfLdnsIsRead()
{
    QFETCH(const int, index);
    const PresentationSample& sample = PresentationSamples[index];
    const auto rdata = rdataFromText(type(sample.type), sample.text, origin());
    QVERIFY2(rdata.has_value(), rdata ? "" : rdata.error().text.c_str());
    QCOMPARE(hex(*rdata), QByteArray(sample.wire));
    QCOMPARE(rdataText(type(sample.type), *rdata), std::string(sample.printed));
    const auto again = rdataFromText(type(sample.type), sample.printed, Name());
    QVERIFY(again.has_value());
    QCOMPARE(hex(*again), QByteArray(sample.wire));
}

void PresentationTest::everyTypeOfLdnsHasASample()
{
    for (std::uint32_t number = 1; number <= 0xFFFF; ++number) {
        const RecordType each{static_cast<std::uint16_t>(number)};
        const std::string name = text(each);
        if (isMetaType(each) || name.rfind("TYPE", 0) == 0)
            continue;
        const bool found =
            std::any_of(std::begin(PresentationSamples), std::end(PresentationSamples),
                        [&name](const PresentationSample& one) { return one.type == name; });
        QVERIFY2(found, name.c_str());
    }
}

void PresentationTest::plainTypesAreReadAsLdnsReadsThem()
{
    for (const PresentationSample& sample : PresentationSamples) {
        const std::string_view name = sample.type;
        const bool isPlain = name == "A" || name == "AAAA" || name == "NS" || name == "CNAME" ||
                             name == "PTR" || name == "MX" || name == "TXT" || name == "SOA" ||
                             name == "SRV" || name == "DNAME";
        if (isPlain && sample.text[0] != '\\')
            QCOMPARE(hexOfLdns(sample.type, sample.text), QByteArray(sample.wire));
    }
    RandomRdata random(1035);
    for (const char* name : {"A", "AAAA", "NS", "CNAME", "PTR", "MX", "SRV", "TXT"}) {
        for (int round = 0; round < 200; ++round) {
            const Rdata rdata = random.of(type(name));
            const std::string printed = rdataText(type(name), rdata);
            // ldns puts "@" alone for the origin even when it is escaped.
            if (printed.size() < 500 && printed.find('@') == std::string::npos)
                QCOMPARE(hexOfLdns(name, printed.c_str()), hex(rdata));
        }
    }
}

void PresentationTest::whatIsPrintedIsReadBack()
{
    RandomRdata random(3597);
    for (const std::uint32_t limit : {300U, 65536U}) {
        for (std::uint32_t number = limit == 300 ? 1 : 32700; number < limit;
             number += number < 32780 ? 1 : 997) {
            const RecordType each{static_cast<std::uint16_t>(number)};
            if (isMetaType(each))
                continue;
            const int rounds = rdataForm(each).empty() ? 5 : 150;
            for (int round = 0; round < rounds; ++round) {
                const Rdata rdata = random.of(each);
                QVERIFY2(checkRdata(each, rdata).has_value(), text(each).c_str());
                const std::string printed = rdataText(each, rdata);
                const auto again = rdataFromText(each, printed, origin());
                QVERIFY2(again.has_value(), (text(each) + " " + printed).c_str());
                QCOMPARE(hex(*again), hex(rdata));
            }
        }
    }
}

void PresentationTest::rfc3597_1_knownTypesMayBeGeneric()
{
    RandomRdata random(3598);
    for (std::uint16_t number = 1; number < 300; ++number) {
        const RecordType each{number};
        if (isMetaType(each))
            continue;
        const Rdata rdata = random.of(each);
        const std::string generic =
            "\\# " + std::to_string(rdata.size()) + " " + hex(rdata).toStdString();
        const auto read = rdataFromText(each, generic, origin());
        QVERIFY(read.has_value());
        QCOMPARE(hex(*read), hex(rdata));
    }
    QCOMPARE(rdataText(type("A"), *rdataFromText(type("A"), "\\# 4 c0000201", Name())),
             std::string("192.0.2.1"));
    QVERIFY(parseRecordType("TYPE1") == RecordType::A);
}

void PresentationTest::rfc3597_1_genericFormIsExact_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isRead");
    const auto row = [](const char* text, bool isRead) {
        QTest::newRow(text) << QByteArray(text) << isRead;
    };
    row("\\# 4 c0000201", true);
    row("\\# 4 C0 00 0201", true);
    row(" \\#\t4  c0000201 ", true);
    row("\\# 3 c00002", false);
    row("\\# 5 c000020100", false);
    row("\\# 4 c00002", false);
    row("\\# 4 c000020", false);
    row("\\# 4 c000020100", false);
    row("\\# 4 c000020g", false);
    row("\\# 65540 c0000201", false);
    row("\\# -4 c0000201", false);
    row("\\# 4", false);
    row("\\#", false);
    row("\\#4 c0000201", false);
}

void PresentationTest::rfc3597_1_genericFormIsExact()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isRead);
    QCOMPARE(rdataFromText(RecordType::A, text.constData(), origin()).has_value(), isRead);
}

void PresentationTest::nothingIsGuessed_data()
{
    // Most of these ldns 1.8.3 reads as something else: 70000 as 4464, half an octet as a whole
    // one, an unknown type as TYPE0, a relative gateway as an absolute one.
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char* type, const char* text, const char* error) {
        QTest::addRow("%s %s", type, text)
            << QByteArray(type) << QByteArray(text) << QByteArray(error);
    };
    row("A", "1.2.3", "A record needs an IPv4 address, got \"1.2.3\"");
    row("A", "192.0.2.1 x", "A record: \"x\" is too much");
    row("A", "192.0.2.01", "A record needs an IPv4 address, got \"192.0.2.01\"");
    row("A", "", "A record needs an IPv4 address, got nothing");
    row("AAAA", "1::2::3", "AAAA record needs an IPv6 address, got \"1::2::3\"");
    row("MX", "70000 mail", "MX record needs a number from 0 to 65535, got \"70000\"");
    row("MX", "mail 10", "MX record needs a number from 0 to 65535, got \"mail\"");
    row("MX", "10", "MX record needs a name, got nothing");
    row("SOA", "ns hm -1 2 3 4 5", "SOA record needs a number from 0 to 4294967295, got \"-1\"");
    row("PTR", "a..b", "PTR record needs a name, got \"a..b\"");
    row("PTR", "\"a\"", "PTR record needs a name, got \"\"a\"\"");
    row("TXT", "\"open", "TXT record needs a text, got \"\"open\"");
    row("TXT", "\\300", "TXT record needs a text, got \"\\300\"");
    row("DS", "70000 8 2 ABCD", "DS record needs a number from 0 to 65535, got \"70000\"");
    row("DS", "-1 8 2 ABCD", "DS record needs a number from 0 to 65535, got \"-1\"");
    row("DS", "1 8 300 ABCD", "DS record needs a number from 0 to 255, got \"300\"");
    row("DS", "1 8 2 ABC", "DS record needs pairs of hexadecimal digits, got \"ABC\"");
    row("CAA", "256 issue \"x\"", "CAA record needs a number from 0 to 255, got \"256\"");
    row("CAA", "0 issue \"x\" y", "CAA record: \"y\" is too much");
    row("CAA", "0 is-sue x", "CAA record needs a tag of letters and digits, got \"is-sue\"");
    row("TLSA", "300 1 1 ab", "TLSA record needs a number or a mnemonic, got \"300\"");
    row("NSEC", "host. A BOGUS", "NSEC record needs record types, got \"BOGUS\"");
    row("NSEC3PARAM", "1 0 70000 -",
        "NSEC3PARAM record needs a number from 0 to 65535, got \"70000\"");
    row("DNSKEY", "256 3 5 AQ==AQ==", "DNSKEY record needs base64, got \"AQ==AQ==\"");
    row("RRSIG", "NONE 5 3 1 20300101000000 20200101000000 1 a. AQID",
        "RRSIG record needs a record type, got \"NONE\"");
    row("RRSIG", "A 5 3 1 20301301000000 20200101000000 1 a. AQID",
        "RRSIG record needs a time, YYYYMMDDHHMMSS or seconds, got \"20301301000000\"");
    row("LOC", "91 N 4 E 0m", "LOC record needs a latitude like 52 22 23.000 N, got \"91\"");
    row("LOC", "90 0 1 N 4 E 0m", "LOC record needs a latitude like 52 22 23.000 N, got \"N\"");
    row("LOC", "52 N 4 E", "LOC record needs an altitude like -2.00m, got nothing");
    row("LOC", "52 N 4 E 0m 1m 1m 1m 1m", "LOC record: \"1m\" is too much");
    row("WKS", "192.0.2.1 TCP nosuchservice",
        "WKS record needs services: ports or their names, got \"nosuchservice\"");
    row("SVCB", "1 . port=99999", "SVCB record: port cannot be \"99999\"");
    row("SVCB", "1 . port=1 port=1", "SVCB record: port is given twice");
    row("SVCB", "1 . mandatory=port", "SVCB record: mandatory names a parameter that is not there");
    row("SVCB", "1 . alpn=h2,,h3", "SVCB record: alpn cannot be \"h2,,h3\"");
    row("IPSECKEY", "10 1 2 gw. AQID", "IPSECKEY record needs a gateway of its type, got \"gw.\"");
    row("NXT", "next A", "NXT record needs \\# and its octets in hexadecimal");
    row("TYPE65280", "abc", "TYPE65280 record needs \\# and its octets in hexadecimal");
    row("ANY", "\\# 0", "ANY is never a record of a zone");
    row("A", "192.0.2.1\n", "A record: a line end or NUL in its text");
}

void PresentationTest::nothingIsGuessed()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, error);
    const auto read = rdataFromText(::type(type.constData()), text.constData(), origin());
    QVERIFY(!read);
    QCOMPARE(QByteArray(read.error().text.c_str()), error);
}

void PresentationTest::largeRdataIsWhole()
{
    // ldns cuts fields at 8 KiB.
    for (const char* name : {"OPENPGPKEY", "TXT", "TYPE65280", "DNSKEY", "DS"}) {
        Rdata rdata;
        if (std::string_view(name) == "TXT") {
            for (int i = 0; i < 255; ++i) {
                rdata.push_back(255);
                rdata.insert(rdata.end(), 255, 0xFE);
            }
        } else {
            rdata.assign(65535, 0xA7);
        }
        const std::string printed = rdataText(type(name), rdata);
        const auto again = rdataFromText(type(name), printed, origin());
        if (printed.size() > 256UL * 1024)
            QVERIFY(!again); // the limit of the text itself
        else
            QCOMPARE(hex(again.value_or(Rdata())), hex(rdata));
    }
    QVERIFY(!rdataFromText(RecordType::TXT, std::string(256UL * 1024 + 1, ' '), origin()));
    QVERIFY(!rdataFromText(RecordType{65280}, "\\# 65536 " + std::string(131072, '0'), origin()));
    std::string tooLong;
    for (int i = 0; i < 300; ++i)
        tooLong += "\"" + std::string(255, 'x') + "\" ";
    QVERIFY(!rdataFromText(RecordType::TXT, tooLong, origin()));
    QVERIFY(!rdataFromText(RecordType::TXT, std::string(256, 'x'), origin()));
}

void PresentationTest::recordsAreOneLine()
{
    QCOMPARE(recordText(*Name::parse("www.apps.example."), RecordType::A, 60, Rdata{192, 0, 2, 1}),
             std::string("www.apps.example. 60 IN A 192.0.2.1"));
    RandomRdata random(1);
    for (std::uint32_t round = 1; round < 20U * 300; ++round) {
        const RecordType each{static_cast<std::uint16_t>(round % 300)};
        const std::string line = recordText(Name(), each, 0, random.of(each));
        QVERIFY(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
    }
}

void PresentationTest::aTextThatWouldEndAMasterFileLineIsGeneric()
{
    const auto rdata = rdataFromText(type("HTTPS"), "1 . alpn=\"h2;h3\"", origin());
    QCOMPARE(rdataText(type("HTTPS"), *rdata), std::string("\\# 13 0001000001000605"
                                                           "68323b6833"));
}

void PresentationTest::malformedRdataIsPrintedGeneric()
{
    QCOMPARE(rdataText(RecordType::A, Rdata{1, 2}), std::string("\\# 2 0102"));
    QCOMPARE(rdataText(RecordType::MX, Rdata{0}), std::string("\\# 1 00"));
    QCOMPARE(rdataText(RecordType::NS, Rdata{0xC0, 0x0C}), std::string("\\# 2 c00c"));
    QCOMPARE(rdataText(RecordType::DS, Rdata{1}), std::string("\\# 1 01"));
    QCOMPARE(rdataText(RecordType::NS, Rdata{}), std::string("\\# 0"));
}

QTEST_APPLESS_MAIN(PresentationTest)
#include "presentation.moc"
