#include "api/httprequest.h"

#include <QTest>

using namespace headwater;

class HttpRequestTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aTargetIsSplitBeforeItIsDecoded();
    void aBrokenTargetIsRefused_data();
    void aBrokenTargetIsRefused();
    void aNumberInTheQueryHasARange_data();
    void aNumberInTheQueryHasARange();
    void aBodyIsOneJsonObject_data();
    void aBodyIsOneJsonObject();
    void deepJsonIsRefusedAndNotFollowed();
};

void HttpRequestTest::aTargetIsSplitBeforeItIsDecoded()
{
    HttpRequest request;
    request.target = "/zones/0%2F25.2.0.192.in-addr.arpa/x+y?q=a+b%2B&after=&flag";
    QVERIFY(request.readTarget());
    QCOMPARE(request.segments.size(), std::size_t{3});
    QCOMPARE(request.segments[1], QStringLiteral("0/25.2.0.192.in-addr.arpa"));
    QCOMPARE(request.segments[2], QStringLiteral("x+y"));
    QCOMPARE(request.queried(QStringLiteral("q")), QStringLiteral("a b+"));
    QCOMPARE(request.queried(QStringLiteral("after")), QString());
    QVERIFY(request.queried(QStringLiteral("flag")).has_value());
    QVERIFY(!request.queried(QStringLiteral("none")).has_value());
}

void HttpRequestTest::aBrokenTargetIsRefused_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("absolute form") << QByteArray("http://elsewhere/zones");
    QTest::newRow("asterisk") << QByteArray("*");
    QTest::newRow("percent at the end") << QByteArray("/zones/%");
    QTest::newRow("one digit") << QByteArray("/zones/%4");
    QTest::newRow("not hexadecimal") << QByteArray("/zones/%zz");
    QTest::newRow("NUL") << QByteArray("/zones/a%00b");
    QTest::newRow("not UTF-8") << QByteArray("/zones/%ff%fe");
    QTest::newRow("overlong UTF-8") << QByteArray("/zones/%c0%af");
    QTest::newRow("too many parts") << "/" + QByteArray("a/").repeated(40);
    QTest::newRow("too many queried") << "/?" + QByteArray("a=1&").repeated(70);
    QTest::newRow("broken query") << QByteArray("/zones?q=%g1");
}

void HttpRequestTest::aBrokenTargetIsRefused()
{
    QFETCH(QByteArray, target);
    HttpRequest request;
    request.target = target;
    const auto read = request.readTarget();
    QVERIFY(!read);
    QVERIFY(!read.error().text.empty());
}

void HttpRequestTest::aNumberInTheQueryHasARange_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("number"); // -1: refused
    QTest::newRow("absent") << QByteArray("") << 200;
    QTest::newRow("given") << QByteArray("?limit=7") << 7;
    QTest::newRow("least") << QByteArray("?limit=1") << 1;
    QTest::newRow("below") << QByteArray("?limit=0") << -1;
    QTest::newRow("above") << QByteArray("?limit=1001") << -1;
    QTest::newRow("sign") << QByteArray("?limit=%2B7") << -1;
    QTest::newRow("negative") << QByteArray("?limit=-7") << -1;
    QTest::newRow("empty") << QByteArray("?limit=") << -1;
    QTest::newRow("word") << QByteArray("?limit=all") << -1;
    QTest::newRow("over 64 bits") << QByteArray("?limit=99999999999999999999") << -1;
}

void HttpRequestTest::aNumberInTheQueryHasARange()
{
    QFETCH(QByteArray, query);
    QFETCH(int, number);
    HttpRequest request;
    request.target = "/zones" + query;
    QVERIFY(request.readTarget());
    const auto read = request.queriedNumber(QStringLiteral("limit"), 200, 1, 1000);
    QCOMPARE(read ? static_cast<int>(*read) : -1, number);
    if (!read) {
        QVERIFY(QString::fromStdString(read.error().text).contains(QLatin1String("limit")));
    }
}

void HttpRequestTest::aBodyIsOneJsonObject_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("good");
    QTest::newRow("object") << QByteArray(R"({"name":"apps.example"})") << true;
    QTest::newRow("nothing") << QByteArray() << true;
    QTest::newRow("white space") << QByteArray(" \n") << true;
    QTest::newRow("array") << QByteArray("[]") << false;
    QTest::newRow("cut") << QByteArray(R"({"name":"apps)") << false;
    QTest::newRow("two") << QByteArray("{}{}") << false;
    QTest::newRow("not UTF-8") << QByteArray("{\"name\":\"\xff\"}") << false;
}

void HttpRequestTest::aBodyIsOneJsonObject()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, good);
    HttpRequest request;
    request.body = body;
    QCOMPARE(request.json().has_value(), good);
}

void HttpRequestTest::deepJsonIsRefusedAndNotFollowed()
{
    HttpRequest request;
    request.body = "{\"a\":" + QByteArray("[").repeated(1'000'000);
    QVERIFY(!request.json());
}

QTEST_APPLESS_MAIN(HttpRequestTest)
#include "httprequest.moc"
