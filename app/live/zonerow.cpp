#include "zonerow.h"

#include <algorithm>

#include "field.h"

namespace headwater {

namespace {

PairRow readPair(const QJsonObject& object)
{
    PairRow row;
    row.secondary = field::text(object, QLatin1String("secondary"));
    row.state = field::state(object, QLatin1String("state"));
    row.serial = field::number(object, QLatin1String("serial"));
    row.behind = field::count(object, QLatin1String("behind"));
    row.step =
        static_cast<int>(std::clamp<qint64>(field::count(object, QLatin1String("step")), 0, 6));
    row.ageMs = field::number(object, QLatin1String("ageMs"));
    row.error = field::text(object, QLatin1String("error"));
    row.nextRetryAt = field::number(object, QLatin1String("nextRetryAt"));
    return row;
}

} // namespace

ZoneRow ZoneRow::read(const QJsonObject& object)
{
    ZoneRow row;
    row.name = field::text(object, QLatin1String("name"));
    row.unicode = field::text(object, QLatin1String("unicode"));
    row.serial = field::count(object, QLatin1String("serial"));
    row.records = field::count(object, QLatin1String("records"));
    row.changedAt = field::number(object, QLatin1String("changedAt")).value_or(0.0);
    row.state = field::state(object, QLatin1String("state"));
    row.live = field::count(object, QLatin1String("live"));
    row.of = field::count(object, QLatin1String("of"));
    row.paused = field::count(object, QLatin1String("paused"));
    row.slowest = field::text(object, QLatin1String("slowest"));
    row.slowestMs = field::number(object, QLatin1String("slowestMs"));
    row.p99Ms = field::number(object, QLatin1String("p99Ms"));
    row.source = field::text(object, QLatin1String("source"));
    row.sourceName = field::text(object, QLatin1String("sourceName"));
    row.problem = field::text(object, QLatin1String("problem"));
    row.problemSince = field::number(object, QLatin1String("problemSince"));
    row.retiresAt = field::number(object, QLatin1String("retiresAt"));
    const QList<QJsonObject> pairs = field::objects(object, QLatin1String("pairs"));
    row.pairs.reserve(pairs.size());
    for (const QJsonObject& pair : pairs) {
        row.pairs.append(readPair(pair));
    }
    return row;
}

std::optional<double> ZoneRow::oldestMs() const
{
    std::optional<double> oldest;
    for (const PairRow& pair : pairs) {
        const bool counts = pair.state != Live::State::Ok && pair.state != Live::State::Paused;
        if (counts && pair.ageMs && (!oldest || *pair.ageMs > *oldest)) {
            oldest = pair.ageMs;
        }
    }
    return oldest;
}

QString ZoneRow::slowestName() const
{
    const QString first = slowest.section(QLatin1Char(' '), 0, 0);
    const bool known = std::any_of(pairs.begin(), pairs.end(), [&first](const PairRow& pair) {
        return pair.secondary == first;
    });
    return known ? first : QString();
}

QString ZoneRow::slowestNote() const
{
    return slowestName().isEmpty() ? slowest : slowest.section(QLatin1Char(' '), 1);
}

QList<int> ZoneRow::tickStates() const
{
    QList<int> states;
    states.reserve(pairs.size());
    for (const PairRow& pair : pairs) {
        states.append(static_cast<int>(pair.state));
    }
    return states;
}

} // namespace headwater
