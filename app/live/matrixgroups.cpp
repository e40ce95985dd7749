#include "matrixgroups.h"

#include <algorithm>

#include <QHash>
#include <QSet>

#include "format.h"

namespace headwater {

namespace {

QString codeWord(const QString& code)
{
    // Codes that stand in logs of secondaries are said in capitals; others are words already.
    static const QSet<QString> capitals{QStringLiteral("badkey"), QStringLiteral("badsig"),
                                        QStringLiteral("badtime"), QStringLiteral("tls")};
    return capitals.contains(code) ? code.toUpper() : QString();
}

void sortByAge(QList<int>& indexes, const QList<ZoneRow>& zones)
{
    std::stable_sort(indexes.begin(), indexes.end(), [&zones](int a, int b) {
        return zones.at(a).oldestMs().value_or(-1.0) > zones.at(b).oldestMs().value_or(-1.0);
    });
}

std::optional<double> oldest(const QList<int>& indexes, const QList<ZoneRow>& zones)
{
    std::optional<double> result;
    for (int index : indexes) {
        const auto age = zones.at(index).oldestMs();
        if (age && (!result || *age > *result)) {
            result = age;
        }
    }
    return result;
}

MatrixGroup fromCause(const CauseRow& cause, const QHash<QString, int>& places, double now)
{
    MatrixGroup group;
    group.id = cause.id;
    group.state = cause.state;
    group.title = cause.title;
    group.secondary = cause.secondary;
    group.count = std::max<qint64>(cause.count, cause.zones.size());
    group.note = Format::plural(static_cast<double>(group.count), QStringLiteral("zone"));
    const QString code = codeWord(cause.code);
    if (!code.isEmpty()) {
        group.note += QStringLiteral(" · ") + code;
    }
    for (const QString& zone : cause.zones) {
        if (places.contains(zone)) {
            group.zones.append(places.value(zone));
        }
    }
    if (cause.since > 0) {
        group.ageMs = std::max(0.0, now - cause.since);
    }
    return group;
}

MatrixGroup fromState(Live::State state, const QList<int>& indexes)
{
    MatrixGroup group;
    group.id = Live::stateLabel(state);
    group.state = state;
    group.title =
        state == Live::State::Ok ? QStringLiteral("Live everywhere") : Live::stateLabel(state);
    group.zones = indexes;
    group.count = indexes.size();
    return group;
}

} // namespace

QList<MatrixGroup> MatrixGroup::make(const QList<ZoneRow>& zones, const QList<CauseRow>& causes,
                                     double now, double sinceApplied, qint64 zonesTotal)
{
    QHash<QString, int> places;
    for (int i = 0; i < zones.size(); ++i) {
        places.insert(zones.at(i).name, i);
    }
    QList<MatrixGroup> groups;
    QSet<int> grouped;
    for (const CauseRow& cause : causes) {
        MatrixGroup group = fromCause(cause, places, now);
        sortByAge(group.zones, zones);
        for (int index : group.zones) {
            grouped.insert(index);
        }
        groups.append(group);
    }
    qint64 notLive = 0;
    for (const MatrixGroup& group : groups) {
        notLive += group.count;
    }
    for (const Live::State state : {Live::State::Fail, Live::State::Lag, Live::State::Unknown,
                                    Live::State::Moving, Live::State::Paused, Live::State::Ok}) {
        QList<int> indexes;
        for (int i = 0; i < zones.size(); ++i) {
            if (zones.at(i).state == state && !grouped.contains(i)) {
                indexes.append(i);
            }
        }
        const bool live = state == Live::State::Ok;
        if (indexes.isEmpty() && (!live || zonesTotal <= notLive)) {
            continue;
        }
        MatrixGroup group = fromState(state, indexes);
        if (live) {
            group.count = std::max<qint64>(indexes.size(), zonesTotal - notLive);
        } else {
            sortByAge(group.zones, zones);
            group.ageMs = oldest(group.zones, zones);
            if (group.ageMs) {
                *group.ageMs += sinceApplied;
            }
            notLive += group.count;
        }
        group.note = Format::plural(static_cast<double>(group.count), QStringLiteral("zone"));
        if (state == Live::State::Moving) {
            group.note += QStringLiteral(" · inside budget");
        }
        groups.append(group);
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const MatrixGroup& a, const MatrixGroup& b) { return a.state < b.state; });
    return groups;
}

} // namespace headwater
