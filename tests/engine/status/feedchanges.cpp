#include <QElapsedTimer>
#include <QJsonDocument>
#include <QMap>

#include "engine/status/statusfixture.h"

using namespace headwater;
using namespace headwater::test;

namespace {

/// What a consumer does: whole values replace, rows are put by their key.
class Consumer
{
public:
    explicit Consumer(const QJsonObject& picture) { apply(picture); }

    void apply(const QJsonObject& body)
    {
        for (const QJsonValue& gone : body.value(QStringLiteral("zonesGone")).toArray())
            m_rows[QStringLiteral("zones")].remove(gone.toString());
        for (auto it = body.begin(); it != body.end(); ++it) {
            const QString key = it.key();
            if (key == QLatin1String("zones") || key == QLatin1String("secondaries"))
                put(key, QStringLiteral("name"), it.value().toArray());
            else if (key == QLatin1String("publications"))
                put(key, QStringLiteral("id"), it.value().toArray());
            else if (!key.endsWith(QLatin1String("Gone")))
                m_whole.insert(key, it.value());
        }
        trim();
    }

    [[nodiscard]] QJsonObject state() const
    {
        QJsonObject all = m_whole;
        for (auto it = m_rows.begin(); it != m_rows.end(); ++it) {
            QJsonObject rows;
            for (auto row = it.value().begin(); row != it.value().end(); ++row)
                rows.insert(row.key(), row.value());
            all.insert(it.key(), rows);
        }
        QJsonObject totals = all.value(QStringLiteral("totals")).toObject();
        totals.remove(QStringLiteral("liveUpTo")); // now, if nothing is open
        all.insert(QStringLiteral("totals"), totals);
        return all;
    }

private:
    void put(const QString& list, const QString& key, const QJsonArray& rows)
    {
        for (const QJsonValue& row : rows)
            m_rows[list].insert(row.toObject().value(key).toString(), row.toObject());
    }
    void trim()
    {
        auto& rows = m_rows[QStringLiteral("publications")];
        while (rows.size() > 60) {
            auto oldest = rows.begin();
            for (auto it = rows.begin(); it != rows.end(); ++it) {
                if (numberOf(it.value(), "number") < numberOf(oldest.value(), "number"))
                    oldest = it;
            }
            rows.erase(oldest);
        }
    }

    QJsonObject m_whole;
    QMap<QString, QMap<QString, QJsonObject>> m_rows;
};

/// Where two values differ, as a path; empty: nowhere.
QString firstDifference(const QJsonValue& a, const QJsonValue& b)
{
    if (a == b)
        return {};
    if (!a.isObject() || !b.isObject())
        return QString::fromUtf8(QJsonDocument(QJsonArray{a, b}).toJson(QJsonDocument::Compact));
    QStringList keys = a.toObject().keys() + b.toObject().keys();
    for (const QString& key : keys) {
        const QString inside = firstDifference(a.toObject().value(key), b.toObject().value(key));
        if (!inside.isEmpty())
            return key + QLatin1Char('/') + inside;
    }
    return {};
}

/// Random facts of a dozen zones, in order of time.
class RandomFacts
{
public:
    explicit RandomFacts(quint32 seed)
        : m_random(seed * 7919)
    {
    }

    [[nodiscard]] Fact next()
    {
        m_ms += static_cast<int>(below(400));
        const std::string zone = "z" + std::to_string(below(12)) + ".example";
        const std::string secondary = below(2) == 0 ? "knot" : "nsd";
        const std::uint32_t shown = m_serial - below(3);
        switch (below(16)) {
        case 0:
            return published(m_ms, ++m_serial, zone);
        case 1:
            return sent(m_ms, shown, secondary, zone);
        case 2:
            return acked(m_ms, shown, secondary, Rcode::NoError, zone);
        case 3:
            return acked(m_ms, shown, secondary, Rcode::Refused, zone);
        case 4:
            return unanswered(m_ms, shown, secondary, zone);
        case 5:
            return asked(m_ms, shown, secondary, zone);
        case 6:
            return transferred(m_ms, shown, secondary, zone);
        case 7:
            return refused(m_ms, secondary, "badkey", zone);
        case 8:
            return silent(m_ms, secondary, zone);
        case 9:
            return {at(m_ms), ZoneRejected{name(zone), "f", "line 1: no"}};
        case 10:
            return {at(m_ms), ZoneAccepted{name(zone)}};
        case 11:
            return {at(m_ms), EngineProblem{"dns", "port in use"}};
        case 12:
            return {at(m_ms), EngineProblemEnded{"dns"}};
        case 13:
            return {at(m_ms), ZoneRetired{name(zone)}};
        case 14:
            return live(m_ms, shown, secondary, zone);
        default:
            return shows(m_ms, shown, secondary, zone);
        }
    }

private:
    std::uint32_t below(std::uint32_t bound)
    {
        m_random = m_random * 1664525U + 1013904223U;
        return (m_random >> 8) % bound;
    }
    quint32 m_random;
    std::uint32_t m_serial = 10;
    int m_ms = 0;
};

} // namespace

class FeedChangesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allChangesAppliedToThePictureAreANewPicture_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 6; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void allChangesAppliedToThePictureAreANewPicture()
    {
        QFETCH(quint32, seed);
        RandomFacts facts(seed);
        Board b;
        int changes = 0;
        Consumer consumer(b.board.picture());
        QObject::connect(&b.board, &StatusBoard::change, [&](const QJsonObject& body) {
            ++changes;
            consumer.apply(body);
        });
        for (int round = 0; round < 4; ++round) {
            for (int step = 0; step < 150; ++step)
                b.add({facts.next()});
            QTest::qWait(300);
        }
        // Rows that only grew older come with the next ticks; the clock stands still meanwhile.
        b.now += Seconds{10};
        QString difference;
        const auto same = [&] {
            difference = firstDifference(consumer.state(), Consumer(b.board.picture()).state());
            return difference.isEmpty();
        };
        QVERIFY2(QTest::qWaitFor(same, 8000), qPrintable(difference));
        QVERIFY(changes >= 4);
    }

    void nothingIsSentWhenNothingChanges()
    {
        Board b;
        b.add({loaded(0, 7), shows(1, 7), shows(1, 7, "knot")});
        int changes = 0;
        QObject::connect(&b.board, &StatusBoard::change, [&](const QJsonObject&) { ++changes; });
        QTest::qWait(400);
        QCOMPARE(changes, 1);
        b.add({shows(2000, 7)}); // the same as before, but its probe has a new moment
        QTest::qWait(400);
        QCOMPARE(changes, 2);
        QTest::qWait(1300);
        QCOMPARE(changes, 2); // no tick while all is live
    }

    void changesAreGathered()
    {
        Board b;
        b.add({loaded(0, 7), shows(1, 7), shows(1, 7, "knot")});
        QTest::qWait(300);
        int changes = 0;
        QObject::connect(&b.board, &StatusBoard::change, [&](const QJsonObject&) { ++changes; });
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 50; ++i) {
            b.add({published(2000 + i, static_cast<std::uint32_t>(8 + i))});
            QTest::qWait(10);
        }
        QVERIFY2(changes <= timer.elapsed() / 250 + 2, qPrintable(QString::number(changes)));
    }

    void statesChangeByTimeAlone()
    {
        Board b;
        b.add({loaded(0, 7), shows(1, 7), shows(1, 7, "knot"), published(100, 8)});
        QString state;
        QObject::connect(&b.board, &StatusBoard::change, [&](const QJsonObject& body) {
            const QJsonArray rows = body.value(QStringLiteral("zones")).toArray();
            if (!rows.isEmpty())
                state = textOf(rows[0].toObject(), "state");
        });
        QTRY_COMPARE(state, QStringLiteral("moving"));
        b.now = at(7000);
        QTRY_COMPARE(state, QStringLiteral("lag"));
        b.now = at(60000);
        QTRY_COMPARE(state, QStringLiteral("fail"));
    }

    void factsAreHandedOnWhenSomeoneListens()
    {
        Board b;
        QJsonArray facts;
        QObject::connect(&b.board, &StatusBoard::factAdded, [&](const QJsonObject& body) {
            facts = body.value(QStringLiteral("facts")).toArray();
        });
        b.add({loaded(0, 7)});
        QCOMPARE(textOf(facts[0].toObject(), "kind"), QStringLiteral("ZoneLoaded"));
    }
};

QTEST_GUILESS_MAIN(FeedChangesTest)
#include "feedchanges.moc"
