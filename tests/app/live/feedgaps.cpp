#include <QSignalSpy>
#include <QTest>

#include "feedmessages.h"
#include "feedstate.h"

using namespace headwater;
using namespace headwater::test;

/// A change that was missed is never papered over: the window asks for a picture.
class FeedGapsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGapAsksForAPicture_data();
    void aGapAsksForAPicture();
    void changesInOrderAskForNothing();
    void aChangeBeforeAnyPictureAsks();
    void itIsAskedOnceUntilFiveSecondsHavePassed();
    void messagesThatAreNoneAreIgnored();

private:
    qint64 m_now = 0;
};

void FeedGapsTest::aGapAsksForAPicture_data()
{
    QTest::addColumn<QJsonObject>("odd");
    QTest::newRow("a number is left out") << message(QStringLiteral("change"), 3);
    QTest::newRow("a number comes twice") << message(QStringLiteral("change"), 1);
    QTest::newRow("another run") << message(QStringLiteral("change"), 2, QStringLiteral("b"));
    QTest::newRow("a heartbeat ahead") << message(QStringLiteral("heartbeat"), 4);
}

void FeedGapsTest::aGapAsksForAPicture()
{
    QFETCH(const QJsonObject, odd);
    AskedSource source;
    FeedState state;
    state.setSource(&source);
    QSignalSpy gap(&state, &FeedState::gap);
    const auto with1 = [](const QString& type, double seq, double serial) {
        return with(message(type, seq), QStringLiteral("zones"),
                    QJsonArray{zone(QStringLiteral("a.example"), serial, QStringLiteral("ok"))});
    };
    state.take(with1(QStringLiteral("picture"), 1, 1));
    state.flush();
    state.take(odd);
    QCOMPARE(gap.count(), 1);
    QCOMPARE(source.asked, 1);
    // What follows the gap is not applied, whatever its number; the picture is.
    state.take(with1(QStringLiteral("change"), 4, 4));
    state.flush();
    QCOMPARE(state.zones()->rows().first().serial, 1);
    state.take(with1(QStringLiteral("picture"), 9, 9));
    state.take(with1(QStringLiteral("change"), 10, 10));
    state.flush();
    QCOMPARE(state.zones()->rows().first().serial, 10);
    QCOMPARE(source.asked, 1);
}

void FeedGapsTest::changesInOrderAskForNothing()
{
    AskedSource source;
    FeedState state;
    state.setSource(&source);
    Q_EMIT source.message(message(QStringLiteral("picture"), 7));
    for (int seq = 8; seq < 20; ++seq) {
        Q_EMIT source.message(message(QStringLiteral("change"), seq));
        Q_EMIT source.message(message(QStringLiteral("heartbeat"), seq));
    }
    QCOMPARE(source.asked, 0);
}

void FeedGapsTest::aChangeBeforeAnyPictureAsks()
{
    AskedSource source;
    FeedState state;
    state.setSource(&source);
    state.take(message(QStringLiteral("change"), 5));
    QCOMPARE(source.asked, 1);
    QVERIFY(!state.isReady());
}

void FeedGapsTest::itIsAskedOnceUntilFiveSecondsHavePassed()
{
    AskedSource source;
    FeedState state(nullptr, [this] { return m_now; });
    state.setSource(&source);
    for (int seq = 5; seq < 15; ++seq) {
        state.take(message(QStringLiteral("change"), seq));
    }
    QCOMPARE(source.asked, 1);
    m_now += 5000;
    state.take(message(QStringLiteral("heartbeat"), 15));
    QCOMPARE(source.asked, 2);
}

void FeedGapsTest::messagesThatAreNoneAreIgnored()
{
    AskedSource source;
    FeedState state;
    state.setSource(&source);
    state.take({});
    state.take({{QStringLiteral("type"), QStringLiteral("picture")}});
    state.take({{QStringLiteral("type"), 5}, {QStringLiteral("seq"), QStringLiteral("x")}});
    state.flush();
    QVERIFY(!state.isReady());
    QJsonObject odd = message(QStringLiteral("picture"), 1);
    odd.insert(QStringLiteral("zones"), QStringLiteral("none"));
    odd.insert(QStringLiteral("totals"), QJsonArray{1, 2});
    odd.insert(QStringLiteral("secondaries"), QJsonArray{1, QStringLiteral("x"), QJsonObject{}});
    state.take(odd);
    state.flush();
    QVERIFY(state.isReady());
    QCOMPARE(state.zones()->count(), 0);
    QCOMPARE(state.secondaries()->count(), 0);
}

QTEST_GUILESS_MAIN(FeedGapsTest)
#include "feedgaps.moc"
