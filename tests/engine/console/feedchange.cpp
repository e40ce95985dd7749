#include "console/feedchange.h"

#include <QJsonDocument>
#include <QTest>

using namespace headwater;

namespace {

QJsonObject object(const char* text)
{
    return QJsonDocument::fromJson(text).object();
}

QByteArray text(const QJsonObject& value)
{
    return QJsonDocument(value).toJson(QJsonDocument::Compact);
}

} // namespace

class FeedChangeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theNewestRowOfAZoneIsKept();
    void aZoneThatWentIsGoneFromTheRows();
    void aZoneThatCameBackIsARowAgain();
    void whatIsSentWholeIsReplaced();
    void factsAreOnlyForThoseWhoAsked();
    void factsAreKeptInOrderAndBounded();
    void nothingIsLeftAfterItWasTaken();
};

void FeedChangeTest::theNewestRowOfAZoneIsKept()
{
    FeedChange gathered;
    gathered.add(object(R"({"zones":[{"name":"a","serial":1},{"name":"b","serial":1}]})"),
                 FeedChange::Facts::Left);
    gathered.add(object(R"({"zones":[{"name":"a","serial":2}],"secondaries":[{"name":"a"}]})"),
                 FeedChange::Facts::Left);
    QCOMPARE(text(gathered.take()), QByteArray(R"({"secondaries":[{"name":"a"}],)"
                                               R"("zones":[{"name":"a","serial":2},)"
                                               R"({"name":"b","serial":1}]})"));
}

void FeedChangeTest::aZoneThatWentIsGoneFromTheRows()
{
    FeedChange gathered;
    gathered.add(object(R"({"zones":[{"name":"a"},{"name":"b"}]})"), FeedChange::Facts::Left);
    gathered.add(object(R"({"zonesGone":["a"]})"), FeedChange::Facts::Left);
    QCOMPARE(text(gathered.take()), QByteArray(R"({"zones":[{"name":"b"}],"zonesGone":["a"]})"));
}

void FeedChangeTest::aZoneThatCameBackIsARowAgain()
{
    FeedChange gathered;
    gathered.add(object(R"({"zonesGone":["a"]})"), FeedChange::Facts::Left);
    gathered.add(object(R"({"zones":[{"name":"a","serial":9}]})"), FeedChange::Facts::Left);
    QCOMPARE(text(gathered.take()), QByteArray(R"({"zones":[{"name":"a","serial":9}]})"));
}

void FeedChangeTest::whatIsSentWholeIsReplaced()
{
    FeedChange gathered;
    gathered.add(object(R"({"totals":{"zones":1,"pairs":2}})"), FeedChange::Facts::Left);
    gathered.add(object(R"({"totals":{"zones":2}})"), FeedChange::Facts::Left);
    QCOMPARE(text(gathered.take()), QByteArray(R"({"totals":{"zones":2}})"));
}

void FeedChangeTest::factsAreOnlyForThoseWhoAsked()
{
    FeedChange without;
    without.add(object(R"({"facts":[{"kind":"NotifySent"}]})"), FeedChange::Facts::Left);
    QVERIFY(without.isEmpty());
    FeedChange with;
    with.add(object(R"({"facts":[{"kind":"NotifySent"}]})"), FeedChange::Facts::Kept);
    QVERIFY(!with.isEmpty());
}

void FeedChangeTest::factsAreKeptInOrderAndBounded()
{
    FeedChange gathered;
    for (int i = 0; i < 700; ++i) {
        gathered.add({{QStringLiteral("facts"), QJsonArray{i}}}, FeedChange::Facts::Kept);
    }
    const QJsonArray facts = gathered.take().value(QLatin1String("facts")).toArray();
    QCOMPARE(facts.size(), 500);
    QCOMPARE(facts.first().toInt(), 200);
    QCOMPARE(facts.last().toInt(), 699);
}

void FeedChangeTest::nothingIsLeftAfterItWasTaken()
{
    FeedChange gathered;
    gathered.add(object(R"({"zones":[{"name":"a"}],"zonesGone":["b"],"flow":[1],"facts":[1]})"),
                 FeedChange::Facts::Kept);
    QCOMPARE(gathered.take().size(), 4);
    QVERIFY(gathered.isEmpty());
    QVERIFY(gathered.take().isEmpty());
}

QTEST_APPLESS_MAIN(FeedChangeTest)
#include "feedchange.moc"
