#include "causemodel.h"

#include "field.h"

namespace headwater {

QVariant CauseModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const CauseRow& row = rows().at(index.row());
    switch (role) {
    case CauseIdRole:
        return row.id;
    case CauseStateRole:
        return static_cast<int>(row.state);
    case CodeRole:
        return row.code;
    case Qt::DisplayRole:
    case TitleRole:
        return row.title;
    case SecondaryRole:
        return row.secondary;
    case ZonesRole:
        return row.zones;
    case CountRole:
        return row.count;
    case SinceRole:
        return row.since;
    case ReasonRole:
        return row.text;
    case ImperativeRole:
        return row.imperative;
    default:
        return {};
    }
}

QHash<int, QByteArray> CauseModel::roleNames() const
{
    return {{CauseIdRole, "causeId"},      {CauseStateRole, "causeState"}, {CodeRole, "code"},
            {TitleRole, "title"},          {SecondaryRole, "secondary"},   {ZonesRole, "zones"},
            {CountRole, "zoneCount"},      {SinceRole, "since"},           {ReasonRole, "reason"},
            {ImperativeRole, "imperative"}};
}

const CauseRow* CauseModel::causeOf(const QString& zone, const QString& secondary) const
{
    const CauseRow* best = nullptr;
    for (const CauseRow& row : rows()) {
        const bool here = secondary.isEmpty() || row.secondary == secondary;
        const bool holds = zone.isEmpty() || row.zones.contains(zone);
        if (here && holds && (best == nullptr || row.state < best->state)) {
            best = &row;
        }
    }
    return best;
}

QString CauseModel::reasonOf(const QString& zone, const QString& secondary) const
{
    const CauseRow* row = causeOf(zone, secondary);
    return row != nullptr ? row->text : QString();
}

QString CauseModel::imperativeOf(const QString& zone, const QString& secondary) const
{
    const CauseRow* row = causeOf(zone, secondary);
    return row != nullptr ? row->imperative : QString();
}

double CauseModel::sinceOf(const QString& zone, const QString& secondary) const
{
    const CauseRow* row = causeOf(zone, secondary);
    return row != nullptr ? row->since : field::orNan(std::nullopt);
}

} // namespace headwater
