#include <QtTest>

#include "dns/sha256.h"
#include "engine/zone/samplezone.h"

using namespace headwater;

class ContentDigestTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sha256IsThatOfTheStandard();
    void equalContentsHaveOneDigestWhateverThePath();
    void rfc4034_3_letterCaseOfNamesDoesNotCount();
    void letterCaseOfUnknownTypesCounts();
    void theSerialIsNoPartOfTheContents();
    void ttlIsPartOfTheContents();
    void octetsAreReadBack();
};

void ContentDigestTest::sha256IsThatOfTheStandard()
{
    // FIPS 180-4, the one-block example.
    const Octets abc{'a', 'b', 'c'};
    const auto digest = sha256(abc);
    const QByteArray hex =
        QByteArray(reinterpret_cast<const char*>(digest.data()), static_cast<int>(digest.size()))
            .toHex();
    QCOMPARE(hex, QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

void ContentDigestTest::equalContentsHaveOneDigestWhateverThePath()
{
    const Name owner = sample::name("www.apps.example.");
    ContentDigest one;
    one.add(owner, RecordType::A, 60, sample::address(1));
    one.add(owner, RecordType::A, 60, sample::address(2));
    ContentDigest other;
    for (std::uint32_t i = 0; i < 50; ++i)
        other.add(owner, RecordType::A, 60, sample::address(i));
    QVERIFY(one != other);
    for (std::uint32_t i = 0; i < 50; ++i)
        if (i != 1 && i != 2)
            other.subtract(owner, RecordType::A, 60, sample::address(i));
    QCOMPARE(other.hex(), one.hex());
    QVERIFY(one == other);
    // Below zero and back: the sum is modulo 2^256.
    ContentDigest negative;
    negative.subtract(owner, RecordType::A, 60, sample::address(9));
    negative.add(owner, RecordType::A, 60, sample::address(9));
    QVERIFY(negative == ContentDigest());
}

void ContentDigestTest::rfc4034_3_letterCaseOfNamesDoesNotCount()
{
    ContentDigest lower;
    lower.add(sample::name("www.apps.example."), RecordType::NS, 60,
              sample::target(sample::name("ns.apps.example.")));
    ContentDigest upper;
    upper.add(sample::name("WWW.Apps.Example."), RecordType::NS, 60,
              sample::target(sample::name("NS.apps.EXAMPLE.")));
    QVERIFY(lower == upper);
}

void ContentDigestTest::letterCaseOfUnknownTypesCounts()
{
    const Name owner = sample::name("www.apps.example.");
    const auto unknown = static_cast<RecordType>(65280);
    ContentDigest lower;
    lower.add(owner, unknown, 60, Octets{'a'});
    ContentDigest upper;
    upper.add(owner, unknown, 60, Octets{'A'});
    QVERIFY(lower != upper);
}

void ContentDigestTest::theSerialIsNoPartOfTheContents()
{
    ContentDigest one;
    one.add(sample::zone(), RecordType::SOA, 3600, sample::soa(1).rdata());
    ContentDigest two;
    two.add(sample::zone(), RecordType::SOA, 3600, sample::soa(2).rdata());
    QVERIFY(one == two);
    Soa other = sample::soa(2);
    other.refresh += 1;
    ContentDigest three;
    three.add(sample::zone(), RecordType::SOA, 3600, other.rdata());
    QVERIFY(one != three);
}

void ContentDigestTest::ttlIsPartOfTheContents()
{
    const Name owner = sample::name("www.apps.example.");
    ContentDigest one;
    one.add(owner, RecordType::A, 60, sample::address(1));
    ContentDigest two;
    two.add(owner, RecordType::A, 61, sample::address(1));
    QVERIFY(one != two);
}

void ContentDigestTest::octetsAreReadBack()
{
    ContentDigest digest;
    digest.add(sample::zone(), RecordType::A, 60, sample::address(1));
    const Octets octets = digest.octets();
    QCOMPARE(octets.size(), std::size_t(32));
    const Result<ContentDigest> back = ContentDigest::fromOctets(octets);
    QVERIFY(back && *back == digest);
    QCOMPARE(digest.hex().size(), std::size_t(64));
    QVERIFY(!ContentDigest::fromOctets(OctetView(octets).first(31)));
}

QTEST_APPLESS_MAIN(ContentDigestTest)
#include "contentdigest.moc"
