#include "api/httpserver.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "engine/api/httpclient.h"

using namespace headwater;

class HttpServerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aRouteAnswersOverAKeptConnection();
    void pipelinedRequestsAreAnsweredInOrder();
    void headHasTheLengthAndNoBody();
    void aConnectionIsClosedWhenAskedFor_data();
    void aConnectionIsClosedWhenAskedFor();
    void aRequestIsObjectedTo_data();
    void aRequestIsObjectedTo();
    void aHostFromElsewhereIsRefused_data();
    void aHostFromElsewhereIsRefused();
    void changesNeedTheToken_data();
    void changesNeedTheToken();
    void anUnreadUpgradeIsHandedOn();
    void aFeedOfAnotherOriginIsRefused();
    void oneConnectionTooManyGets503();
    void aClientThatDoesNotReadStopsBeingRead();
    void aForgottenAnswerIs500();
    void anAnswerAfterTheClientLeftGoesNowhere();
    void aBodyWaitsFor100Continue();
    void aPortInUseIsNamed();
    void connectionsAreGoneWhenTheClientsAre();

private:
    void start(HttpLimits limits = {});

    QTemporaryDir m_folder;
    std::unique_ptr<HttpServer> m_server;
    std::vector<HttpResponder> m_waiting; ///< of requests for /later
    std::vector<QByteArray> m_bodies;
    QByteArray m_token;
    int m_runs = 0;
    [[nodiscard]] quint16 port() const { return m_server->endpoint().port; }
};

void HttpServerTest::start(HttpLimits limits)
{
    m_waiting.clear();
    m_bodies.clear();
    m_runs = 0;
    m_server = std::make_unique<HttpServer>(limits);
    QVERIFY(m_server->listen(Endpoint{*IpAddress::parse("127.0.0.1"), 0}));
    const auto token = ConsoleToken::open(m_folder.filePath(QStringLiteral("token")).toStdString());
    m_token = token->text();
    m_server->setToken(*token);
    m_server->route("GET", QStringLiteral("/now"), Access::Read,
                    [this](const HttpRequest&, const HttpResponder& responder) {
                        responder.json({{QStringLiteral("run"), ++m_runs}});
                    });
    m_server->route("GET", QStringLiteral("/later"), Access::Read,
                    [this](const HttpRequest&, const HttpResponder& responder) {
                        m_waiting.push_back(responder);
                    });
    m_server->route("GET", QStringLiteral("/large"), Access::Read,
                    [this](const HttpRequest&, const HttpResponder& responder) {
                        ++m_runs;
                        responder.send(
                            HttpResponse::text(QByteArray(1024 * 1024, 'x'), "text/plain"));
                    });
    m_server->route("GET", QStringLiteral("/forgotten"), Access::Read,
                    [](const HttpRequest&, const HttpResponder&) {});
    m_server->route("POST", QStringLiteral("/zones"), Access::Write,
                    [this](const HttpRequest& request, const HttpResponder& responder) {
                        m_bodies.push_back(request.body);
                        responder.json(request.json().value_or(QJsonObject()), 201);
                    });
}

void HttpServerTest::init()
{
    start();
}

void HttpServerTest::aRouteAnswersOverAKeptConnection()
{
    HttpClient client(port());
    client.get("/now");
    QTRY_COMPARE(client.answers(), 1);
    QVERIFY(client.received().contains("\r\nDate: "));
    QVERIFY(client.received().contains(" GMT\r\n"));
    QVERIFY(client.received().contains("Content-Type: application/json\r\n"));
    QVERIFY(client.received().endsWith("{\"run\":1}\n"));
    client.get("/now");
    QTRY_COMPARE(client.answers(), 2);
    QVERIFY(client.isConnected());
    QCOMPARE(m_server->connections(), std::size_t{1});
}

void HttpServerTest::pipelinedRequestsAreAnsweredInOrder()
{
    HttpClient client(port());
    client.get("/later");
    client.get("/now");
    client.get("/later");
    QTRY_COMPARE(m_waiting.size(), std::size_t{2});
    QCOMPARE(m_runs, 1);
    QTest::qWait(20);
    QCOMPARE(client.answers(), 0); // the second is ready, but it is not its turn
    m_waiting[1].json({{QStringLiteral("third"), true}});
    m_waiting[0].json({{QStringLiteral("first"), true}});
    QTRY_COMPARE(client.answers(), 3);
    const auto first = client.received().indexOf("first");
    const auto second = client.received().indexOf("run");
    const auto third = client.received().indexOf("third");
    QVERIFY(first < second && second < third);
}

void HttpServerTest::headHasTheLengthAndNoBody()
{
    HttpClient client(port());
    client.send("HEAD /now HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTRY_COMPARE(client.answers(), 1);
    QVERIFY(client.received().contains("Content-Length: 10\r\n"));
    QVERIFY(client.received().endsWith("\r\n\r\n"));
    client.get("/now");
    QTRY_COMPARE(client.answers(), 2); // the framing held
}

void HttpServerTest::aConnectionIsClosedWhenAskedFor_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("Connection: close")
        << QByteArray("GET /now HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QTest::newRow("HTTP/1.0") << QByteArray("GET /now HTTP/1.0\r\nHost: localhost\r\n\r\n");
}

void HttpServerTest::aConnectionIsClosedWhenAskedFor()
{
    QFETCH(QByteArray, request);
    HttpClient client(port());
    client.send(request + "GET /now HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTRY_VERIFY(client.isClosed());
    QCOMPARE(client.answers(), 1);
    QCOMPARE(client.status(), 200);
    QTRY_COMPARE(m_server->connections(), std::size_t{0});
}

void HttpServerTest::aRequestIsObjectedTo_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray host = " HTTP/1.1\r\nHost: localhost\r\n";
    QTest::newRow("nothing there") << "GET /nothing" + host + "\r\n" << 404;
    QTest::newRow("other method") << "DELETE /now" + host + "\r\n" << 405;
    QTest::newRow("body of another type")
        << "POST /zones" + host + "X-API-Key: TOKEN\r\nContent-Type: text/plain\r\n" +
               "Content-Length: 2\r\n\r\n{}"
        << 415;
    QTest::newRow("broken target") << "GET /%zz" + host + "\r\n" << 400;
    QTest::newRow("head too large") << "GET /now" + host + "A: " + QByteArray(40'000, 'a') << 431;
    QTest::newRow("body too large")
        << "POST /zones" + host + "X-API-Key: TOKEN\r\nContent-Type: application/json\r\n" +
               "Content-Length: 5000000\r\n\r\n"
        << 413;
    QTest::newRow("garbage") << QByteArray("\x01\x02\x03\x04") << 400;
}

void HttpServerTest::aRequestIsObjectedTo()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    HttpClient client(port());
    client.send(request.replace("TOKEN", m_token));
    QTRY_COMPARE(client.status(), status);
    QTRY_VERIFY(client.isClosed());
    const QByteArray body = client.received().mid(client.received().indexOf("\r\n\r\n") + 4);
    QVERIFY(QJsonDocument::fromJson(body).object().contains(QLatin1String("error")));
    if (status == 405) {
        QVERIFY(client.received().contains("Allow: GET, HEAD\r\n"));
    }
}

void HttpServerTest::aHostFromElsewhereIsRefused_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("status");
    QTest::newRow("localhost") << QByteArray("LocalHost:8053") << 200;
    QTest::newRow("IPv4") << QByteArray("127.0.0.1:9999") << 200;
    QTest::newRow("IPv6") << QByteArray("[::1]:8053") << 200;
    QTest::newRow("allowed name") << QByteArray("console.example") << 200;
    QTest::newRow("rebound name") << QByteArray("attacker.example") << 403;
    QTest::newRow("ends like ours") << QByteArray("localhost.attacker.example") << 403;
    QTest::newRow("other address") << QByteArray("192.0.2.1") << 403;
    QTest::newRow("empty") << QByteArray("") << 403;
}

void HttpServerTest::aHostFromElsewhereIsRefused()
{
    QFETCH(QByteArray, host);
    QFETCH(int, status);
    m_server->allowHost("console.example");
    HttpClient client(port());
    client.send("GET /now HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    QTRY_COMPARE(client.status(), status);
}

void HttpServerTest::changesNeedTheToken_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 401;
    QTest::newRow("bearer") << QByteArray("Authorization: Bearer TOKEN\r\n") << 201;
    QTest::newRow("lower case") << QByteArray("authorization: bearer TOKEN\r\n") << 201;
    QTest::newRow("key") << QByteArray("X-API-Key: TOKEN\r\n") << 201;
    QTest::newRow("wrong") << QByteArray("X-API-Key: 0123\r\n") << 401;
    QTest::newRow("basic") << QByteArray("Authorization: Basic TOKEN\r\n") << 401;
}

void HttpServerTest::changesNeedTheToken()
{
    QFETCH(QByteArray, field);
    QFETCH(int, status);
    HttpClient client(port());
    client.send("POST /zones HTTP/1.1\r\nHost: localhost\r\n" + field.replace("TOKEN", m_token) +
                "Content-Type: application/json; charset=utf-8\r\nContent-Length: 7\r\n\r\n"
                "{\"a\":1}");
    QTRY_COMPARE(client.status(), status);
    QCOMPARE(m_bodies.size(), std::size_t(status == 201 ? 1 : 0));
    QCOMPARE(client.received().contains("WWW-Authenticate: Bearer\r\n"), status == 401);
}

void HttpServerTest::anUnreadUpgradeIsHandedOn()
{
    std::unique_ptr<QTcpSocket> handed;
    m_server->upgrade(QStringLiteral("/feed"), Access::Read,
                      [&handed](QTcpSocket* socket, const HttpRequest& request) {
                          QCOMPARE(request.queried(QStringLiteral("facts")), QStringLiteral("1"));
                          handed.reset(socket);
                      });
    HttpClient client(port());
    const QByteArray request = "GET /feed?facts=1 HTTP/1.1\r\nHost: localhost\r\n"
                               "Origin: http://localhost\r\nConnection: keep-alive, Upgrade\r\n"
                               "Upgrade: websocket\r\n\r\n";
    client.get("/now");
    client.send(request);
    QTRY_VERIFY(handed != nullptr);
    QCOMPARE(handed->readAll(), request);
    QTRY_COMPARE(m_server->connections(), std::size_t{0});
    QVERIFY(client.isConnected());
    QTRY_COMPARE(client.answers(), 1); // what came before was answered
}

void HttpServerTest::aFeedOfAnotherOriginIsRefused()
{
    m_server->upgrade(QStringLiteral("/feed"), Access::Read,
                      [](QTcpSocket* socket, const HttpRequest&) { socket->deleteLater(); });
    for (const QByteArray origin : {"http://attacker.example", "null", "http://localhost:81"}) {
        HttpClient client(port());
        client.get("/feed",
                   "Origin: " + origin + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
        QTRY_COMPARE(client.status(), 403);
    }
    HttpClient lost(port());
    lost.get("/elsewhere", "Connection: Upgrade\r\nUpgrade: websocket\r\n");
    QTRY_COMPARE(lost.status(), 404);
}

void HttpServerTest::oneConnectionTooManyGets503()
{
    HttpLimits limits;
    limits.connections = 2;
    start(limits);
    HttpClient first(port());
    HttpClient second(port());
    QTRY_COMPARE(m_server->connections(), std::size_t{2});
    HttpClient third(port());
    QTRY_COMPARE(third.status(), 503);
    QTRY_VERIFY(third.isClosed());
    first.socket().disconnectFromHost();
    QTRY_COMPARE(m_server->connections(), std::size_t{1});
    HttpClient fourth(port());
    fourth.get("/now");
    QTRY_COMPARE(fourth.status(), 200);
}

void HttpServerTest::aClientThatDoesNotReadStopsBeingRead()
{
    HttpClient client(port());
    client.stopReading();
    for (int i = 0; i < 100; ++i) {
        client.get("/large");
    }
    QTest::qWait(200);
    const int runs = m_runs;
    QVERIFY2(runs < 20, qPrintable(QString::number(runs))); // the kernel's buffers take some
    HttpClient other(port());
    other.get("/now");
    QTRY_COMPARE(other.status(), 200);
}

void HttpServerTest::aForgottenAnswerIs500()
{
    HttpClient client(port());
    client.get("/forgotten");
    QTRY_COMPARE(client.status(), 500);
}

void HttpServerTest::anAnswerAfterTheClientLeftGoesNowhere()
{
    {
        HttpClient client(port());
        client.get("/later");
        QTRY_COMPARE(m_waiting.size(), std::size_t{1});
        client.socket().abort();
    }
    QTRY_COMPARE(m_server->connections(), std::size_t{0});
    m_waiting[0].json({});
    m_server.reset();
    m_waiting.clear();
}

void HttpServerTest::aBodyWaitsFor100Continue()
{
    HttpClient client(port());
    client.send("POST /zones HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + m_token +
                "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                "Expect: 100-continue\r\n\r\n");
    QTRY_COMPARE(client.status(0), 100);
    client.send("{}");
    QTRY_COMPARE(client.status(1), 201);
}

void HttpServerTest::aPortInUseIsNamed()
{
    HttpServer second;
    const auto listening = second.listen(m_server->endpoint());
    QVERIFY(!listening);
    QVERIFY(QString::fromStdString(listening.error().text).contains(QString::number(port())));
}

void HttpServerTest::connectionsAreGoneWhenTheClientsAre()
{
    for (int round = 0; round < 20; ++round) {
        HttpClient client(port());
        client.get(round % 2 == 0 ? "/later" : "/now");
        QTRY_VERIFY(client.isConnected());
        client.socket().abort();
    }
    QTRY_COMPARE(m_server->connections(), std::size_t{0});
}

QTEST_GUILESS_MAIN(HttpServerTest)
#include "httpserver.moc"
