#include "flow.h"

#include "field.h"

namespace headwater {

namespace {

QString labelOf(const QString& step)
{
    static const QHash<QString, QString> labels{
        {QStringLiteral("publish"), QStringLiteral("Publish")},
        {QStringLiteral("queue"), QStringLiteral("Send NOTIFY")},
        {QStringLiteral("notify"), QStringLiteral("Ack")},
        {QStringLiteral("wait"), QStringLiteral("Ask")},
        {QStringLiteral("transfer"), QStringLiteral("Transfer")},
        {QStringLiteral("verify"), QStringLiteral("Activate")},
        {QStringLiteral("live"), QStringLiteral("Live")}};
    return labels.value(step, step);
}

} // namespace

void Flow::read(const QJsonArray& stations)
{
    constexpr qsizetype most = 7;
    QList<Station> next;
    for (qsizetype i = 0; i < stations.size() && i < most; ++i) {
        const QJsonObject object = stations.at(i).toObject();
        next.append({.step = field::text(object, QLatin1String("step")),
                     .waiting = field::count(object, QLatin1String("waiting")),
                     .state = field::state(object, QLatin1String("state")),
                     .p50Ms = field::number(object, QLatin1String("p50Ms")),
                     .note = field::text(object, QLatin1String("note"))});
    }
    if (next.size() != m_stations.size()) {
        beginResetModel();
        m_stations = next;
        endResetModel();
        return;
    }
    for (int i = 0; i < next.size(); ++i) {
        if (m_stations.at(i) != next.at(i)) {
            m_stations[i] = next.at(i);
            Q_EMIT dataChanged(index(i), index(i));
        }
    }
}

int Flow::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_stations.size());
}

QVariant Flow::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Station& station = m_stations.at(index.row());
    switch (role) {
    case StepRole:
        return station.step;
    case Qt::DisplayRole:
    case LabelRole:
        return labelOf(station.step);
    case WaitingRole:
        return station.waiting;
    case StationStateRole:
        return static_cast<int>(station.state);
    case P50MsRole:
        return field::orNan(station.p50Ms);
    case NoteRole:
        return station.note;
    default:
        return {};
    }
}

QHash<int, QByteArray> Flow::roleNames() const
{
    return {{StepRole, "step"},       {LabelRole, "label"},
            {WaitingRole, "waiting"}, {StationStateRole, "stationState"},
            {P50MsRole, "p50Ms"},     {NoteRole, "note"}};
}

} // namespace headwater
