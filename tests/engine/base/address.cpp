#include "base/address.h"

#include <QtTest>

using namespace headwater;

namespace {

std::string parsed(const char* text)
{
    const auto address = IpAddress::parse(text);
    return address ? address->text() : "refused: " + address.error().text;
}

} // namespace

class AddressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreWrittenTheShortestWay()
    {
        QCOMPARE(parsed("192.0.2.1"), std::string("192.0.2.1"));
        QCOMPARE(parsed("2001:DB8:0:0:1:0:0:1"), std::string("2001:db8::1:0:0:1"));
        QCOMPARE(parsed("2001:db8:0:1:1:1:1:1"), std::string("2001:db8:0:1:1:1:1:1"));
        QCOMPARE(parsed("::"), std::string("::"));
    }

    void aMappedAddressIsAnIpv4Address()
    {
        const auto mapped = IpAddress::parse("::ffff:192.0.2.1");
        QVERIFY(mapped.has_value());
        QCOMPARE(mapped->family(), IpAddress::Family::V4);
        QVERIFY(*mapped == *IpAddress::parse("192.0.2.1"));
    }

    void whatIsNoAddressIsNamed()
    {
        for (const char* text : {"", "1.2.3", "1.2.3.4.5", "256.0.0.1", "fe80::1%eth0", "::1 ",
                                 "host.example", "1:2:3:4:5:6:7:8:9"})
            QVERIFY2(!IpAddress::parse(text), text);
        QCOMPARE(IpAddress::parse("1.2.3").error().text,
                 std::string("\"1.2.3\" is not an IPv4 or IPv6 address"));
        QVERIFY(!IpAddress::parse(std::string_view("192.0.2.1\0x", 11)));
    }

    void loopbackIsKnown()
    {
        QVERIFY(IpAddress::parse("127.5.6.7")->isLoopback());
        QVERIFY(IpAddress::parse("::1")->isLoopback());
        QVERIFY(IpAddress::parse("::ffff:127.0.0.1")->isLoopback());
        QVERIFY(!IpAddress::parse("128.0.0.1")->isLoopback());
        QVERIFY(!IpAddress::parse("::2")->isLoopback());
        QVERIFY(!IpAddress::parse("1::1")->isLoopback());
    }

    void endpointsHaveAPort()
    {
        QCOMPARE(Endpoint::parse("192.0.2.1", 53)->text(), std::string("192.0.2.1:53"));
        QCOMPARE(Endpoint::parse("192.0.2.1:5300", 53)->text(), std::string("192.0.2.1:5300"));
        QCOMPARE(Endpoint::parse("2001:db8::1", 53)->text(), std::string("[2001:db8::1]:53"));
        QCOMPARE(Endpoint::parse("[2001:db8::1]:0", 53)->text(), std::string("[2001:db8::1]:0"));
        QCOMPARE(Endpoint::parse("[::1]", 53)->text(), std::string("[::1]:53"));
        for (const char* text : {"", ":53", "192.0.2.1:", "192.0.2.1:65536", "192.0.2.1:5x", "[::1",
                                 "[::1]53", "[::1]:", "192.0.2.1:-1", "192.0.2.1:+1"})
            QVERIFY2(!Endpoint::parse(text, 53), text);
    }

    void prefixesContainTheirAddresses()
    {
        const auto prefix = AddressPrefix::parse("192.0.2.128/25");
        QVERIFY(prefix.has_value());
        QVERIFY(prefix->contains(*IpAddress::parse("192.0.2.255")));
        QVERIFY(!prefix->contains(*IpAddress::parse("192.0.2.127")));
        QVERIFY(!prefix->contains(*IpAddress::parse("::192.0.2.255")));
        QCOMPARE(prefix->text(), std::string("192.0.2.128/25"));
        QVERIFY(
            AddressPrefix::parse("2001:db8::/33")->contains(*IpAddress::parse("2001:db8:7f::")));
        QVERIFY(
            !AddressPrefix::parse("2001:db8::/33")->contains(*IpAddress::parse("2001:db8:8000::")));
        QVERIFY(AddressPrefix::parse("0.0.0.0/0")->contains(*IpAddress::parse("255.1.2.3")));
        QCOMPARE(AddressPrefix::parse("::1")->text(), std::string("::1"));
        QCOMPARE(AddressPrefix::parse("::ffff:192.0.2.0/120")->text(), std::string("192.0.2.0/24"));
    }

    void aPrefixWithBitsBehindItIsAskedAbout()
    {
        const auto prefix = AddressPrefix::parse("192.0.2.1/24");
        QVERIFY(!prefix);
        QCOMPARE(prefix.error().text, std::string("\"192.0.2.1/24\" has bits set behind its "
                                                  "prefix; meant 192.0.2.0/24?"));
        for (const char* text :
             {"192.0.2.0/33", "192.0.2.0/", "::/129", "192.0.2.0/-1", "/8", "::ffff:0.0.0.0/95"})
            QVERIFY2(!AddressPrefix::parse(text), text);
    }
};

QTEST_APPLESS_MAIN(AddressTest)
#include "address.moc"
