#include "interop/interopbench.h"

using namespace headwater;

namespace {

TsigKey keyWith(const char* name, const char* algorithm, const char* secret)
{
    return TsigKey::create(name, algorithm, secret).value();
}

constexpr const char* OtherSecret = "bm90LXRoZS1zZWNyZXQtdGhhdC13YXMtYWdyZWVkLW9u";

} // namespace

/// Who has the key is served, who has another is not, and both are told apart.
class Keys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyAlgorithmIsServed_data();
    void everyAlgorithmIsServed();
    void aSecondaryWithoutAKeyIsServed_data() { InteropBench::addKinds(); }
    void aSecondaryWithoutAKeyIsServed();
    void aSecondaryWithAWrongSecretGetsNothing_data() { InteropBench::addKinds(); }
    void aSecondaryWithAWrongSecretGetsNothing();
    void aQuestionWithAWrongKeyIsRefused_data();
    void aQuestionWithAWrongKeyIsRefused();
};

void Keys::everyAlgorithmIsServed_data()
{
    QTest::addColumn<ServerKind>("kind");
    QTest::addColumn<QString>("algorithm");
    for (const char* algorithm :
         {"hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512"}) {
        const auto tag = [algorithm](const char* server) {
            return QStringLiteral("%1, %2")
                .arg(QLatin1String(server), QLatin1String(algorithm))
                .toLatin1();
        };
        QTest::newRow(tag("knot")) << ServerKind::Knot << QString::fromLatin1(algorithm);
        QTest::newRow(tag("nsd")) << ServerKind::Nsd << QString::fromLatin1(algorithm);
        QTest::newRow(tag("bind")) << ServerKind::Bind << QString::fromLatin1(algorithm);
    }
}

void Keys::everyAlgorithmIsServed()
{
    QFETCH(ServerKind, kind);
    QFETCH(QString, algorithm);
    InteropBench bench(kind, keyWith("a.key", qPrintable(algorithm), OtherSecret));
    QVERIFY(bench.begin({QStringLiteral("www IN A 192.0.2.1")}, "192.0.2.1"));
    bench.save({QStringLiteral("www IN A 192.0.2.2")});
    QVERIFY(bench.bothAnswer("192.0.2.2"));
    QVERIFY(bench.tookBy(QStringLiteral("IXFR")));
}

void Keys::aSecondaryWithoutAKeyIsServed()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind, std::nullopt);
    QVERIFY(bench.begin({QStringLiteral("www IN A 192.0.2.1")}, "192.0.2.1"));
    bench.save({QStringLiteral("www IN A 192.0.2.2")});
    QVERIFY(bench.bothAnswer("192.0.2.2"));
}

void Keys::aSecondaryWithAWrongSecretGetsNothing()
{
    QFETCH(ServerKind, kind);
    InteropBench bench(kind);
    SecondarySetup wrong = bench.secondary().setup();
    wrong.key = keyWith("interop-key", "hmac-sha256", OtherSecret);
    const SecondarySetup right = bench.secondary().setup();
    bench.secondary().setSetup(wrong);
    bench.save({QStringLiteral("www IN A 192.0.2.1")});
    QVERIFY(bench.engine().startAndWait());
    QVERIFY(bench.secondary().startAndWait());
    // The operator reads it where secondaries are listed.
    QVERIFY(QTest::qWaitFor(
        [&] { return !bench.told().value(QStringLiteral("error")).toString().isEmpty(); },
        InteropBench::Patience));
    QVERIFY(!bench.answers(bench.secondary().endpoint(), "192.0.2.1", 500));
    QVERIFY(bench.told().value(QStringLiteral("state")).toString() != QStringLiteral("ok"));

    bench.secondary().stop();
    bench.secondary().setSetup(right);
    QVERIFY(bench.secondary().startAndWait());
    bench.save({QStringLiteral("www IN A 192.0.2.2")});
    QVERIFY(bench.bothAnswer("192.0.2.2"));
    QVERIFY(QTest::qWaitFor(
        [&] {
            return bench.told().value(QStringLiteral("state")).toString() == QStringLiteral("ok");
        },
        InteropBench::Patience));
}

void Keys::aQuestionWithAWrongKeyIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("algorithm");
    QTest::addColumn<QString>("says");
    QTest::newRow("rfc8945_2 unknown name")
        << QStringLiteral("nobody") << QStringLiteral("hmac-sha256")
        << QStringLiteral("TSIG error 17");
    QTest::newRow("rfc8945_2 wrong secret")
        << QStringLiteral("interop-key") << QStringLiteral("hmac-sha256")
        << QStringLiteral("TSIG error 16");
    QTest::newRow("rfc8945_2 wrong algorithm")
        << QStringLiteral("interop-key") << QStringLiteral("hmac-sha512")
        << QStringLiteral("TSIG error 17");
}

void Keys::aQuestionWithAWrongKeyIsRefused()
{
    QFETCH(QString, name);
    QFETCH(QString, algorithm);
    QFETCH(QString, says);
    InteropBench bench(ServerKind::Knot); // not started
    bench.save({QStringLiteral("www IN A 192.0.2.1")});
    QVERIFY(bench.engine().startAndWait());
    QVERIFY(bench.answers(bench.engine().dns(), "192.0.2.1"));
    const DnsClient client(bench.engine().dns(),
                           keyWith(qPrintable(name), qPrintable(algorithm), OtherSecret));
    const auto zone = client.axfr(InteropBench::zone());
    QVERIFY(!zone);
    const QString error = QString::fromStdString(zone.error().text);
    QVERIFY2(error.contains(QStringLiteral("NOTAUTH")) && error.contains(says), qPrintable(error));

    const DnsClient good(bench.engine().dns(), InteropBench::defaultKey());
    const auto served = good.axfr(InteropBench::zone());
    QVERIFY2(served, served ? "" : served.error().text.c_str());
    QCOMPARE(served->records().size(), std::size_t{206});
}

QTEST_GUILESS_MAIN(Keys)
#include "keys.moc"
