#include <QtTest>

#include "factinbox.h"

using namespace headwater;

namespace {

Fact problem(const std::string& place)
{
    return factNow(EngineProblem{place, "a test"});
}

std::vector<std::string> places(const std::vector<Fact>& facts)
{
    std::vector<std::string> found;
    for (const Fact& fact : facts)
        found.push_back(std::get<EngineProblem>(fact.body).place);
    return found;
}

} // namespace

class FactInboxTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatAZonesPublisherTellsIsBeforeWhatFollowsFromIt()
    {
        FactInbox inbox;
        inbox.add(problem("publisher")); // nobody was woken yet
        inbox.add(problem("notifier"));
        QVERIFY(places(inbox.take()) == (std::vector<std::string>{"publisher", "notifier"}));
        QVERIFY(inbox.take().empty());
    }

    void theTakerIsWokenOnceForAllThatWaits()
    {
        FactInbox inbox;
        QVERIFY(!inbox.isToBeTaken());
        inbox.add(problem("a"));
        QVERIFY(inbox.isToBeTaken());
        inbox.add(problem("b"));
        QVERIFY(!inbox.isToBeTaken());
        QCOMPARE(inbox.take().size(), 2U);
        QVERIFY(!inbox.isToBeTaken());
        inbox.add(problem("c"));
        QVERIFY(inbox.isToBeTaken());
    }
};

QTEST_APPLESS_MAIN(FactInboxTest)
#include "factinbox.moc"
