#include "dns/name.h"

#include <algorithm>
#include <random>

#include <QtTest>

using namespace headwater;

namespace {

Name name(std::string_view text)
{
    auto parsed = Name::parse(text);
    if (!parsed)
        qFatal("%s", parsed.error().text.c_str());
    return *parsed;
}

Result<Name> compressed(Octets message, std::size_t offset)
{
    return Name::fromMessage(message, &offset);
}

Octets labelled(const std::vector<std::size_t>& sizes)
{
    Octets wire;
    for (const std::size_t size : sizes) {
        wire.push_back(static_cast<std::uint8_t>(size));
        wire.insert(wire.end(), size, 'x');
    }
    wire.push_back(0);
    return wire;
}

/// Names over few octets, so that equal, nested and nearly equal ones are common.
Name randomName(std::mt19937& random)
{
    constexpr std::array<std::uint8_t, 9> octets{0, 1, 2, '*', 'A', 'a', 'b', '.', 0xFF};
    Octets wire;
    const std::size_t labels = random() % 5;
    for (std::size_t i = 0; i < labels; ++i) {
        const std::size_t size = 1 + random() % 3;
        wire.push_back(static_cast<std::uint8_t>(size));
        for (std::size_t k = 0; k < size; ++k)
            wire.push_back(octets[random() % octets.size()]);
    }
    wire.push_back(0);
    return *Name::fromWire(wire);
}

} // namespace

class NameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc1035_1_letterCaseIsKeptAndIgnored()
    {
        const Name mixed = name("WwW.Apps.Example.");
        const Name lower = name("www.apps.example");
        QCOMPARE(mixed.text(), std::string("WwW.Apps.Example."));
        QVERIFY(mixed == lower);
        QCOMPARE(mixed.hash(), lower.hash());
        QVERIFY(!mixed.identical(lower));
        QVERIFY(mixed.lowered().identical(lower));
        // Only A-Z fold: the neighbours in ASCII and Latin-1 letters do not.
        QVERIFY(name("@[`{.") != name("`{@[."));
        QVERIFY(name("\\196bcdefghijk.") != name("\\228bcdefghijk."));
        QVERIFY(name("ABCDEFGHIJKLMNOPQRSTUVWXYZ.") == name("abcdefghijklmnopqrstuvwxyz."));
    }

    void rfc1035_1_labelsEndAt63AndNamesAt255()
    {
        QVERIFY(Name::fromWire(labelled({63})).has_value());
        QVERIFY(!Name::fromWire(labelled({64})));
        QCOMPARE(labelled({63, 63, 63, 61}).size(), std::size_t(255));
        QVERIFY(Name::fromWire(labelled({63, 63, 63, 61})).has_value());
        QVERIFY(!Name::fromWire(labelled({63, 63, 63, 62})));
        QVERIFY(!Name::parse(std::string(64, 'x') + ".example"));
        QCOMPARE(Name::parse(std::string(63, 'x'))->labelCount(), std::size_t(1));
        const std::string longest = Name::fromWire(labelled({63, 63, 63, 61}))->text();
        QVERIFY(Name::parse(longest).has_value());
        QVERIFY(!Name::parse("x." + longest));
        QVERIFY(!Name::parse("x", *Name::parse(longest)));
        QCOMPARE(Name::fromWire(Octets(300, 1)).has_value(), false);
        // 127 labels of one octet are the most there can be.
        const Name deepest = *Name::fromWire(labelled(std::vector<std::size_t>(127, 1)));
        QCOMPARE(deepest.labelCount(), std::size_t(127));
        QCOMPARE(deepest.compare(deepest), 0);
        QVERIFY(!Name::fromWire(labelled(std::vector<std::size_t>(128, 1))));
    }

    void everyOctetSurvivesPresentationForm()
    {
        for (int octet = 0; octet < 256; ++octet) {
            const Octets wire{2, static_cast<std::uint8_t>(octet), 'x', 0};
            const Name made = *Name::fromWire(wire);
            const auto again = Name::parse(made.text());
            QVERIFY2(again.has_value(), made.text().c_str());
            QVERIFY(again->identical(made));
        }
    }

    void relativeNamesEndInTheOrigin()
    {
        const Name origin = name("apps.example.");
        QCOMPARE(Name::parse("www", origin)->text(), std::string("www.apps.example."));
        QCOMPARE(Name::parse("www.", origin)->text(), std::string("www."));
        QCOMPARE(Name::parse("@", origin)->text(), std::string("apps.example."));
        QCOMPARE(Name::parse("\\@", origin)->text(), std::string("\\@.apps.example."));
        QCOMPARE(Name::parse("a\\.b", origin)->text(), std::string("a\\.b.apps.example."));
        QCOMPARE(Name::parse("a\\046b", origin)->text(), std::string("a\\.b.apps.example."));
        QCOMPARE(Name::parse(".", origin)->text(), std::string("."));
        QCOMPARE(Name::parse("www", Name())->display(), std::string("www"));
        QCOMPARE(Name().display(), std::string("."));
    }

    void aBadNameIsNamed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        QTest::newRow("nothing") << QString() << QStringLiteral("a name is missing");
        QTest::newRow("two dots") << QStringLiteral("a..b")
                                  << QStringLiteral("\"a..b\" has an empty label");
        QTest::newRow("dot first")
            << QStringLiteral(".a") << QStringLiteral("\".a\" has an empty label");
        QTest::newRow("space") << QStringLiteral("a b.")
                               << QStringLiteral("\"a b.\" has a space or control character in it");
        for (const char* escape : {"a\\", "a\\25", "a\\256", "a\\1x3"})
            QTest::newRow(escape) << QString::fromLatin1(escape)
                                  << QStringLiteral(
                                         "\"%1\" has a backslash without \\DDD (000 to 255) or a "
                                         "character behind it")
                                         .arg(QString::fromLatin1(escape));
        QTest::newRow("long label") << QString(64, QLatin1Char('x'))
                                    << QStringLiteral("label \"%1\" is longer than 63 octets")
                                           .arg(QString(64, QLatin1Char('x')));
    }

    void aBadNameIsNamed()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, reason);
        const auto parsed = Name::parse(text.toStdString());
        QVERIFY(!parsed);
        QCOMPARE(QString::fromStdString(parsed.error().text), reason);
    }

    void rfc4034_1_canonicalOrderIsTheOneOfTheRfc()
    {
        // RFC 4034 section 6.1, its own example.
        const std::vector<Name> ordered{
            name("example."),         name("a.example."),      name("yljkjljk.a.example."),
            name("Z.a.example."),     name("zABC.a.EXAMPLE."), name("z.example."),
            name("\\001.z.example."), name("*.z.example."),    name("\\200.z.example.")};
        for (std::size_t i = 0; i < ordered.size(); ++i) {
            for (std::size_t k = 0; k < ordered.size(); ++k) {
                const int order = ordered[i].compare(ordered[k]);
                QCOMPARE(order < 0, i < k);
                QCOMPARE(order == 0, i == k);
                QCOMPARE(ordered[i].canonicalKey() < ordered[k].canonicalKey(), i < k);
            }
        }
    }

    void orderKeyHashAndEqualityAgree()
    {
        std::mt19937 random(4034);
        for (int round = 0; round < 20000; ++round) {
            const Name a = randomName(random);
            const Name b = randomName(random);
            const int order = a.compare(b);
            QCOMPARE(a == b, order == 0);
            QCOMPARE(b.compare(a) < 0, order > 0);
            QCOMPARE(a.canonicalKey() < b.canonicalKey(), order < 0);
            QCOMPARE(a.canonicalKey() == b.canonicalKey(), order == 0);
            if (order == 0)
                QCOMPARE(a.hash(), b.hash());
            QVERIFY(Name::parse(a.text())->identical(a));
        }
    }

    void rfc9267_compressionPointersOnlyGoBack()
    {
        // "example" at 0, "www" and a pointer to it at 9.
        Octets message{7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 3, 'w', 'w', 'w', 0xC0, 0, 0xAA};
        std::size_t offset = 9;
        const auto found = Name::fromMessage(message, &offset);
        QVERIFY(found.has_value());
        QCOMPARE(found->text(), std::string("www.example."));
        QCOMPARE(offset, std::size_t(15));

        QVERIFY2(!compressed({0xC0, 0x00}, 0), "to itself");
        QVERIFY2(!compressed({1, 'a', 0xC0, 0x00}, 0), "to the start of its own labels");
        QVERIFY2(!compressed({0xC0, 0x02, 0}, 0), "forwards");
        QVERIFY2(!compressed({0xC0, 0x02, 0xC0, 0x00}, 0), "two that chase each other");
        QVERIFY2(!compressed({0xC0, 0x02, 0xC0, 0x00}, 2),
                 "two that chase each other, from behind");
        QVERIFY2(!compressed({0xFF, 0xFF}, 0), "past the end");
        QVERIFY2(!compressed({0xC0}, 0), "half a pointer");
    }

    void rfc9267_labelsAndNamesKeepTheirLimits()
    {
        QVERIFY2(!compressed({3, 'a', 'b'}, 0), "a label past the end");
        QVERIFY2(!compressed({3, 'a', 'b', 'c'}, 0), "no root label");
        QVERIFY2(!compressed({}, 0), "nothing");
        QVERIFY2(!compressed({0}, 1), "offset at the end");
        QVERIFY2(!compressed({0}, 700), "offset behind the end");
        QVERIFY2(!compressed({0x40, 0}, 0), "label type 01");
        QVERIFY2(!compressed({0x80, 0}, 0), "label type 10");
        QVERIFY(compressed(labelled({63, 63, 63, 61}), 0).has_value());
        QVERIFY(!compressed(labelled({63, 63, 63, 62}), 0));
        // A chain of pointers that would grow a name for ever: each step adds a label.
        Octets chain{0};
        std::size_t last = 0;
        for (int i = 0; i < 200; ++i) {
            const std::size_t here = chain.size();
            chain.insert(chain.end(), {1, 'x'});
            appendUint16(chain, static_cast<std::uint16_t>(0xC000 | last));
            last = here;
        }
        QVERIFY(!compressed(chain, last));
        QVERIFY(compressed(chain, 1 + 126 * 4).has_value());
    }

    void namesKnowWhatTheyAreWithin()
    {
        const Name zone = name("apps.example.");
        QVERIFY(zone.isWithin(zone));
        QVERIFY(name("WWW.APPS.EXAMPLE.").isWithin(zone));
        QVERIFY(name("www.apps.example.").isWithin(Name()));
        QVERIFY(!name("myapps.example.").isWithin(zone));
        QVERIFY(!name("example.").isWithin(zone));
        // The octets of the zone at the end of one label are not the zone.
        QVERIFY(!Name::fromWire(Octets{4, 'a', 1, 'b', 'c', 0})->isWithin(name("bc.")));
        QVERIFY(!Name::fromWire(Octets{3, 'a', 1, 'b', 0})->isWithin(name("b.")));
    }

    void partsOfNames()
    {
        const Name leaf = name("a.b.apps.example.");
        QCOMPARE(leaf.labelCount(), std::size_t(4));
        QCOMPARE(leaf.parent().text(), std::string("b.apps.example."));
        QCOMPARE(leaf.suffix(2).text(), std::string("apps.example."));
        QCOMPARE(leaf.suffix(4).text(), leaf.text());
        QVERIFY(leaf.suffix(0).isRoot());
        QVERIFY(Name().parent().isRoot());
        QVERIFY(name("*.example.").isWildcard());
        QVERIFY(!name("**.example.").isWildcard());
        QVERIFY(!name("a.*.example.").isWildcard());
        QCOMPARE(leaf.wildcardChild()->text(), std::string("*.a.b.apps.example."));
        QVERIFY(!Name::fromWire(labelled({63, 63, 63, 61}))->wildcardChild());
        QCOMPARE(leaf.withSuffix(name("Example."), name("test."))->text(),
                 std::string("a.b.apps.test."));
        QVERIFY(!leaf.withSuffix(name("test."), name("example.")));
        QVERIFY(!leaf.withSuffix(Name(), *Name::fromWire(labelled({63, 63, 63, 61}))));
    }
};

QTEST_APPLESS_MAIN(NameTest)
#include "name.moc"
