#include "status/statusboard.h"

#include "engine/status/statusfixture.h"

using namespace headwater;
using namespace headwater::test;

namespace {

std::vector<Fact> quiet(const std::string& zone = "apps.example")
{
    return {loaded(0, 7, zone), shows(1, 7, "nsd", zone), shows(1, 7, "knot", zone)};
}

std::vector<Fact> wholeWay(int ms, std::uint32_t serial, const std::string& secondary)
{
    return {sent(ms + 1, serial, secondary),   acked(ms + 2, serial, secondary),
            asked(ms + 4, serial, secondary),  transferred(ms + 8, serial, secondary),
            shows(ms + 20, serial, secondary), live(ms + 20, serial, secondary)};
}

} // namespace

class StatusBoardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPictureHasEveryKey()
    {
        Board b;
        b.add(quiet());
        const QJsonObject picture = b.board.picture();
        for (const char* key : {"engine", "verdict", "totals", "flow", "zonesTotal", "zones",
                                "secondaries", "publications", "causes"})
            QVERIFY2(picture.contains(QLatin1String(key)), key);
        QCOMPARE(picture.value(QStringLiteral("flow")).toArray().size(), 7);
        QCOMPARE(textOf(picture.value(QStringLiteral("engine")).toObject(), "name"),
                 QStringLiteral("demo"));
    }

    void aZoneRowTellsHowFarEachSecondaryIs()
    {
        Board b;
        b.add(quiet());
        b.add({published(100, 8)});
        b.add(wholeWay(100, 8, "knot"));
        b.add({sent(101, 8), acked(102, 8)});
        const QJsonObject row = b.zone();
        QCOMPARE(numberOf(row, "serial"), 8.0);
        QCOMPARE(textOf(row, "state"), QStringLiteral("moving"));
        QCOMPARE(numberOf(row, "live"), 1.0);
        QCOMPARE(numberOf(row, "of"), 2.0);
        QCOMPARE(textOf(row, "slowest"), QStringLiteral("pending"));
        QCOMPARE(textOf(row, "source"), QStringLiteral("Zone files"));
        QCOMPARE(textOf(row, "sourceName"), QStringLiteral("apps.example.zone"));
        const QJsonArray pairs = row.value(QStringLiteral("pairs")).toArray();
        QCOMPARE(textOf(pairs[0].toObject(), "secondary"), QStringLiteral("knot"));
        QCOMPARE(numberOf(pairs[0].toObject(), "step"), 6.0);
        QCOMPARE(numberOf(pairs[1].toObject(), "step"), 3.0);
        QCOMPARE(numberOf(pairs[1].toObject(), "serial"), 7.0);
        QCOMPARE(numberOf(pairs[1].toObject(), "behind"), 1.0);
        QVERIFY(numberOf(pairs[1].toObject(), "ageMs") > 0);
        b.add(wholeWay(140, 8, "nsd"));
        QCOMPARE(textOf(b.zone(), "slowest"), QStringLiteral("nsd 62.0 ms"));
        QCOMPARE(textOf(b.zone(), "state"), QStringLiteral("ok"));
        QCOMPARE(numberOf(b.zone(), "p99Ms"), 62.0);
    }

    void aPublicationHasItsStepsSinceTheCommit()
    {
        Board b;
        b.add(quiet());
        b.add({published(100, 8)});
        b.add(wholeWay(100, 8, "knot"));
        b.add({asked(103, 8), transferred(105, 8), shows(150, 8), live(150, 8)});
        const QJsonArray rows = b.board.publications(name("apps.example"));
        QCOMPARE(rows.size(), 1);
        const QJsonObject row = rows[0].toObject();
        QCOMPARE(textOf(row, "id"), QStringLiteral("apps.example/8"));
        QCOMPARE(numberOf(row, "everywhereMs"), 52.0);
        QCOMPARE(textOf(row, "state"), QStringLiteral("ok"));
        const QJsonArray steps = row.value(QStringLiteral("steps")).toArray();
        const QJsonObject knot = steps[0].toObject();
        QCOMPARE(numberOf(knot, "publishedMs"), 2.0);
        QCOMPARE(numberOf(knot, "sentMs"), 3.0);
        QCOMPARE(numberOf(knot, "ackedMs"), 4.0);
        QCOMPARE(numberOf(knot, "askedMs"), 6.0);
        QCOMPARE(numberOf(knot, "transferredMs"), 10.0);
        QCOMPARE(numberOf(knot, "liveMs"), 22.0);
        QCOMPARE(textOf(knot, "kind"), QStringLiteral("IXFR"));
        QCOMPARE(steps[1].toObject().value(QStringLiteral("skipped")).toArray(),
                 QJsonArray({QStringLiteral("sent"), QStringLiteral("acked")}));
    }

    void theTotalsCountPairsZonesAndTimes()
    {
        Board b;
        b.add(quiet());
        b.add(quiet("mail.example"));
        b.add({published(100, 8)});
        b.add(wholeWay(100, 8, "knot"));
        QJsonObject totals = b.totals();
        QCOMPARE(numberOf(totals, "zones"), 2.0);
        QCOMPARE(numberOf(totals, "zonesMoving"), 1.0);
        QCOMPARE(numberOf(totals, "pairs"), 4.0);
        QCOMPARE(numberOf(totals, "pairsLive"), 3.0);
        QCOMPARE(numberOf(totals, "secondariesInSync"), 2.0);
        QCOMPARE(numberOf(totals, "liveUpTo"), 1763649000098.0);
        QCOMPARE(numberOf(totals, "notifyAcked"), 1.0);
        QCOMPARE(numberOf(totals, "ixfrShare"), 1.0);
        b.add(wholeWay(110, 8, "nsd"));
        totals = b.totals();
        QCOMPARE(numberOf(totals, "pairsLive"), 4.0);
        QCOMPARE(numberOf(totals, "samples"), 2.0);
        QCOMPARE(numberOf(totals, "p99Ms"), 32.0);
        QCOMPARE(totals.value(QStringLiteral("recentLiveMs")).toArray(), QJsonArray({22.0, 32.0}));
    }

    void theFlowStripCountsPairsWhereTheyWait()
    {
        Board b;
        b.add(quiet());
        b.add({published(100, 8), sent(101, 8, "knot"), sent(101, 8), acked(102, 8)});
        QJsonArray flow = b.board.status().value(QStringLiteral("flow")).toArray();
        QCOMPARE(numberOf(flow[2].toObject(), "waiting"), 1.0); // knot: ack
        QCOMPARE(numberOf(flow[3].toObject(), "waiting"), 1.0); // nsd: ask
        QCOMPARE(numberOf(flow[6].toObject(), "waiting"), 0.0);
        b.add({refused(103), asked(103, 8)});
        b.add({refused(104)});
        b.now = at(2000);
        flow = b.board.status().value(QStringLiteral("flow")).toArray();
        QCOMPARE(textOf(flow[4].toObject(), "step"), QStringLiteral("transfer"));
        QCOMPARE(textOf(flow[4].toObject(), "state"), QStringLiteral("fail"));
        QCOMPARE(textOf(flow[4].toObject(), "note"), QStringLiteral("1 stuck, nsd"));
    }

    void theSecondaryRowTellsNotifyTransferAndProbe()
    {
        Board b;
        b.add(quiet());
        b.add({published(100, 8)});
        b.add(wholeWay(100, 8, "nsd"));
        QJsonObject row = b.board.secondaries()[1].toObject();
        QCOMPARE(textOf(row, "name"), QStringLiteral("nsd"));
        QCOMPARE(textOf(row, "state"), QStringLiteral("ok"));
        const QJsonObject notify = row.value(QStringLiteral("notify")).toObject();
        QCOMPARE(textOf(notify, "state"), QStringLiteral("acked"));
        QCOMPARE(textOf(notify, "text"), QStringLiteral("acked in 0.4 ms"));
        QCOMPARE(numberOf(notify, "rttMs"), 0.4);
        const QJsonObject transfer = row.value(QStringLiteral("lastTransfer")).toObject();
        QCOMPARE(textOf(transfer, "kind"), QStringLiteral("IXFR"));
        QCOMPARE(numberOf(transfer, "octets"), 612.0);
        QCOMPARE(numberOf(row.value(QStringLiteral("probe")).toObject(), "serial"), 8.0);
        QCOMPARE(numberOf(row, "budgetMs"), 5000.0);
        b.add({published(1000, 9), unanswered(2000, 9)});
        row = b.board.secondaries()[1].toObject();
        QCOMPARE(textOf(row.value(QStringLiteral("notify")).toObject(), "text"),
                 QStringLiteral("try 2 at 14:30:04"));
        QCOMPARE(numberOf(row, "zonesBehind"), 1.0);
        QCOMPARE(numberOf(row, "versionsBehind"), 1.0);
        b.add({refused(2100)});
        b.now = at(4000);
        row = b.board.secondaries()[1].toObject();
        QCOMPARE(textOf(row, "causeCode"), QStringLiteral("badkey"));
        QVERIFY(textOf(row, "error").startsWith(QStringLiteral("BADKEY")));
    }

    void zonesComeInPagesAndByQuery()
    {
        Board b;
        for (const char* each : {"c.example", "a.example", "b.example", "a.test"})
            b.add(quiet(each));
        b.add({published(100, 8, "b.example")});
        const auto names = [&](const QString& after, int limit, const QString& query) {
            QStringList list;
            for (const QJsonValue& row :
                 b.board.zones(after, limit, query).value(QStringLiteral("zones")).toArray())
                list.append(textOf(row.toObject(), "name"));
            return list.join(QLatin1Char(' '));
        };
        QCOMPARE(names({}, 2, {}), QStringLiteral("a.example b.example"));
        QCOMPARE(names(QStringLiteral("b.example"), 9, {}), QStringLiteral("c.example a.test"));
        QCOMPARE(names({}, 9, QStringLiteral("a.")), QStringLiteral("a.example a.test"));
        QCOMPARE(names({}, 9, QStringLiteral("state:moving")), QStringLiteral("b.example"));
        QCOMPARE(names({}, 9, QStringLiteral("-state:moving *.example")),
                 QStringLiteral("a.example c.example"));
        QCOMPARE(names({}, 9, QStringLiteral("on:nsd")), QStringLiteral("b.example"));
        QCOMPARE(numberOf(b.board.zones({}, 1, QStringLiteral("?.test")), "total"), 1.0);
        QCOMPARE(numberOf(b.board.zones({}, 1, {}), "total"), 4.0);
    }

    void aZoneThatIsNotKnownHasNoRow()
    {
        Board b;
        QVERIFY(!b.board.zone(name("none.example")));
        QVERIFY(b.board.publications(name("none.example")).isEmpty());
    }

    void metricsHaveHelpAndTypeAndNoZone()
    {
        Board b;
        b.add(quiet());
        b.add({published(100, 8)});
        b.add(wholeWay(100, 8, "nsd"));
        EngineCounters counters;
        counters.queries = 17;
        b.board.setCounters(counters);
        const QByteArray text = b.board.metricsText();
        QVERIFY(!text.contains("apps.example"));
        for (const char* line :
             {"headwater_zones 1\n", "headwater_pairs{state=\"ok\"} 1\n",
              "headwater_pairs{state=\"moving\"} 1\n", "headwater_versions_published_total 1\n",
              "headwater_notify_acknowledged_total 1\n",
              "headwater_transfers_total{kind=\"ixfr\"} 1\n",
              "headwater_transfer_octets_total 612\n", "headwater_live_seconds_count 1\n",
              "headwater_live_seconds_bucket{le=\"0.025\"} 1\n",
              "headwater_live_seconds_bucket{le=\"+Inf\"} 1\n", "headwater_queries_total 17\n"})
            QVERIFY2(text.contains(line), line);
        for (const QByteArray& line : text.split('\n')) {
            if (line.isEmpty() || line.startsWith('#'))
                continue;
            QByteArray family = line.left(line.indexOf(line.contains('{') ? '{' : ' '));
            for (const char* suffix : {"_bucket", "_sum", "_count"}) {
                if (family.endsWith(suffix))
                    family.chop(static_cast<qsizetype>(qstrlen(suffix)));
            }
            QVERIFY2(text.contains("# TYPE " + family + ' '), line.constData());
            QVERIFY2(text.contains("# HELP " + family + ' '), line.constData());
        }
    }

    void aZoneInUnicodeIsShownBeside()
    {
        Board b;
        b.add(quiet("xn--bcker-gra.example"));
        QCOMPARE(textOf(b.zone("xn--bcker-gra.example"), "unicode"),
                 QString::fromUtf8("bäcker.example"));
    }

    void aRejectedZoneSaysWhereAndWhy()
    {
        Board b;
        b.add({{at(0), ZoneRejected{name("new.example"), "new.example.zone",
                                    "new.example.zone: line 3: no SOA"}}});
        const QJsonObject row = b.zone("new.example");
        QCOMPARE(textOf(row, "state"), QStringLiteral("fail"));
        QCOMPARE(textOf(row, "problem"), QStringLiteral("new.example.zone: line 3: no SOA"));
        QVERIFY(row.value(QStringLiteral("serial")).isNull());
        QCOMPARE(numberOf(b.totals(), "zonesRejected"), 1.0);
        QCOMPARE(numberOf(b.verdict(), "rank"), 3.0);
    }

    void queriesPerSecondComeFromTheCounters()
    {
        Board b;
        EngineCounters counters;
        counters.queries = 100;
        b.board.setCounters(counters);
        b.now = at(2000);
        counters.queries = 300;
        counters.transfersRunning = 3;
        b.board.setCounters(counters);
        QCOMPARE(numberOf(b.totals(), "queriesPerSecond"), 100.0);
        QCOMPARE(numberOf(b.totals(), "transfersRunning"), 3.0);
    }

    void aNewConfigurationKeepsStatesAndNamesWhatIsGone()
    {
        Board b;
        b.add(quiet());
        b.add({published(100, 8)});
        b.add(wholeWay(100, 8, "nsd"));
        QJsonArray gone;
        QObject::connect(&b.board, &StatusBoard::change, [&](const QJsonObject& body) {
            if (body.contains(QStringLiteral("secondariesGone")))
                gone = body.value(QStringLiteral("secondariesGone")).toArray();
        });
        b.board.setSecondaries({watched("new"), watched("nsd")});
        QTRY_COMPARE(gone, QJsonArray{QStringLiteral("knot")});
        const QJsonArray pairs = b.zone().value(QStringLiteral("pairs")).toArray();
        QCOMPARE(textOf(pairs[0].toObject(), "state"), QStringLiteral("moving"));
        QCOMPARE(textOf(pairs[1].toObject(), "state"), QStringLiteral("ok"));
        QCOMPARE(numberOf(b.totals(), "pairs"), 2.0);
    }
};

QTEST_GUILESS_MAIN(StatusBoardTest)
#include "statusboard.moc"
