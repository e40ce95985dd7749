#include "publicationmodel.h"

#include "field.h"

namespace headwater {

QVariant PublicationModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const PublicationRow& row = rows().at(index.row());
    switch (role) {
    case PublicationIdRole:
        return row.id;
    case Qt::DisplayRole:
    case ZoneRole:
        return row.zone;
    case SerialRole:
        return row.serial;
    case CommittedAtRole:
        return row.committedAt;
    case PublishedAtRole:
        return row.publishedAt;
    case AddedRole:
        return row.added;
    case RemovedRole:
        return row.removed;
    case RecordsRole:
        return row.records;
    case AuthorRole:
        return row.author;
    case PublicationStateRole:
        return static_cast<int>(row.state);
    case LiveOnRole:
        return row.live;
    case LiveOfRole:
        return row.of;
    case EverywhereMsRole:
        return field::orNan(row.everywhereMs);
    case TicksRole:
        return QVariant::fromValue(row.tickStates());
    default:
        return {};
    }
}

QHash<int, QByteArray> PublicationModel::roleNames() const
{
    return {{PublicationIdRole, "publicationId"},
            {ZoneRole, "zone"},
            {SerialRole, "serial"},
            {CommittedAtRole, "committedAt"},
            {PublishedAtRole, "publishedAt"},
            {AddedRole, "added"},
            {RemovedRole, "removed"},
            {RecordsRole, "records"},
            {AuthorRole, "author"},
            {PublicationStateRole, "publicationState"},
            {LiveOnRole, "liveOn"},
            {LiveOfRole, "liveOf"},
            {EverywhereMsRole, "everywhereMs"},
            {TicksRole, "ticks"}};
}

double PublicationModel::perSecond(double now) const
{
    constexpr double window = 60000.0;
    int n = 0;
    for (const PublicationRow& row : rows()) {
        n += row.publishedAt > now - window && row.publishedAt <= now ? 1 : 0;
    }
    return n * 1000.0 / window;
}

int PublicationModel::placeFor(const PublicationRow& row) const
{
    int place = 0;
    while (place < rows().size() && rows().at(place).committedAt > row.committedAt) {
        ++place;
    }
    return place;
}

} // namespace headwater
