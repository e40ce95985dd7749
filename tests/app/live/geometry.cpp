#include <QTest>

#include "feedmessages.h"
#include "latencyrange.h"
#include "matrixlayout.h"
#include "sparkline.h"
#include "ticks.h"
#include "waterfalllayout.h"

using namespace headwater;
using namespace headwater::test;

/// Painted items draw where plain geometry says, so that a hit test is arithmetic.
class GeometryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPressOnACellHitsItsZoneAndSecondary();
    void columnsGetNarrowerWithTheNumberOfSecondaries_data();
    void columnsGetNarrowerWithTheNumberOfSecondaries();
    void agesAtTheRightKeepTheirRoom();
    void groupsStandWorstFirstAndFold();
    void zonesThatDoNotFitAreSummedUp();
    void pairsAreFoundWhenAZoneLacksASecondary();
    void barsNeverLeaveTheirRow_data();
    void barsNeverLeaveTheirRow();
    void aPairFarSlowerThanTheRestRunsOverTheEdge();
    void moreThanTwentySecondariesAreSummedUpBySite();
    void theAxisHasRoundSteps();
    void ticksShowTroubleByTheirHeight();
    void fromSeventeenSecondariesOnTicksAreABar();
    void aSparklineStaysInsideItsBox();

private:
    QList<ZoneRow> m_zones;
    QList<SecondaryRow> m_secondaries;
    QList<CauseRow> m_causes;

    MatrixLayout::Input input(double height);
    void makeSecondaries(int n);
    void makeZones(int stuck, int live);
};

void GeometryTest::makeSecondaries(int n)
{
    m_secondaries.clear();
    for (int i = 0; i < n; ++i) {
        const QString name = QStringLiteral("site%1-%2").arg(i / 2).arg(QChar(u'a' + i % 2));
        m_secondaries.append(SecondaryRow::read(secondary(name, QStringLiteral("ok"))));
    }
}

void GeometryTest::makeZones(int stuck, int live)
{
    m_zones.clear();
    m_causes.clear();
    CauseRow cause;
    cause.id = QStringLiteral("badkey");
    cause.state = Live::State::Fail;
    cause.secondary = m_secondaries.first().name;
    for (int i = 0; i < stuck + live; ++i) {
        const QString state = i < stuck ? QStringLiteral("fail") : QStringLiteral("ok");
        const QString name = QStringLiteral("z%1.example").arg(i);
        m_zones.append(ZoneRow::read(zone(
            name, i, state, {pair(m_secondaries.first().name, state, i < stuck ? 1000 + i : -1)})));
        if (i < stuck) {
            cause.zones.append(name);
        }
    }
    cause.count = stuck;
    if (stuck > 0) {
        m_causes.append(cause);
    }
}

MatrixLayout::Input GeometryTest::input(double height)
{
    MatrixLayout::Input result;
    result.zones = &m_zones;
    result.secondaries = &m_secondaries;
    result.causes = &m_causes;
    result.zonesTotal = m_zones.size();
    result.width = 1100;
    result.height = height;
    return result;
}

void GeometryTest::aPressOnACellHitsItsZoneAndSecondary()
{
    makeSecondaries(4);
    makeZones(2, 3);
    const MatrixLayout layout = MatrixLayout::make(input(600));
    for (int row = 0; row < layout.rows.size(); ++row) {
        for (int column = 0; column < layout.columns.size(); ++column) {
            const QPointF middle = layout.cell(row, column).center();
            QCOMPARE(layout.hit(middle.x(), middle.y()), (MatrixLayout::Hit{row, column}));
        }
        QCOMPARE(layout.hit(20, layout.rows.at(row).top + 1), (MatrixLayout::Hit{row, -1}));
    }
    QCOMPARE(layout.hit(300, 1), (MatrixLayout::Hit{-1, -1}));
    QCOMPARE(layout.hit(300, 5000), (MatrixLayout::Hit{-1, -1}));
}

void GeometryTest::columnsGetNarrowerWithTheNumberOfSecondaries_data()
{
    QTest::addColumn<int>("secondaries");
    QTest::addColumn<double>("width");
    QTest::addColumn<int>("columns");
    QTest::newRow("two") << 2 << 40.0 << 2;
    QTest::newRow("sixteen") << 16 << 40.0 << 16;
    QTest::newRow("seventeen") << 17 << 20.0 << 17;
    QTest::newRow("thirty-one") << 31 << 8.0 << 31;
    QTest::newRow("sixty-four") << 64 << 8.0 << 64;
    QTest::newRow("over sixty-four: one a site") << 66 << 20.0 << 33;
}

void GeometryTest::columnsGetNarrowerWithTheNumberOfSecondaries()
{
    QFETCH(const int, secondaries);
    QFETCH(const double, width);
    QFETCH(const int, columns);
    makeSecondaries(secondaries);
    makeZones(0, 1);
    const MatrixLayout layout = MatrixLayout::make(input(600));
    QCOMPARE(layout.columnWidth, width);
    QCOMPARE(layout.columns.size(), columns);
}

void GeometryTest::agesAtTheRightKeepTheirRoom()
{
    makeSecondaries(12);
    makeZones(1, 1);
    for (const double width : {300.0, 500.0, 640.0, 760.0, 900.0}) {
        MatrixLayout::Input with = input(600);
        with.width = width;
        const MatrixLayout layout = MatrixLayout::make(with);
        const double right = layout.columns.last().left + layout.columnWidth;
        QVERIFY2(right <= width - 76 || layout.columnWidth == 8.0,
                 qPrintable(QString::number(width)));
        QVERIFY(layout.labelWidth >= 150);
    }
}

void GeometryTest::groupsStandWorstFirstAndFold()
{
    makeSecondaries(2);
    makeZones(2, 2);
    MatrixLayout::Input with = input(600);
    const MatrixLayout open = MatrixLayout::make(with);
    QCOMPARE(open.rows.first().kind, MatrixLayout::Row::Kind::Group);
    QCOMPARE(open.rows.first().state, Live::State::Fail);
    QCOMPARE(open.rows.at(1).title, QStringLiteral("z1.example")); // the oldest trouble first
    with.folded.insert(QStringLiteral("badkey"));
    const MatrixLayout folded = MatrixLayout::make(with);
    QVERIFY(folded.rows.first().folded);
    QCOMPARE(folded.rows.size(), open.rows.size() - 2);
}

void GeometryTest::zonesThatDoNotFitAreSummedUp()
{
    makeSecondaries(2);
    makeZones(15, 400);
    const MatrixLayout layout = MatrixLayout::make(input(320));
    QVERIFY(layout.contentHeight <= 320);
    qint64 shown = 0;
    for (const MatrixLayout::Row& row : layout.rows) {
        shown += row.kind == MatrixLayout::Row::Kind::Zone ? 1 : row.count;
    }
    QCOMPARE(shown, 415); // every zone is either a row or counted
}

void GeometryTest::pairsAreFoundWhenAZoneLacksASecondary()
{
    makeSecondaries(3);
    const ZoneRow row =
        ZoneRow::read(zone(QStringLiteral("a.example"), 1, QStringLiteral("ok"),
                           {pair(m_secondaries.at(2).name, QStringLiteral("lag"))}));
    MatrixLayout::Column column;
    column.secondary = 2;
    const PairRow* found = MatrixLayout::pairAt(row, column, m_secondaries);
    QVERIFY(found != nullptr);
    QCOMPARE(found->state, Live::State::Lag);
    column.secondary = 0;
    QVERIFY(MatrixLayout::pairAt(row, column, m_secondaries) == nullptr);
}

namespace {

StepRow step(const QString& name, const QString& state, const QList<double>& offsets)
{
    static const QStringList keys{QStringLiteral("publishedMs"),   QStringLiteral("sentMs"),
                                  QStringLiteral("ackedMs"),       QStringLiteral("askedMs"),
                                  QStringLiteral("transferredMs"), QStringLiteral("liveMs")};
    QJsonObject row{{QStringLiteral("secondary"), name}, {QStringLiteral("state"), state}};
    for (int i = 0; i < offsets.size(); ++i) {
        if (offsets.at(i) >= 0) {
            row.insert(keys.at(i), offsets.at(i));
        }
    }
    return PublicationRow::read({{QStringLiteral("steps"), QJsonArray{row}}}).steps.first();
}

PublicationRow published(const QList<StepRow>& steps)
{
    PublicationRow row = PublicationRow::read(publication(QStringLiteral("a.example"), 1, 1000));
    row.steps = steps;
    return row;
}

WaterfallLayout laidOut(const PublicationRow& row, const QList<SecondaryRow>& secondaries,
                        double now, bool logarithmic = false)
{
    WaterfallLayout::Input input;
    input.publication = &row;
    input.secondaries = &secondaries;
    input.now = now;
    input.width = 950;
    input.logarithmic = logarithmic;
    return WaterfallLayout::make(input);
}

} // namespace

void GeometryTest::barsNeverLeaveTheirRow_data()
{
    QTest::addColumn<QList<double>>("offsets");
    QTest::addColumn<QString>("state");
    QTest::addColumn<bool>("logarithmic");
    using Offsets = QList<double>;
    const QString ok = QStringLiteral("ok");
    QTest::newRow("in order") << Offsets{1, 2, 3, 4, 5, 6} << ok << false;
    QTest::newRow("acknowledged after it asked") << Offsets{1, 2, 30, 4, 5, 60} << ok << false;
    QTest::newRow("never notified") << Offsets{1, -1, -1, 40, 50, 60} << ok << false;
    QTest::newRow("live before its transfer was seen") << Offsets{1, 2, 3, 4, 90, 6} << ok << true;
    QTest::newRow("only published") << Offsets{1} << QStringLiteral("moving") << false;
    QTest::newRow("nothing known") << Offsets{} << QStringLiteral("unknown") << true;
    QTest::newRow("stuck") << Offsets{1, 2, 3, 4} << QStringLiteral("fail") << false;
}

void GeometryTest::barsNeverLeaveTheirRow()
{
    QFETCH(const QList<double>, offsets);
    QFETCH(const QString, state);
    QFETCH(const bool, logarithmic);
    makeSecondaries(1);
    const PublicationRow row = published({step(m_secondaries.first().name, state, offsets)});
    const WaterfallLayout layout = laidOut(row, m_secondaries, 1000 + 500, logarithmic);
    for (const WaterfallLayout::Row& line : layout.rows) {
        double before = 0;
        for (const WaterfallLayout::Segment& segment : line.segments) {
            QVERIFY(segment.fromMs >= before);
            QVERIFY(segment.toMs >= segment.fromMs);
            QVERIFY(layout.axis.x(segment.fromMs) >= layout.axis.left);
            QVERIFY(layout.axis.x(segment.toMs) <= layout.axis.right);
            before = segment.toMs;
        }
        const int index = layout.rowAt(line.top + line.height / 2);
        QCOMPARE(layout.rows.at(index).name, line.name);
    }
    QCOMPARE(layout.rowAt(1), -1);
    QCOMPARE(layout.rowAt(layout.height + 50), -1);
}

void GeometryTest::aPairFarSlowerThanTheRestRunsOverTheEdge()
{
    makeSecondaries(2);
    const PublicationRow row =
        published({step(m_secondaries.at(0).name, QStringLiteral("ok"), {1, 2, 3, 4, 5, 100}),
                   step(m_secondaries.at(1).name, QStringLiteral("lag"), {1, 2, 3})});
    const WaterfallLayout near = laidOut(row, m_secondaries, 1000 + 400);
    QCOMPARE(near.axis.endMs, 400.0);
    QVERIFY(!near.rows.at(2).clipped);
    const WaterfallLayout far = laidOut(row, m_secondaries, 1000 + 60000);
    QCOMPARE(far.axis.endMs, 135.0);
    QVERIFY(far.rows.at(2).clipped);
    QVERIFY(far.rows.at(1).slowest);
}

void GeometryTest::moreThanTwentySecondariesAreSummedUpBySite()
{
    makeSecondaries(60);
    QList<StepRow> steps;
    for (int i = 0; i < m_secondaries.size(); ++i) {
        const bool stuck = i == 7;
        steps.append(stuck ? step(m_secondaries.at(i).name, QStringLiteral("fail"), {1, 2, 3})
                           : step(m_secondaries.at(i).name, QStringLiteral("ok"),
                                  {1, 2, 3, 4, 5, 100.0 + i}));
    }
    const PublicationRow row = published(steps);
    const WaterfallLayout layout = laidOut(row, m_secondaries, 1000 + 500);
    int single = 0;
    int summaries = 0;
    bool stuckShown = false;
    for (const WaterfallLayout::Row& line : layout.rows) {
        single += line.kind == WaterfallLayout::Row::Kind::Secondary ? 1 : 0;
        summaries += line.kind == WaterfallLayout::Row::Kind::Summary ? 1 : 0;
        stuckShown = stuckShown || line.state == Live::State::Fail;
    }
    QVERIFY(stuckShown);
    QCOMPARE(single, 9); // the stuck one and the slowest eight
    QCOMPARE(layout.summedUp, 51);
    QVERIFY(summaries > 0 && summaries <= 30);
}

void GeometryTest::theAxisHasRoundSteps()
{
    WaterfallAxis axis{0, 1000, 2000, false};
    QStringList texts;
    for (const WaterfallAxis::Label& label : axis.labels()) {
        if (!label.text.isEmpty()) {
            texts.append(label.text);
        }
    }
    QCOMPARE(texts,
             (QStringList{QStringLiteral("0"), QStringLiteral("500 ms"), QStringLiteral("1.0 s"),
                          QStringLiteral("1.5 s"), QStringLiteral("2.0 s")}));
    axis.logarithmic = true;
    QCOMPARE(axis.x(1), 0.0);
    QCOMPARE(axis.x(2000), 1000.0);
    QVERIFY(axis.x(40) > 400 && axis.x(40) < 600);
    QCOMPARE(axis.x(99999), 1000.0);
}

void GeometryTest::ticksShowTroubleByTheirHeight()
{
    const QList<Ticks::Mark> marks = Ticks::marks({5, 3, 0, 2}, 4, 1, 12);
    QCOMPARE(marks.size(), 4);
    QCOMPARE(marks.at(0).box, QRectF(0, 0, 4, 12));
    QCOMPARE(marks.at(1).box, QRectF(5, 5, 4, 7));
    QCOMPARE(marks.at(2).box.height(), marks.at(3).box.height());
    QVERIFY(marks.at(2).box.height() < marks.at(1).box.height());
}

void GeometryTest::fromSeventeenSecondariesOnTicksAreABar()
{
    QList<int> states(60, 5);
    states[3] = 0;
    states[4] = 2;
    const QList<Ticks::Mark> marks = Ticks::marks(states, 4, 1, 12);
    QCOMPARE(marks.size(), 3);
    QCOMPARE(marks.first().state, Live::State::Ok);
    for (qsizetype i = 1; i < marks.size(); ++i) {
        QVERIFY(marks.at(i).box.width() >= 3);
        QVERIFY(marks.at(i).box.left() >= marks.at(i - 1).box.right());
    }
    QCOMPARE(marks.last().box.right(), 76.0);
}

void GeometryTest::aSparklineStaysInsideItsBox()
{
    for (const QPointF& point : Sparkline::points({5, 1, 9, 3}, 0, {68, 24})) {
        QVERIFY(QRectF(0, 0, 68, 24).contains(point));
    }
    QCOMPARE(Sparkline::points({4, 4}, 0, {68, 24}).first().y(), 22.0);
    QVERIFY(Sparkline::points({4}, 0, {68, 24}).isEmpty());
    // On a common scale a small value stays low.
    QVERIFY(Sparkline::points({1, 1}, 100, {68, 24}).first().y() > 21);
    QCOMPARE(LatencyRange::position(100, 10, 1000, 80), 40.0);
}

QTEST_GUILESS_MAIN(GeometryTest)
#include "geometry.moc"
