#include "zone/zonemd.h"

#include <QtTest>

#include "dns/masterfile.h"
#include "engine/zone/samplezone.h"

using namespace headwater;
using sample::name;

namespace {

/// A zone "example." as RFC 8976 appendix A writes them; what is outside of it is left out, as no
/// zone here ever holds it.
std::shared_ptr<const ZoneVersion> exampleZone(const std::string& text)
{
    MasterFile::Options options;
    options.fileName = "test";
    options.origin = name("example.");
    const Result<MasterFile> file = MasterFile::parse(text, options);
    if (!file)
        qFatal("%s", file.error().text.c_str());
    std::vector<Record> records;
    std::optional<Soa> soa;
    for (const Record& record : file->records) {
        if (record.type == RecordType::SOA)
            soa = *Soa::fromRdata(record.rdata);
        if (record.owner.isWithin(options.origin))
            records.push_back(record);
    }
    return ZoneVersion::build(options.origin, *soa, 86400, std::move(records));
}

const char* const Apex = "@ 86400 IN SOA ns1 admin 2018031900 1800 900 604800 86400\n"
                         "@ 86400 IN NS ns1\n"
                         "@ 86400 IN NS ns2\n";
const char* const Simple = "ns1 3600 IN A 203.0.113.63\n"
                           "ns2 3600 IN AAAA 2001:db8::63\n";
const char* const SimpleDigest = "c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3"
                                 "a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c";
const char* const Complex =
    "ns1 3600 IN A 203.0.113.63\n"
    "NS2 3600 IN AAAA 2001:db8::63\n"
    "occluded.sub 7200 IN TXT \"I'm occluded but must be digested\"\n"
    "sub 7200 IN NS ns1\n"
    "duplicate 300 IN TXT \"I must be digested just once\"\n"
    "duplicate 300 IN TXT \"I must be digested just once\"\n"
    "foo.test. 555 IN TXT \"out-of-zone data must be excluded\"\n"
    "UPPERCASE 3600 IN TXT \"canonicalize uppercase owner names\"\n"
    "* 777 IN PTR dont-forget-about-wildcards\n"
    "mail 3600 IN MX 20 MAIL1\n"
    "mail 3600 IN MX 10 Mail2.Example.\n"
    "sortme 3600 IN AAAA 2001:db8::5:61\n"
    "sortme 3600 IN AAAA 2001:db8::3:62\n"
    "sortme 3600 IN AAAA 2001:db8::4:63\n"
    "sortme 3600 IN AAAA 2001:db8::1:65\n"
    "sortme 3600 IN AAAA 2001:db8::2:64\n"
    "non-apex 900 IN ZONEMD 2018031900 1 1 616c6c6f776564206275742069676e6f7265642e20616c6c"
    "6f776564206275742069676e6f7265642e20616c6c6f7765\n";
const char* const ComplexDigest = "a3b69bad980a3504e1cffcb0fd6397f93848071c93151f55"
                                  "2ae2f6b1711d4bd2d8b39808226d7b9db71e34b72077f8fe";

std::string zonemd(const std::string& serialAndKind, const std::string& digest)
{
    return "@ 86400 IN ZONEMD " + serialAndKind + " " + digest + "\n";
}

} // namespace

class ZonemdTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc8976_1_theExamplesOfTheStandard_data();
    void rfc8976_1_theExamplesOfTheStandard();
    void rfc8976_1_theApexZonemdAndItsSignatureAreNoPart();
    void rfc8976_1_thePathToTheContentsDoesNotMatter();
    void rfc8976_2_theRecordNamesItsSerial();
    void rfc8976_3_whatAVerifierSays_data();
    void rfc8976_3_whatAVerifierSays();
};

void ZonemdTest::rfc8976_1_theExamplesOfTheStandard_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("digest");
    QTest::newRow("A.1 simple") << QByteArray(Apex) + Simple << QByteArray(SimpleDigest);
    QTest::newRow("A.2 complex") << QByteArray(Apex) + Complex << QByteArray(ComplexDigest);
}

void ZonemdTest::rfc8976_1_theExamplesOfTheStandard()
{
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, digest);
    const auto version =
        exampleZone(zone.toStdString() + zonemd("2018031900 1 1", digest.toStdString()));
    const Sha384::Digest made = zoneDigest(*version);
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(made.data()), made.size()).toHex(), digest);
    QCOMPARE(checkZonemd(*version), ZonemdVerdict::Good);
}

void ZonemdTest::rfc8976_1_theApexZonemdAndItsSignatureAreNoPart()
{
    const std::string zone = std::string(Apex) + Simple;
    const auto plain = zoneDigest(*exampleZone(zone));
    QVERIFY(zoneDigest(*exampleZone(zone + zonemd("1 1 1", SimpleDigest))) == plain);
    QVERIFY(zoneDigest(*exampleZone(zone + "@ 86400 IN RRSIG ZONEMD 13 1 86400 20300101000000 "
                                           "20200101000000 1 example. AAAA\n")) == plain);
    QVERIFY(zoneDigest(*exampleZone(zone + "@ 86400 IN RRSIG NS 13 1 86400 20300101000000 "
                                           "20200101000000 1 example. AAAA\n")) != plain);
    QVERIFY(zoneDigest(*exampleZone(zone + "ns1 86400 IN ZONEMD 1 1 1 " + SimpleDigest + "\n")) !=
            plain);
}

void ZonemdTest::rfc8976_1_thePathToTheContentsDoesNotMatter()
{
    const auto base = sample::version(sample::hosts(3000));
    ZoneEditor editor(base);
    editor.set(RRset{name("host5.apps.example."), RecordType::A, 60, {sample::address(5)}});
    const auto edited = editor.finish(Serial(2)).version;
    const auto built =
        ZoneVersion::build(sample::zone(), edited->soa(), edited->soaTtl(), edited->records());
    QVERIFY(zoneDigest(*edited) == zoneDigest(*built));
    QVERIFY(zoneDigest(*edited) != zoneDigest(*base));
    const auto empty = ZoneVersion::build(sample::zone(), sample::soa(1), 60, {});
    QVERIFY(zoneDigest(*empty) !=
            zoneDigest(*ZoneVersion::build(sample::zone(), sample::soa(2), 60, {})));
}

void ZonemdTest::rfc8976_2_theRecordNamesItsSerial()
{
    const auto version = exampleZone(std::string(Apex) + Simple);
    const Rdata rdata = zonemdRdata(*version);
    QCOMPARE(rdata.size(), std::size_t(6 + 48));
    QCOMPARE(uint32At(rdata, 0), 2018031900U);
    QVERIFY(checkRdata(RecordType::ZONEMD, rdata));
    // Put into the zone with the serial it names, it is right: it is no part of what it digests.
    ZoneEditor editor(version);
    Soa soa = version->soa();
    soa.serial = Serial(2018031901);
    const auto later = ZoneVersion::build(version->zone(), soa, 86400, version->records());
    editor.set(RRset{version->zone(), RecordType::ZONEMD, 86400, {zonemdRdata(*later)}});
    QCOMPARE(checkZonemd(*editor.finish(soa.serial).version), ZonemdVerdict::Good);
}

void ZonemdTest::rfc8976_3_whatAVerifierSays_data()
{
    QTest::addColumn<QByteArray>("zonemd");
    QTest::addColumn<int>("verdict");
    const auto row = [](const char* title, const std::string& text, ZonemdVerdict verdict) {
        QTest::newRow(title) << QByteArray::fromStdString(text) << static_cast<int>(verdict);
    };
    const std::string good = zonemd("2018031900 1 1", SimpleDigest);
    const std::string other(96, 'a');
    row("none", "", ZonemdVerdict::Absent);
    row("the right one", good, ZonemdVerdict::Good);
    row("another digest", zonemd("2018031900 1 1", other), ZonemdVerdict::DigestDiffers);
    row("another serial", zonemd("2018031899 1 1", SimpleDigest), ZonemdVerdict::SerialDiffers);
    row("another scheme", zonemd("2018031900 240 1", SimpleDigest), ZonemdVerdict::NotSupported);
    row("another algorithm", zonemd("2018031900 1 2", other + std::string(32, 'b')),
        ZonemdVerdict::NotSupported);
    row("beside another algorithm", good + zonemd("2018031900 1 2", other + std::string(32, 'b')),
        ZonemdVerdict::Good);
    row("two of one kind", good + zonemd("2018031900 1 1", other), ZonemdVerdict::NotSupported);
}

void ZonemdTest::rfc8976_3_whatAVerifierSays()
{
    QFETCH(QByteArray, zonemd);
    QFETCH(int, verdict);
    const auto version = exampleZone(std::string(Apex) + Simple + zonemd.toStdString());
    QCOMPARE(static_cast<int>(checkZonemd(*version)), verdict);
}

QTEST_APPLESS_MAIN(ZonemdTest)
#include "zonemd.moc"
