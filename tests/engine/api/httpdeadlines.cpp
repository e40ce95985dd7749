#include <QTest>

#include "api/httpserver.h"
#include "engine/api/httpclient.h"

using namespace headwater;

/// Every connection has a deadline for whatever it waits for.
class HttpDeadlinesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aHeadThatDripsInGets408();
    void aBodyThatDoesNotComeGets408();
    void anIdleConnectionIsClosedWithoutAWord();
    void aRouteThatDoesNotAnswerGets503();
    void aClientThatTakesNothingIsCutOff();
    void aClientThatSendsOnAfterTheLastAnswerIsCutOff();

private:
    std::unique_ptr<HttpServer> m_server;
    std::vector<HttpResponder> m_waiting;
    [[nodiscard]] quint16 port() const { return m_server->endpoint().port; }
};

void HttpDeadlinesTest::init()
{
    HttpLimits limits;
    limits.headTime = Milliseconds(150);
    limits.bodyTime = Milliseconds(150);
    limits.idleTime = Milliseconds(150);
    limits.answerTime = Milliseconds(300);
    limits.stallTime = Milliseconds(300);
    limits.lingerTime = Milliseconds(150);
    m_waiting.clear();
    m_server = std::make_unique<HttpServer>(limits);
    QVERIFY(m_server->listen(Endpoint{*IpAddress::parse("127.0.0.1"), 0}));
    m_server->route("GET", QStringLiteral("/later"), Access::Read,
                    [this](const HttpRequest&, const HttpResponder& responder) {
                        m_waiting.push_back(responder);
                    });
    m_server->route("GET", QStringLiteral("/large"), Access::Read,
                    [](const HttpRequest&, const HttpResponder& responder) {
                        responder.send(
                            HttpResponse::text(QByteArray(16 * 1024 * 1024, 'x'), "text/plain"));
                    });
    m_server->route("POST", QStringLiteral("/zones"), Access::Read,
                    [](const HttpRequest&, const HttpResponder& responder) { responder.empty(); });
}

void HttpDeadlinesTest::aHeadThatDripsInGets408()
{
    HttpClient client(port());
    for (int i = 0; i < 100 && client.status() == 0; ++i) {
        client.send(i == 0 ? "GET /later HTTP/1.1\r\nA: " : "a");
        QTest::qWait(10);
    }
    QCOMPARE(client.status(), 408);
    QTRY_VERIFY(client.isClosed());
}

void HttpDeadlinesTest::aBodyThatDoesNotComeGets408()
{
    HttpClient client(port());
    client.send("POST /zones HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                "Content-Length: 10\r\n\r\n{");
    QTRY_COMPARE(client.status(), 408);
    QTRY_VERIFY(client.isClosed());
}

void HttpDeadlinesTest::anIdleConnectionIsClosedWithoutAWord()
{
    HttpClient client(port());
    QTRY_VERIFY(client.isConnected());
    QTRY_VERIFY(client.isClosed());
    QCOMPARE(client.received(), QByteArray());
    QTRY_COMPARE(m_server->connections(), std::size_t{0});
}

void HttpDeadlinesTest::aRouteThatDoesNotAnswerGets503()
{
    HttpClient client(port());
    client.get("/later");
    client.get("/later");
    QTRY_COMPARE(client.status(), 503);
    QTRY_VERIFY(client.isClosed());
    QCOMPARE(client.answers(), 1);
    for (const HttpResponder& late : m_waiting) {
        late.json({});
    }
}

void HttpDeadlinesTest::aClientThatTakesNothingIsCutOff()
{
    HttpClient client(port());
    client.stopReading();
    client.get("/large");
    QTRY_COMPARE(m_server->connections(), std::size_t{1});
    QTRY_COMPARE(m_server->connections(), std::size_t{0});
}

void HttpDeadlinesTest::aClientThatSendsOnAfterTheLastAnswerIsCutOff()
{
    HttpClient client(port());
    client.get("/nothing");
    QTRY_COMPARE(client.status(), 404);
    for (int i = 0; i < 100 && m_server->connections() > 0; ++i) {
        client.send(QByteArray(1000, 'x'));
        QTest::qWait(10);
    }
    QCOMPARE(m_server->connections(), std::size_t{0});
}

QTEST_GUILESS_MAIN(HttpDeadlinesTest)
#include "httpdeadlines.moc"
