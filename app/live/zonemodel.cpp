#include "zonemodel.h"

#include "field.h"

namespace headwater {

ZoneModel::ZoneModel(QObject* parent)
    : RowModel<ZoneRow>(parent)
{
    setLimit(2000);
}

QVariant ZoneModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const ZoneRow& row = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case UnicodeRole:
        return row.unicode;
    case SerialRole:
        return row.serial;
    case RecordsRole:
        return row.records;
    case ChangedAtRole:
        return row.changedAt;
    case ZoneStateRole:
        return static_cast<int>(row.state);
    case LiveOnRole:
        return row.live;
    case LiveOfRole:
        return row.of;
    case PausedRole:
        return row.paused;
    case SlowestRole:
        return row.slowestName();
    case SlowestNoteRole:
        return row.slowestNote();
    case SlowestMsRole:
        return field::orNan(row.slowestMs);
    case P99MsRole:
        return field::orNan(row.p99Ms);
    case SourceRole:
        return row.source;
    case SourceNameRole:
        return row.sourceName;
    case ProblemRole:
        return row.problem;
    case ProblemSinceRole:
        return field::orNan(row.problemSince);
    case RetiresAtRole:
        return field::orNan(row.retiresAt);
    case TicksRole:
        return QVariant::fromValue(row.tickStates());
    case OldestMsRole:
        return field::orNan(row.oldestMs());
    default:
        return {};
    }
}

QHash<int, QByteArray> ZoneModel::roleNames() const
{
    return {{NameRole, "name"},
            {UnicodeRole, "unicode"},
            {SerialRole, "serial"},
            {RecordsRole, "records"},
            {ChangedAtRole, "changedAt"},
            {ZoneStateRole, "zoneState"},
            {LiveOnRole, "liveOn"},
            {LiveOfRole, "liveOf"},
            {PausedRole, "paused"},
            {SlowestRole, "slowest"},
            {SlowestNoteRole, "slowestNote"},
            {SlowestMsRole, "slowestMs"},
            {P99MsRole, "p99Ms"},
            {SourceRole, "source"},
            {SourceNameRole, "sourceName"},
            {ProblemRole, "problem"},
            {ProblemSinceRole, "problemSince"},
            {RetiresAtRole, "retiresAt"},
            {TicksRole, "ticks"},
            {OldestMsRole, "oldestMs"}};
}

int ZoneModel::rejected() const
{
    int n = 0;
    for (const ZoneRow& row : rows()) {
        n += row.problem.isEmpty() ? 0 : 1;
    }
    return n;
}

QVariantList ZoneModel::rejectedZones() const
{
    constexpr qsizetype most = 3;
    QVariantList result;
    for (const ZoneRow& row : rows()) {
        if (!row.problem.isEmpty() && result.size() < most) {
            result.append(QVariantMap{{QStringLiteral("name"), row.name},
                                      {QStringLiteral("problem"), row.problem},
                                      {QStringLiteral("published"), row.serial > 0},
                                      {QStringLiteral("since"), field::orNan(row.problemSince)}});
        }
    }
    return result;
}

int ZoneModel::leastWanted() const
{
    // A quiet zone that has not changed for longest tells the least.
    int least = 0;
    for (int i = 1; i < rows().size(); ++i) {
        const ZoneRow& a = rows().at(i);
        const ZoneRow& b = rows().at(least);
        if (a.state > b.state || (a.state == b.state && a.changedAt < b.changedAt)) {
            least = i;
        }
    }
    return least;
}

} // namespace headwater
