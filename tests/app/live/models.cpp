#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "causemodel.h"
#include "feedmessages.h"
#include "milestonemodel.h"
#include "publicationfilter.h"
#include "publicationmodel.h"
#include "zonefacts.h"
#include "zonefilter.h"
#include "zonemodel.h"

using namespace headwater;
using namespace headwater::test;

class ModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyZonesThatDifferReportAChange();
    void aFullModelGivesUpTheQuietestZone();
    void rolesNameWhatTheFeedSays();
    void theSlowestSecondaryIsToldFromANote();
    void aFilterMatchesNamesStatesAndSecondaries_data();
    void aFilterMatchesNamesStatesAndSecondaries();
    void zonesSortByTheirLabelsFromTheRight();
    void aHeldListKeepsItsOrder();
    void publicationsOfOneZoneFollowTheModel();
    void milestonesSayWhereAPublicationIsStuck();
    void aZoneThatIsNotLiveNamesTheSecondary();
};

namespace {

QList<ZoneRow> rows(const QJsonArray& array)
{
    QList<ZoneRow> result;
    for (const QJsonValue& value : array) {
        result.append(ZoneRow::read(value.toObject()));
    }
    return result;
}

QStringList names(const ZoneFilter& filter)
{
    QStringList result;
    for (int i = 0; i < filter.count(); ++i) {
        result.append(filter.nameAt(i));
    }
    return result;
}

QJsonArray threeZones()
{
    return {zone(QStringLiteral("apps.example"), 3, QStringLiteral("fail"),
                 {pair(QStringLiteral("knot"), QStringLiteral("ok")),
                  pair(QStringLiteral("nsd"), QStringLiteral("fail"), 252000, 46)}),
            zone(QStringLiteral("2.0.192.in-addr.arpa"), 2, QStringLiteral("ok"),
                 {pair(QStringLiteral("knot"), QStringLiteral("ok")),
                  pair(QStringLiteral("nsd"), QStringLiteral("ok"))}),
            zone(QStringLiteral("mail.example"), 1, QStringLiteral("moving"),
                 {pair(QStringLiteral("knot"), QStringLiteral("moving"), 400),
                  pair(QStringLiteral("nsd"), QStringLiteral("ok"))})};
}

} // namespace

void ModelsTest::onlyZonesThatDifferReportAChange()
{
    ZoneModel model;
    const QAbstractItemModelTester tester(&model);
    model.replace(rows(threeZones()));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.upsert(rows(threeZones()));
    QCOMPARE(changed.count(), 0);
    model.upsert(rows({zone(QStringLiteral("mail.example"), 5, QStringLiteral("ok")),
                       zone(QStringLiteral("new.example"), 1, QStringLiteral("ok"))}));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 2);
    QCOMPARE(inserted.count(), 1);
    model.removeKeys({QStringLiteral("apps.example"), QStringLiteral("unknown.example")});
    QCOMPARE(model.count(), 3);
    QCOMPARE(model.indexOf(QStringLiteral("new.example")), 2);
    QVERIFY(model.find(QStringLiteral("apps.example")) == nullptr);
}

void ModelsTest::aFullModelGivesUpTheQuietestZone()
{
    constexpr int limit = 2000;
    ZoneModel model;
    QJsonArray many;
    for (int i = 0; i < limit; ++i) {
        many.append(zone(QStringLiteral("z%1.example").arg(i), 1000 + i,
                         i == 0 ? QStringLiteral("fail") : QStringLiteral("ok")));
    }
    model.replace(rows(many));
    model.upsert(rows({zone(QStringLiteral("new.example"), 5000, QStringLiteral("moving"))}));
    QCOMPARE(model.count(), limit);
    QVERIFY(model.find(QStringLiteral("z0.example")) != nullptr); // stuck: kept, though oldest
    QVERIFY(model.find(QStringLiteral("z1.example")) == nullptr);
    QVERIFY(model.find(QStringLiteral("new.example")) != nullptr);
}

void ModelsTest::rolesNameWhatTheFeedSays()
{
    ZoneModel model;
    QJsonObject row = threeZones().first().toObject();
    row.insert(QStringLiteral("problem"), QStringLiteral("apps.example.zone: line 14: no"));
    model.replace(rows({row}));
    const QModelIndex index = model.index(0);
    QCOMPARE(index.data(ZoneModel::NameRole).toString(), QStringLiteral("apps.example"));
    QCOMPARE(index.data(ZoneModel::ZoneStateRole).toInt(), static_cast<int>(Live::State::Fail));
    QCOMPARE(index.data(ZoneModel::TicksRole).value<QList<int>>(), (QList<int>{5, 0}));
    QCOMPARE(index.data(ZoneModel::OldestMsRole).toDouble(), 252000.0);
    QVERIFY(qIsNaN(index.data(ZoneModel::P99MsRole).toDouble()));
    QCOMPARE(model.rejected(), 1);
    QCOMPARE(model.rejectedZones().first().toMap().value(QStringLiteral("name")).toString(),
             QStringLiteral("apps.example"));
    const QHash<int, QByteArray> roleNames = model.roleNames();
    for (int role = ZoneModel::NameRole; role <= ZoneModel::OldestMsRole; ++role) {
        QVERIFY2(roleNames.contains(role), qPrintable(QString::number(role)));
    }
}

void ModelsTest::theSlowestSecondaryIsToldFromANote()
{
    ZoneRow row = ZoneRow::read(threeZones().first().toObject());
    row.slowest = QStringLiteral("nsd stuck 4m 12s");
    QCOMPARE(row.slowestName(), QStringLiteral("nsd"));
    QCOMPARE(row.slowestNote(), QStringLiteral("stuck 4m 12s"));
    row.slowest = QStringLiteral("pending");
    QCOMPARE(row.slowestName(), QString());
    QCOMPARE(row.slowestNote(), QStringLiteral("pending"));
}

void ModelsTest::aFilterMatchesNamesStatesAndSecondaries_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("matches");
    QTest::newRow("all") << QString() << 3;
    QTest::newRow("part of a name") << QStringLiteral("EXAMPLE") << 2;
    QTest::newRow("two words") << QStringLiteral("example mail") << 1;
    QTest::newRow("not") << QStringLiteral("-example") << 1;
    QTest::newRow("state") << QStringLiteral("state:stuck") << 1;
    QTest::newRow("not the state") << QStringLiteral("-state:live") << 2;
    QTest::newRow("on a secondary") << QStringLiteral("on:nsd") << 1;
    QTest::newRow("unknown fields still filter by the rest")
        << QStringLiteral("colour:red mail") << 1;
    QTest::newRow("nothing") << QStringLiteral("nothing.here") << 0;
}

void ModelsTest::aFilterMatchesNamesStatesAndSecondaries()
{
    QFETCH(const QString, text);
    QFETCH(const int, matches);
    ZoneModel model;
    model.replace(rows(threeZones()));
    ZoneFilter filter;
    filter.setZones(&model);
    filter.setText(text);
    QCOMPARE(filter.count(), matches);
    QCOMPARE(filter.countIn(-1), matches);
    QCOMPARE(filter.unknownFields().isEmpty(), !text.contains(QLatin1String("colour")));
}

void ModelsTest::zonesSortByTheirLabelsFromTheRight()
{
    ZoneModel model;
    model.replace(rows(threeZones()));
    ZoneFilter filter;
    filter.setZones(&model);
    QCOMPARE(names(filter).first(), QStringLiteral("apps.example")); // newest change first
    filter.setColumn(QStringLiteral("name"));
    filter.setDescending(false);
    QCOMPARE(names(filter),
             (QStringList{QStringLiteral("2.0.192.in-addr.arpa"), QStringLiteral("apps.example"),
                          QStringLiteral("mail.example")}));
    QCOMPARE(filter.rowOf(QStringLiteral("mail.example")), 2);
    QCOMPARE(filter.nameAt(7), QString());
}

void ModelsTest::aHeldListKeepsItsOrder()
{
    ZoneModel model;
    model.replace(rows(threeZones()));
    ZoneFilter filter;
    filter.setZones(&model);
    const QStringList before = names(filter);
    filter.setHeld(true);
    model.upsert(rows({zone(QStringLiteral("mail.example"), 99, QStringLiteral("ok"))}));
    QCOMPARE(names(filter), before);
    QVERIFY(filter.orderChangedWhileHeld());
    filter.refresh();
    QCOMPARE(names(filter).first(), QStringLiteral("mail.example"));
    QVERIFY(!filter.orderChangedWhileHeld());
}

void ModelsTest::publicationsOfOneZoneFollowTheModel()
{
    PublicationModel model;
    PublicationFilter filter;
    filter.setPublications(&model);
    filter.setZone(QStringLiteral("a.example"));
    model.upsert({PublicationRow::read(publication(QStringLiteral("a.example"), 1, 100)),
                  PublicationRow::read(publication(QStringLiteral("b.example"), 1, 200)),
                  PublicationRow::read(publication(QStringLiteral("a.example"), 2, 300))});
    QCOMPARE(filter.count(), 2);
    QCOMPARE(filter.idAt(0), QStringLiteral("a.example/2"));
    QCOMPARE(filter.rowOf(QStringLiteral("a.example/1")), 1);
    QCOMPARE(filter.idAt(2), QString());
}

void ModelsTest::milestonesSayWhereAPublicationIsStuck()
{
    QJsonObject row = publication(QStringLiteral("a.example"), 2, 300);
    row.insert(
        QStringLiteral("steps"),
        QJsonArray{QJsonObject{{QStringLiteral("secondary"), QStringLiteral("nsd")},
                               {QStringLiteral("state"), QStringLiteral("fail")},
                               {QStringLiteral("publishedMs"), 1.9},
                               {QStringLiteral("askedMs"), 41.0},
                               {QStringLiteral("kind"), QStringLiteral("IXFR")},
                               {QStringLiteral("error"), QStringLiteral("refused: BADKEY")}}});
    PublicationModel model;
    model.upsert({PublicationRow::read(row)});
    PublicationFacts facts;
    facts.setPublications(&model);
    facts.setPublicationId(QStringLiteral("a.example/2"));
    QCOMPARE(facts.telling(), QStringLiteral("nsd"));
    MilestoneModel milestones;
    milestones.setPublication(&facts);
    milestones.setSecondary(QStringLiteral("nsd"));
    QCOMPARE(milestones.rowCount(), 7);
    const auto at = [&milestones](int i, int role) { return milestones.index(i).data(role); };
    QVERIFY(at(2, MilestoneModel::SkippedRole).toBool()); // NOTIFY sent was never seen
    QCOMPARE(at(4, MilestoneModel::TitleRole).toString(), QStringLiteral("IXFR asked"));
    QCOMPARE(at(5, MilestoneModel::MilestoneStateRole).toInt(),
             static_cast<int>(Live::State::Fail));
    QCOMPARE(at(5, MilestoneModel::EvidenceRole).toString(), QStringLiteral("refused: BADKEY"));
    QCOMPARE(at(6, MilestoneModel::MilestoneStateRole).toInt(),
             static_cast<int>(Live::State::Unknown));
}

void ModelsTest::aZoneThatIsNotLiveNamesTheSecondary()
{
    ZoneModel model;
    ZoneFacts facts;
    facts.setZones(&model);
    facts.setName(QStringLiteral("apps.example"));
    QVERIFY(!facts.isFound());
    model.replace(rows(threeZones()));
    QVERIFY(facts.isFound());
    QCOMPARE(facts.worstSecondary(), QStringLiteral("nsd"));
    QCOMPARE(facts.chips().size(), 1);
    QCOMPARE(facts.chips().first().toMap().value(QStringLiteral("text")).toString(),
             QStringLiteral("stuck on nsd"));
}

QTEST_GUILESS_MAIN(ModelsTest)
#include "models.moc"
