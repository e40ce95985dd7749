#include <ctime>

#include "engine/status/statusfixture.h"

using namespace headwater;
using namespace headwater::test;

namespace {

/// Processor time, so that a busy machine does not count.
class Stopwatch
{
public:
    void restart() { m_begun = std::clock(); }
    [[nodiscard]] double milliseconds() const
    {
        return 1e3 * static_cast<double>(std::clock() - m_begun) / CLOCKS_PER_SEC;
    }

private:
    std::clock_t m_begun = std::clock();
};

} // namespace

/// The cost of a fact follows the change, not the number of zones. The limits are generous: they
/// are there to catch a loop over all zones, not to measure.
class ManyZonesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFactCostsWhatItCostsWithOneZone()
    {
        constexpr int Zones = 100000;
        constexpr int Secondaries = 60;
        std::vector<WatchedSecondary> secondaries;
        for (int i = 0; i < Secondaries; ++i)
            secondaries.push_back(watched("s" + std::to_string(i), "site" + std::to_string(i / 4)));
        Instant now = Begin;
        StatusBoard board(nullptr, [&] { return now; });
        board.setSecondaries(secondaries);
        for (int i = 0; i < Zones; ++i)
            board.addFact(loaded(0, 7, "z" + std::to_string(i) + ".example"));

        Stopwatch timer;
        constexpr int Facts = 2000;
        for (int i = 0; i < Facts; ++i) {
            const std::string zone = "z" + std::to_string(i * 37 % Zones) + ".example";
            board.addFact(shows(i, 7, "s" + std::to_string(i % Secondaries), zone));
        }
        const double each = timer.milliseconds() * 1e3 / Facts;
        qInfo("%.1f us for a fact", each);
        QVERIFY2(each < 500, qPrintable(QString::number(each)));

        timer.restart();
        for (int i = 0; i < 100; ++i)
            board.addFact(published(3000 + i, 8, "z" + std::to_string(i) + ".example"));
        const double publication = timer.milliseconds() / 100;
        qInfo("%.2f ms for a publication to 60 secondaries", publication);
        QVERIFY2(publication < 20, qPrintable(QString::number(publication)));

        timer.restart();
        const QJsonObject picture = board.picture();
        qInfo("%.0f ms for a picture", timer.milliseconds());
        QCOMPARE(picture.value(QStringLiteral("zones")).toArray().size(), 200);
        QCOMPARE(numberOf(picture, "zonesTotal"), static_cast<double>(Zones));
        QVERIFY(timer.milliseconds() < 5000);
    }
};

QTEST_GUILESS_MAIN(ManyZonesTest)
#include "manyzones.moc"
