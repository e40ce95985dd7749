#include "engine/status/statusfixture.h"
#include "status/causeviews.h"

using namespace headwater;
using namespace headwater::test;

namespace {

std::vector<CauseView> views(Books& b, int ms)
{
    b.books.ledger().judgeDue(at(ms));
    return causeViews(b.books, {}, QStringLiteral("127.0.0.1:5300"), at(ms));
}

RemedyFacts facts()
{
    RemedyFacts f;
    f.place = QStringLiteral("nsd");
    f.site = QStringLiteral("nsd");
    f.zone = QStringLiteral("apps.example");
    f.keyWanted = QStringLiteral("hw-2025q4");
    f.ourAddress = QStringLiteral("127.0.0.1:5300");
    f.shown = QStringLiteral("7");
    f.error.key = "hw-2025q3";
    f.error.address = "192.0.2.32";
    f.error.text = "its clock is +600 s from ours";
    f.error.rcode = "NOTIMP";
    f.error.octets = 711000;
    f.error.times = 3;
    f.others = 2;
    f.sinceStep = Seconds{18};
    f.until = QStringLiteral("20:12:00");
    return f;
}

} // namespace

class CausesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aClosedPortIsAServerThatDoesNotRun()
    {
        RemedyFacts closed = facts();
        closed.error.text = "port closed: nothing listens on 192.0.2.32:53";
        const Remedy remedy = remedyFor("notify-timeout", closed);
        QVERIFY(remedy.text.endsWith(
            QStringLiteral("(port closed: nothing listens on 192.0.2.32:53)")));
        QCOMPARE(remedy.imperative, QStringLiteral("Start the name server on nsd."));
    }
    void theWordsOfEachCode_data()
    {
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("imperative");
        const auto row = [](const char* code, const char* step, const char* text,
                            const char* imperative) {
            QTest::newRow(code) << QString::fromUtf8(step) << QString::fromUtf8(text)
                                << QString::fromUtf8(imperative);
        };
        row("badkey", "transfer", "BADKEY: it signs with hw-2025q3, which is unknown here",
            "Install hw-2025q4 on nsd, then retry.");
        row("badsig", "transfer", "BADSIG: the key name matches, the secret or algorithm does not",
            "Copy the secret of hw-2025q4 to nsd again.");
        row("badtime", "transfer", "BADTIME: its clock is +600 s from ours",
            "Correct the clock on nsd, then retry.");
        row("xfr-refused", "transfer",
            "Refused by our access list: 192.0.2.32 may not fetch apps.example",
            "Add 192.0.2.32 to nsd, or check which address it asks from.");
        row("xfr-aborted", "transfer", "It closed the connection after 711 kB, 3 times",
            "Check disk space and message size limits on nsd.");
        row("xfr-slow", "transfer", "It asked 18.0 s ago and has not finished the transfer",
            "Check the path to nsd.");
        row("transfer-limit", "transfer",
            "Answered SERVFAIL: as many transfers run as may at a time",
            "Let nsd fetch fewer zones at once, or raise dns.transfers and "
            "dns.transfers-per-secondary.");
        row("connection-limit", "ask",
            "Answered SERVFAIL: it has as many connections open as it may",
            "Let nsd use fewer connections, or raise dns.connections-per-secondary.");
        row("rate-limit", "ask", "Answered SERVFAIL: 192.0.2.32 asks more often than it may",
            "Find out why nsd asks so often, or raise dns.questions-per-second.");
        row("not-loaded", "publish",
            "Answered SERVFAIL: apps.example is known here, but no version of it is loaded",
            "Look at why apps.example was refused or cannot be read here.");
        row("notify-refused", "ack", "Refused: it does not accept NOTIFY from 127.0.0.1:5300",
            "Allow 127.0.0.1:5300 as a primary on nsd.");
        row("notify-unsupported", "ack", "It answers NOTIMP; it probably polls",
            "Set nsd to \"polls\", with its interval as budget.");
        row("no-ask", "ask", "It acked 18.0 s ago and has not asked",
            "Raise its parallel transfers, or spread NOTIFY.");
        row("not-configured", "ask", "It answers NOTIMP for the zone: the zone is not set up there",
            "Add apps.example on nsd, or to its catalog zone.");
        row("old-answer", "activate", "The transfer succeeded, its public address still answers 7",
            "Check whether nsd reloaded, and every node behind its address.");
        row("serial-ahead", "activate", "It answers 7, newer than anything we published",
            "Publish with a serial above 7.");
        row("expiring", "transfer",
            "SOA EXPIRE runs out at 20:12:00; after that it stops answering",
            "Restore transfers before 20:12:00.");
        row("unobserved", "activate", "Probes time out from 1 of 1 vantages",
            "Check the public address of nsd.");
        row("rejected", "publish", "apps.example was refused: its clock is +600 s from ours",
            "Fix the record. The last good version stays live.");
        row("some-new-code", "transfer", "its clock is +600 s from ours",
            "Look at the log of nsd.");
    }
    void theWordsOfEachCode()
    {
        QFETCH(QString, step);
        QFETCH(QString, text);
        QFETCH(QString, imperative);
        const Remedy remedy = remedyFor(QTest::currentDataTag(), facts());
        QCOMPARE(remedy.step, step);
        QCOMPARE(remedy.text, text);
        QCOMPARE(remedy.imperative, imperative);
    }

    void pairsWithOneReasonAreOneCause()
    {
        Books b({watched("nsd")});
        for (int i = 0; i < 37; ++i) {
            const std::string zone = "z" + std::to_string(i) + ".example";
            b.add({loaded(0, 7, zone), shows(1, 7, "nsd", zone)});
        }
        for (int i = 0; i < 37; ++i) {
            const std::string zone = "z" + std::to_string(i) + ".example";
            b.add({published(100 + i, 8, zone), refused(200 + i, "nsd", "badkey", zone)});
        }
        const auto found = views(b, 2000);
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found.front().code, std::string("badkey"));
        QCOMPARE(found.front().count, std::size_t(37));
        QCOMPARE(found.front().zones.size(), 20);
        QCOMPARE(found.front().zones.front(), QStringLiteral("z0.example"));
        QCOMPARE(found.front().title(), QStringLiteral("Transfer refused on nsd"));
        QVERIFY(found.front().since == at(98));
        QCOMPARE(textOf(found.front().json(), "secondary"), QStringLiteral("nsd"));
    }

    void aCauseThatReturnsKeepsItsBeginning()
    {
        Books b({watched("nsd")});
        b.add({loaded(0, 7), shows(1, 7), published(100, 8), refused(200)});
        QCOMPARE(views(b, 2000).front().times, 1);
        b.add({transferred(3000, 8), shows(3001, 8)});
        QVERIFY(views(b, 3002).empty());
        b.add({published(60000, 9), refused(60100)});
        const auto again = views(b, 62000);
        QCOMPARE(again.front().times, 2);
        QVERIFY(again.front().since == at(98));
        QVERIFY(again.front().sentence(at(62000)).endsWith(QStringLiteral("2nd time in 10 m.")));
        b.add({transferred(63000, 9), shows(63001, 9), published(900000, 10), refused(900100)});
        QCOMPARE(views(b, 902000).front().times, 1);
    }

    void whatAPairWaitsForDecidesTheCode_data()
    {
        QTest::addColumn<int>("facts");
        QTest::addColumn<QString>("code");
        QTest::newRow("nothing sent") << 0 << QStringLiteral("notify-timeout");
        QTest::newRow("not acked") << 1 << QStringLiteral("notify-timeout");
        QTest::newRow("acked") << 2 << QStringLiteral("no-ask");
        QTest::newRow("asked") << 3 << QStringLiteral("xfr-slow");
        QTest::newRow("transferred") << 4 << QStringLiteral("old-answer");
    }
    void whatAPairWaitsForDecidesTheCode()
    {
        QFETCH(int, facts);
        QFETCH(QString, code);
        Books b({watched("nsd")});
        b.add({loaded(0, 7), shows(1, 7), published(100, 8)});
        const std::vector<Fact> steps{sent(101, 8), acked(102, 8), asked(103, 8),
                                      transferred(104, 8)};
        b.add({steps.begin(), steps.begin() + facts});
        const auto found = views(b, 7000);
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(found.front().code), code);
        QCOMPARE(found.front().state, SyncState::Lag);
    }

    void inFlightIsOneCauseOverall()
    {
        Books b;
        b.add({loaded(0, 7), shows(1, 7), shows(1, 7, "knot"), published(100, 8)});
        const auto found = views(b, 200);
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found.front().code, std::string("in-flight"));
        QCOMPARE(found.front().zones, QStringList{QStringLiteral("apps.example")});
    }

    void moreThanThreeSecondariesAreCounted()
    {
        std::vector<WatchedSecondary> secondaries;
        for (const char* each : {"a", "b", "c", "d", "e"})
            secondaries.push_back(watched(each, each));
        Books b(secondaries);
        b.add({loaded(0, 7)});
        for (const char* each : {"a", "b", "c", "d", "e"})
            b.add({shows(1, 7, each)});
        b.add({published(100, 8), shows(200, 8, "e")});
        const auto found = views(b, 8000);
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found.front().place, QStringLiteral("4 secondaries"));
        QCOMPARE(found.front().count, std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(CausesTest)
#include "causes.moc"
