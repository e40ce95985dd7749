#include "console/feed.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include "api/httpserver.h"
#include "engine/console/feedclient.h"

using namespace headwater;

class FeedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theFirstMessageIsAPicture();
    void changesAreNumberedWithoutAGap();
    void changesInABurstAreGathered();
    void factsGoToThoseWhoAskedForThem();
    void aHeartbeatRepeatsTheNumber();
    void aPictureCanBeAskedForAgain();
    void anythingElseAskedEndsTheConnection();
    void aViewerThatDoesNotReadGetsAPictureLater();
    void aViewerThatNeverReadsIsClosed();
    void oneViewerTooManyIsSentAway();
    void aGapInTheSourceIsANewPictureForAll();
    void thisProcessHearsTheSame();
    void anotherOriginIsRefused();
    void aBrokenHandshakeLeavesNothingBehind();

private:
    void start(Feed::Limits limits = {});
    [[nodiscard]] QJsonObject picture()
    {
        ++m_pictures;
        return {{QStringLiteral("seq"), m_sourceSeq},
                {QStringLiteral("zonesTotal"), m_zones},
                {QStringLiteral("padding"), QString(m_padding, QLatin1Char('x'))}};
    }
    [[nodiscard]] static qint64 seq(const QJsonObject& message)
    {
        return message.value(QLatin1String("seq")).toInteger();
    }
    void publish(int serial)
    {
        m_feed->change({{QStringLiteral("zones"),
                         QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("a")},
                                                {QStringLiteral("serial"), serial}}}}});
    }

    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<Feed> m_feed;
    qsizetype m_padding = 0;
    int m_zones = 3;
    int m_sourceSeq = 7;
    int m_pictures = 0;
    [[nodiscard]] quint16 port() const { return m_server->endpoint().port; }
};

void FeedTest::start(Feed::Limits limits)
{
    m_padding = 0;
    m_pictures = 0;
    m_sourceSeq = 7;
    m_feed.reset();
    m_server = std::make_unique<HttpServer>();
    QVERIFY(m_server->listen(Endpoint{*IpAddress::parse("127.0.0.1"), 0}));
    m_feed = std::make_unique<Feed>([this] { return picture(); }, limits);
    m_feed->serve(*m_server);
}

void FeedTest::init()
{
    Feed::Limits limits;
    limits.changeEvery = 60;
    limits.factsEvery = 30;
    start(limits);
}

void FeedTest::cleanup()
{
    m_feed.reset();
    m_server.reset();
}

void FeedTest::theFirstMessageIsAPicture()
{
    FeedClient viewer(port());
    QTRY_COMPARE(viewer.messages.size(), std::size_t{1});
    const QJsonObject& first = viewer.messages[0];
    QCOMPARE(first.value(QLatin1String("type")).toString(), QStringLiteral("picture"));
    QCOMPARE(first.value(QLatin1String("run")).toString(), m_feed->run());
    QCOMPARE(seq(first), 1);
    QCOMPARE(first.value(QLatin1String("zonesTotal")).toInt(), 3);
    QVERIFY(first.value(QLatin1String("at")).toDouble() > 1.7e12);
}

void FeedTest::changesAreNumberedWithoutAGap()
{
    FeedClient viewer(port());
    QTRY_COMPARE(viewer.messages.size(), std::size_t{1});
    for (int serial = 1; serial <= 5; ++serial) {
        publish(serial);
        QTest::qWait(70);
    }
    QTRY_COMPARE(viewer.of("change").size(), std::size_t{5});
    for (std::size_t at = 0; at < 5; ++at) {
        QCOMPARE(seq(viewer.of("change")[at]), static_cast<qint64>(at) + 2);
    }
}

void FeedTest::changesInABurstAreGathered()
{
    FeedClient viewer(port());
    QTRY_COMPARE(viewer.messages.size(), std::size_t{1});
    for (int serial = 1; serial <= 100; ++serial) {
        publish(serial);
    }
    QTRY_COMPARE(viewer.of("change").size(), std::size_t{2}); // at once, and what came then
    const QJsonArray zones = viewer.of("change")[1].value(QLatin1String("zones")).toArray();
    QCOMPARE(zones.size(), 1);
    QCOMPARE(zones[0].toObject().value(QLatin1String("serial")).toInt(), 100);
    QTest::qWait(150);
    QCOMPARE(viewer.of("change").size(), std::size_t{2});
}

void FeedTest::factsGoToThoseWhoAskedForThem()
{
    FeedClient plain(port());
    FeedClient curious(port(), QStringLiteral("?facts=1"));
    QTRY_COMPARE(plain.messages.size() + curious.messages.size(), std::size_t{2});
    m_feed->change({{QStringLiteral("facts"), QJsonArray{1}}});
    m_feed->change({{QStringLiteral("facts"), QJsonArray{2}}});
    QTRY_COMPARE(curious.of("change").size(), std::size_t{2});
    QTest::qWait(100);
    QCOMPARE(plain.of("change").size(), std::size_t{0});
}

void FeedTest::aHeartbeatRepeatsTheNumber()
{
    Feed::Limits limits;
    limits.heartbeatEvery = 30;
    start(limits);
    FeedClient viewer(port());
    QTRY_VERIFY(viewer.of("heartbeat").size() >= 3);
    QCOMPARE(seq(viewer.of("heartbeat")[0]), 1);
    QCOMPARE(seq(viewer.of("heartbeat")[2]), 1);
    publish(1);
    QTRY_COMPARE(viewer.of("change").size(), std::size_t{1});
    QCOMPARE(seq(viewer.of("change")[0]), 2);
}

void FeedTest::aPictureCanBeAskedForAgain()
{
    FeedClient viewer(port());
    QTRY_COMPARE(viewer.messages.size(), std::size_t{1});
    m_zones = 4;
    publish(1);
    viewer.ask(QStringLiteral(R"({"type":"picture"})"));
    QTRY_COMPARE(viewer.of("picture").size(), std::size_t{2});
    QCOMPARE(viewer.of("picture")[1].value(QLatin1String("zonesTotal")).toInt(), 4);
    QCOMPARE(seq(viewer.of("picture")[1]), 3);
    for (int i = 0; i < 50; ++i) {
        viewer.ask(QStringLiteral(R"({"type":"picture"})"));
    }
    QTRY_COMPARE(viewer.of("picture").size(), std::size_t{52});
    QVERIFY2(m_pictures < 20, qPrintable(QString::number(m_pictures))); // one serves many
}

void FeedTest::anythingElseAskedEndsTheConnection()
{
    for (const QString& text : {QStringLiteral(R"({"type":"publish"})"), QStringLiteral("hello"),
                                QString(5000, QLatin1Char('x'))}) {
        FeedClient viewer(port());
        QTRY_COMPARE(viewer.messages.size(), std::size_t{1});
        viewer.ask(text);
        QTRY_VERIFY(viewer.isClosed());
        QTRY_COMPARE(m_feed->viewers(), 0);
    }
}

void FeedTest::aViewerThatDoesNotReadGetsAPictureLater()
{
    Feed::Limits limits;
    limits.changeEvery = 1;
    limits.unsentOctets = 64 * 1024;
    start(limits);
    m_padding = 100;
    QTcpSocket slow;
    slow.setProxy(QNetworkProxy::NoProxy);
    slow.setReadBufferSize(1024);
    slow.connectToHost(QHostAddress(QHostAddress::LocalHost), port());
    QVERIFY(slow.waitForConnected());
    slow.write("GET /feed HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
               "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_COMPARE(m_feed->viewers(), 1);
    const QString large(256 * 1024, QLatin1Char('y'));
    for (int i = 0; i < 200; ++i) { // 50 MiB: more than the kernel takes
        m_feed->change({{QStringLiteral("flow"), QJsonArray{i, large}}});
        QTest::qWait(2);
    }
    slow.setReadBufferSize(0);
    QByteArray received;
    QTRY_VERIFY2((received += slow.readAll()).count("\"type\":\"picture\"") >= 2,
                 qPrintable(QString::number(received.size())));
    QVERIFY(received.size() < 20 * 1024 * 1024); // the rest was never sent
}

void FeedTest::aViewerThatNeverReadsIsClosed()
{
    Feed::Limits limits;
    limits.changeEvery = 1;
    limits.heartbeatEvery = 20;
    limits.unsentOctets = 16 * 1024;
    limits.stalledAfter = 100;
    start(limits);
    QTcpSocket slow;
    slow.setProxy(QNetworkProxy::NoProxy);
    slow.setReadBufferSize(1024);
    slow.connectToHost(QHostAddress(QHostAddress::LocalHost), port());
    QVERIFY(slow.waitForConnected());
    slow.write("GET /feed HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
               "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_COMPARE(m_feed->viewers(), 1);
    const QString large(1024 * 1024, QLatin1Char('y'));
    for (int i = 0; i < 20; ++i) {
        m_feed->change({{QStringLiteral("flow"), QJsonArray{i, large}}});
        QTest::qWait(2);
    }
    QTRY_COMPARE(m_feed->viewers(), 0);
}

void FeedTest::oneViewerTooManyIsSentAway()
{
    Feed::Limits limits;
    limits.viewers = 2;
    start(limits);
    FeedClient first(port());
    FeedClient second(port());
    QTRY_COMPARE(m_feed->viewers(), 2);
    FeedClient third(port());
    QTRY_VERIFY(third.isClosed());
    QCOMPARE(third.closeCode(), 4013);
    QCOMPARE(m_feed->viewers(), 2);
    first.socket().close();
    QTRY_COMPARE(m_feed->viewers(), 1);
}

void FeedTest::aGapInTheSourceIsANewPictureForAll()
{
    FeedClient viewer(port());
    QTRY_COMPARE(viewer.messages.size(), std::size_t{1});
    m_feed->change({{QStringLiteral("seq"), 8}, {QStringLiteral("verdict"), QJsonObject{}}});
    QTRY_COMPARE(viewer.of("change").size(), std::size_t{1});
    m_sourceSeq = 12;
    m_feed->change({{QStringLiteral("seq"), 12}, {QStringLiteral("verdict"), QJsonObject{}}});
    QTRY_COMPARE(viewer.of("picture").size(), std::size_t{2});
    QTest::qWait(80);
    m_feed->change({{QStringLiteral("seq"), 13}, {QStringLiteral("verdict"), QJsonObject{}}});
    QTRY_COMPARE(viewer.of("change").size(), std::size_t{2});
    QCOMPARE(seq(viewer.messages.back()), 4);
}

void FeedTest::thisProcessHearsTheSame()
{
    QSignalSpy spy(m_feed.get(), &Feed::message);
    m_feed->requestPicture();
    publish(1);
    publish(2);
    QTRY_COMPARE(spy.size(), 3);
    const QStringList types{QStringLiteral("picture"), QStringLiteral("change"),
                            QStringLiteral("change")};
    for (int at = 0; at < 3; ++at) {
        const QJsonObject message = spy[at][0].toJsonObject();
        QCOMPARE(message.value(QLatin1String("type")).toString(), types[at]);
        QCOMPARE(seq(message), at + 1);
        QCOMPARE(message.value(QLatin1String("run")).toString(), m_feed->run());
    }
}

void FeedTest::anotherOriginIsRefused()
{
    FeedClient viewer(port(), {}, "http://attacker.example");
    QTRY_VERIFY(viewer.isClosed());
    QCOMPARE(m_feed->viewers(), 0);
    QVERIFY(viewer.messages.empty());
}

void FeedTest::aBrokenHandshakeLeavesNothingBehind()
{
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port());
    QVERIFY(socket.waitForConnected());
    socket.write("GET /feed HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                 "Upgrade: websocket\r\n\r\n");
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_feed->viewers(), 0);
    QCOMPARE(m_server->connections(), std::size_t{0});
}

QTEST_GUILESS_MAIN(FeedTest)
#include "feed.moc"
