#include "console/webpage.h"

#include <QTest>

#include "api/httpserver.h"
#include "console/metricspage.h"
#include "engine/api/httpclient.h"

using namespace headwater;

class WebPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void everyViewIsAPage_data();
    void everyViewIsAPage();
    void aPageMayNotRunInlineScriptOrBeFramed();
    void whatIsKnownIsNotSentAgain();
    void aScriptIsSentCompressedAndPlain();
    void onlyOurOwnFilesAreServed();
    void metricsAreText();

private:
    std::unique_ptr<WebPage> m_page;
    std::unique_ptr<HttpServer> m_server;
    [[nodiscard]] quint16 port() const { return m_server->endpoint().port; }
    [[nodiscard]] static QByteArray body(const HttpClient& client)
    {
        return client.received().mid(client.received().indexOf("\r\n\r\n") + 4);
    }
};

void WebPageTest::init()
{
    m_page = std::make_unique<WebPage>();
    m_server = std::make_unique<HttpServer>();
    QVERIFY(m_server->listen(Endpoint{*IpAddress::parse("127.0.0.1"), 0}));
    m_page->serve(*m_server);
    serveMetrics(*m_server, [] { return QByteArray("# HELP headwater_zones Zones served.\n"); });
}

void WebPageTest::everyViewIsAPage_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char* path :
         {"/", "/zones", "/zones/apps.example", "/zones/apps.example/records",
          "/zones/apps.example/propagation/2025112018", "/secondaries", "/secondaries/knot"}) {
        QTest::newRow(path) << QByteArray(path);
    }
}

void WebPageTest::everyViewIsAPage()
{
    QFETCH(QByteArray, path);
    HttpClient client(port());
    client.get(path);
    QTRY_COMPARE(client.status(), 200);
    QVERIFY(client.received().contains("Content-Type: text/html; charset=utf-8\r\n"));
    QVERIFY(body(client).contains(m_page->isBuilt() ? "/assets/app.js" : "HEADWATER_WEB"));
}

void WebPageTest::aPageMayNotRunInlineScriptOrBeFramed()
{
    HttpClient client(port());
    client.get("/");
    QTRY_COMPARE(client.status(), 200);
    const QByteArray& received = client.received();
    const auto start = received.indexOf("Content-Security-Policy: ");
    const QByteArray policy = received.mid(start, received.indexOf("\r\n", start) - start);
    QVERIFY(policy.contains("default-src 'none'"));
    QVERIFY(policy.contains("script-src 'self';"));
    QVERIFY(policy.contains("frame-ancestors 'none'"));
    QVERIFY(!policy.contains("unsafe"));
    QVERIFY(received.contains("X-Content-Type-Options: nosniff\r\n"));
    QVERIFY(!body(client).contains("<script>"));
}

void WebPageTest::whatIsKnownIsNotSentAgain()
{
    if (!m_page->isBuilt()) {
        QSKIP("this build has no web console");
    }
    HttpClient client(port());
    client.get("/assets/app.js");
    QTRY_COMPARE(client.status(), 200);
    const auto start = client.received().indexOf("ETag: ") + 6;
    const QByteArray etag =
        client.received().mid(start, client.received().indexOf("\r\n", start) - start);
    HttpClient again(port());
    again.get("/assets/app.js", "If-None-Match: " + etag + "\r\n");
    QTRY_COMPARE(again.status(), 304);
    QVERIFY(body(again).isEmpty());
}

void WebPageTest::aScriptIsSentCompressedAndPlain()
{
    if (!m_page->isBuilt()) {
        QSKIP("this build has no web console");
    }
    HttpClient plain(port());
    plain.get("/assets/app.js", "Connection: close\r\n");
    QTRY_VERIFY(plain.isClosed());
    HttpClient packed(port());
    packed.get("/assets/app.js", "Accept-Encoding: gzip, deflate, br\r\nConnection: close\r\n");
    QTRY_VERIFY(packed.isClosed());
    QVERIFY(packed.received().contains("Content-Encoding: deflate\r\n"));
    QVERIFY(body(packed).size() < body(plain).size() / 2);
    const auto size = static_cast<quint32>(body(plain).size());
    QByteArray framed(4, '\0'); // the length that qUncompress wants to see first
    for (int octet = 0; octet < 4; ++octet) {
        framed[octet] = static_cast<char>(size >> (24 - 8 * octet));
    }
    QCOMPARE(qUncompress(framed + body(packed)), body(plain));
}

void WebPageTest::onlyOurOwnFilesAreServed()
{
    for (const QByteArray path : {"/assets/../index.html", "/assets/%2e%2e%2fpasswd", "/assets/",
                                  "/index.html", "/assets/nothing.js"}) {
        HttpClient client(port());
        client.get(path);
        QTRY_COMPARE(client.status(), 404);
    }
}

void WebPageTest::metricsAreText()
{
    HttpClient client(port());
    client.get("/metrics");
    QTRY_COMPARE(client.status(), 200);
    QVERIFY(client.received().contains("text/plain; version=0.0.4; charset=utf-8"));
    QVERIFY(client.received().endsWith("Zones served.\n"));
}

QTEST_GUILESS_MAIN(WebPageTest)
#include "webpage.moc"
