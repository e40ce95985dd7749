#include <QMap>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "feedmessages.h"
#include "feedstate.h"

using namespace headwater;
using namespace headwater::test;

/// What the window shows is what the engine last said.
class FeedStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void applyingChangesEqualsTheNewPicture_data();
    void applyingChangesEqualsTheNewPicture();
    void atMostFourUpdatesASecondReachTheScreen();
    void aPauseFreezesThePageAndLosesNothing();
    void aNewProblemIsSaidWhilePaused();
    void silenceIsSlowAfterThreeSecondsAndStaleAfterTen();
    void timeStandsStillWhenNothingIsHeard();

private:
    qint64 m_now = 0;
    FeedState::Steady steady()
    {
        return [this] { return m_now; };
    }
};

namespace {

/// The engine's side: rows by key, and the picture they make.
struct Engine
{
    QMap<QString, QJsonObject> zones;
    QMap<QString, QJsonObject> secondaries;
    QMap<QString, QJsonObject> publications;

    QJsonObject picture(double seq) const
    {
        QJsonArray z;
        QJsonArray s;
        QJsonArray p;
        for (const QJsonObject& row : zones) {
            z.append(row);
        }
        for (const QJsonObject& row : secondaries) {
            s.append(row);
        }
        for (const QJsonObject& row : publications) {
            p.append(row);
        }
        QJsonObject result = message(QStringLiteral("picture"), seq);
        result.insert(QStringLiteral("zones"), z);
        result.insert(QStringLiteral("secondaries"), s);
        result.insert(QStringLiteral("publications"), p);
        return result;
    }

    QJsonObject randomChange(QRandomGenerator& random, double seq)
    {
        static const QStringList states{QStringLiteral("ok"), QStringLiteral("lag"),
                                        QStringLiteral("fail"), QStringLiteral("moving")};
        QJsonArray rows;
        QJsonArray gone;
        QJsonArray published;
        QJsonArray machines;
        // Each key at most once, as the engine gathers changes.
        const int first = random.bounded(20);
        for (int i = 0; i < 3; ++i) {
            const QString name = QStringLiteral("z%1.example").arg((first + i) % 20);
            if (random.bounded(5) == 0 && zones.remove(name) > 0) {
                gone.append(name);
                continue;
            }
            const QJsonObject row = zone(
                name, random.bounded(1000), states.at(random.bounded(4)),
                {pair(QStringLiteral("s0"), states.at(random.bounded(4)), random.bounded(99))});
            zones.insert(name, row);
            rows.append(row);
            const QJsonObject version = publication(name, seq, 1000 * seq + i);
            publications.insert(version.value(QStringLiteral("id")).toString(), version);
            published.append(version);
        }
        const QString machine = QStringLiteral("s%1").arg(random.bounded(3));
        secondaries.insert(machine, secondary(machine, states.at(random.bounded(4))));
        machines.append(secondaries.value(machine));
        QJsonObject result = message(QStringLiteral("change"), seq);
        result.insert(QStringLiteral("zones"), rows);
        result.insert(QStringLiteral("zonesGone"), gone);
        result.insert(QStringLiteral("publications"), published);
        result.insert(QStringLiteral("secondaries"), machines);
        return result;
    }
};

template <typename Row> QMap<QString, Row> byKey(const QList<Row>& rows)
{
    QMap<QString, Row> result;
    for (const Row& row : rows) {
        result.insert(row.key(), row);
    }
    return result;
}

} // namespace

void FeedStateTest::applyingChangesEqualsTheNewPicture_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void FeedStateTest::applyingChangesEqualsTheNewPicture()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    Engine engine;
    FeedState followed(nullptr, steady());
    followed.take(engine.picture(1));
    for (int seq = 2; seq < 40; ++seq) {
        // A change says which zones are gone before it says which are there.
        const QJsonObject change = engine.randomChange(random, seq);
        followed.take(change);
        if (random.bounded(3) == 0) {
            followed.flush();
        }
    }
    followed.flush();
    FeedState fresh(nullptr, steady());
    fresh.take(engine.picture(39));
    fresh.flush();
    QVERIFY(byKey(followed.zones()->rows()) == byKey(fresh.zones()->rows()));
    QVERIFY(byKey(followed.secondaries()->rows()) == byKey(fresh.secondaries()->rows()));
    QVERIFY(byKey(followed.publications()->rows()) == byKey(fresh.publications()->rows()));
    // Newest first, however they came.
    const auto& published = followed.publications()->rows();
    for (int i = 1; i < published.size(); ++i) {
        QVERIFY(published.at(i - 1).committedAt >= published.at(i).committedAt);
    }
}

void FeedStateTest::atMostFourUpdatesASecondReachTheScreen()
{
    FeedState state; // its own clock
    QSignalSpy applied(&state, &FeedState::changeApplied);
    state.take(message(QStringLiteral("picture"), 1));
    QTRY_COMPARE(applied.count(), 1);
    for (int seq = 2; seq <= 60; ++seq) {
        state.take(with(message(QStringLiteral("change"), seq), QStringLiteral("zones"),
                        QJsonArray{zone(QStringLiteral("a.example"), seq, QStringLiteral("ok"))}));
        QTest::qWait(10);
    }
    QTRY_VERIFY(state.zones()->count() == 1 && state.zones()->rows().first().serial == 60);
    // 59 changes in 0.6 s or more: one update at once, then each 250 ms.
    QVERIFY2(applied.count() <= 7, qPrintable(QString::number(applied.count())));
}

void FeedStateTest::aPauseFreezesThePageAndLosesNothing()
{
    FeedState state(nullptr, steady());
    state.take(with(message(QStringLiteral("picture"), 1), QStringLiteral("zones"),
                    QJsonArray{zone(QStringLiteral("a.example"), 1, QStringLiteral("ok"))}));
    state.flush();
    const double before = state.now();
    state.pause();
    QCOMPARE(state.status(), static_cast<int>(Live::Status::Held));
    for (int seq = 2; seq <= 43; ++seq) {
        m_now += 100;
        state.take(with(message(QStringLiteral("change"), seq), QStringLiteral("zones"),
                        QJsonArray{zone(QStringLiteral("a.example"), seq, QStringLiteral("ok"))}));
    }
    QCOMPARE(state.waiting(), 42);
    QCOMPARE(state.now(), before);
    QCOMPARE(state.zones()->rows().first().serial, 1);
    state.resume();
    QCOMPARE(state.waiting(), 0);
    QCOMPARE(state.zones()->rows().first().serial, 43);
    QVERIFY(state.now() > before);
}

void FeedStateTest::aNewProblemIsSaidWhilePaused()
{
    const QJsonObject good{{QStringLiteral("state"), QStringLiteral("ok")},
                           {QStringLiteral("rank"), 8}};
    const QJsonObject bad{{QStringLiteral("state"), QStringLiteral("fail")},
                          {QStringLiteral("rank"), 3}};
    FeedState state(nullptr, steady());
    state.take(with(message(QStringLiteral("picture"), 1), QStringLiteral("verdict"), good));
    state.flush();
    state.pause();
    QVERIFY(!state.newProblem());
    state.take(with(message(QStringLiteral("change"), 2), QStringLiteral("verdict"), bad));
    QVERIFY(state.newProblem());
    QCOMPARE(state.verdict()->rank(), 8);
    state.resume();
    QVERIFY(!state.newProblem());
    QCOMPARE(state.verdict()->rank(), 3);
}

void FeedStateTest::silenceIsSlowAfterThreeSecondsAndStaleAfterTen()
{
    FeedState state(nullptr, steady());
    QCOMPARE(state.status(), static_cast<int>(Live::Status::Waiting));
    state.take(message(QStringLiteral("picture"), 1));
    state.flush();
    QCOMPARE(state.status(), static_cast<int>(Live::Status::Current));
    m_now += 3000;
    QCOMPARE(state.status(), static_cast<int>(Live::Status::Slow));
    QVERIFY(state.isFresh());
    m_now += 7000;
    QCOMPARE(state.status(), static_cast<int>(Live::Status::Reconnecting));
    QVERIFY(!state.isFresh());
    state.take(message(QStringLiteral("heartbeat"), 1));
    QCOMPARE(state.status(), static_cast<int>(Live::Status::Current));
}

void FeedStateTest::timeStandsStillWhenNothingIsHeard()
{
    FeedState state(nullptr, steady());
    state.take(message(QStringLiteral("picture"), 1));
    state.flush();
    const double heard = state.now();
    m_now += 2000;
    QCOMPARE(state.now(), heard + 2000);
    m_now += 20000;
    QCOMPARE(state.now(), heard);
    QCOMPARE(state.clock(), heard + 22000);
}

QTEST_GUILESS_MAIN(FeedStateTest)
#include "feedstate.moc"
