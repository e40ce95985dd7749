#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

#include "attachedfeed.h"
#include "feedmessages.h"
#include "feedstate.h"
#include "playedfeed.h"

using namespace headwater;
using namespace headwater::test;

class AttachedFeedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreCompletedOrRefused_data();
    void addressesAreCompletedOrRefused();
    void aPictureArrivesAndAGapAsksForAnother();
    void itComesBackAfterTheEngineWasAway();
    void aRecordingIsPlayedInOrder();
    void aRecordingThatIsNoneNamesTheLine();
};

void AttachedFeedTest::addressesAreCompletedOrRefused_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("url");
    const auto row = [](const char* tag, const char* address, const char* url) {
        QTest::newRow(tag) << QString::fromLatin1(address) << QString::fromLatin1(url);
    };
    row("host", "127.0.0.1", "ws://127.0.0.1:8053/feed");
    row("host and port", "ns0.example:9000", "ws://ns0.example:9000/feed");
    row("the page's address", "http://127.0.0.1:8053/", "ws://127.0.0.1:8053/feed");
    row("secure", "https://ns0.example", "wss://ns0.example/feed");
    row("complete", "ws://127.0.0.1:8053/feed", "ws://127.0.0.1:8053/feed");
    row("IPv6", "[::1]:8053", "ws://[::1]:8053/feed");
    row("another scheme", "ftp://127.0.0.1", "");
    row("nothing", "", "");
    row("no host", "ws://:8053", "");
}

void AttachedFeedTest::addressesAreCompletedOrRefused()
{
    QFETCH(const QString, address);
    QFETCH(const QString, url);
    const auto parsed = AttachedFeed::parseAddress(address);
    QCOMPARE(parsed ? parsed->toString() : QString(), url);
    if (!parsed) {
        QVERIFY(QString::fromStdString(parsed.error().text).contains(address));
    }
}

namespace {

QString textOf(const QJsonObject& object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QUrl urlOf(const QWebSocketServer& server)
{
    return QUrl(QStringLiteral("ws://127.0.0.1:%1/feed").arg(server.serverPort()));
}

} // namespace

void AttachedFeedTest::aPictureArrivesAndAGapAsksForAnother()
{
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    AttachedFeed feed(urlOf(server));
    FeedState state;
    state.setSource(&feed);
    feed.open();
    QTRY_VERIFY(server.hasPendingConnections());
    const std::unique_ptr<QWebSocket> viewer(server.nextPendingConnection());
    // The engine refuses an Origin that is not its own address.
    QCOMPARE(viewer->origin(), QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort()));
    QCOMPARE(viewer->requestUrl().path(), QStringLiteral("/feed"));
    QSignalSpy asked(viewer.get(), &QWebSocket::textMessageReceived);
    viewer->sendTextMessage(textOf(message(QStringLiteral("picture"), 1)));
    QTRY_VERIFY(state.isReady());
    viewer->sendTextMessage(QStringLiteral("not JSON"));
    viewer->sendTextMessage(textOf(message(QStringLiteral("change"), 5)));
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().toString(), QStringLiteral("{\"type\":\"picture\"}"));
}

void AttachedFeedTest::itComesBackAfterTheEngineWasAway()
{
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    AttachedFeed feed(urlOf(server));
    QSignalSpy connection(&feed, &FeedSource::connectionChanged);
    feed.open();
    QTRY_VERIFY(server.hasPendingConnections());
    std::unique_ptr<QWebSocket> viewer(server.nextPendingConnection());
    QTRY_COMPARE(connection.count(), 1);
    QCOMPARE(feed.retryInMs(), -1);
    viewer->abort();
    QTRY_COMPARE(connection.count(), 2);
    QVERIFY(!connection.at(1).first().toBool());
    QVERIFY(feed.retryInMs() > 0 && feed.retryInMs() <= 1100); // a coarse timer
    feed.retryNow();
    QTRY_VERIFY(server.hasPendingConnections());
    QTRY_COMPARE(connection.count(), 3);
    QVERIFY(connection.at(2).first().toBool());
}

void AttachedFeedTest::aRecordingIsPlayedInOrder()
{
    const auto messages =
        PlayedFeed::load(QStringLiteral(TESTS_FOLDER "/screens/feeds/stuck.jsonl"));
    QVERIFY2(messages.has_value(), messages ? "" : messages.error().text.c_str());
    PlayedFeed feed(*messages);
    FeedState state;
    state.setSource(&feed);
    feed.start();
    QTRY_VERIFY(state.isReady());
    QCOMPARE(state.secondaries()->count(), 12);
    QCOMPARE(state.causes()->count(), 2);
    QCOMPARE(state.verdict()->rank(), 3);
    QVERIFY(state.zones()->find(QStringLiteral("apps.example")) != nullptr);
}

void AttachedFeedTest::aRecordingThatIsNoneNamesTheLine()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("{\"type\":\"picture\"}\n\n[1]\n");
    file.flush();
    const auto bad = PlayedFeed::load(file.fileName());
    QVERIFY(!bad);
    QVERIFY(QString::fromStdString(bad.error().text).contains(QStringLiteral("line 3")));
    QVERIFY(!PlayedFeed::load(QStringLiteral("/nonexistent")));
}

QTEST_GUILESS_MAIN(AttachedFeedTest)
#include "attachedfeed.moc"
