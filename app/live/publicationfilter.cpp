#include "publicationfilter.h"

namespace headwater {

PublicationFilter::PublicationFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    connect(this, &QAbstractItemModel::rowsInserted, this, &PublicationFilter::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &PublicationFilter::countChanged);
    connect(this, &QAbstractItemModel::modelReset, this, &PublicationFilter::countChanged);
}

void PublicationFilter::setPublications(PublicationModel* publications)
{
    if (m_publications != publications) {
        m_publications = publications;
        setSourceModel(publications);
        Q_EMIT publicationsChanged();
        Q_EMIT countChanged();
    }
}

void PublicationFilter::setZone(const QString& zone)
{
    if (m_zone != zone) {
        m_zone = zone;
        invalidateFilter();
        Q_EMIT zoneChanged();
        Q_EMIT countChanged();
    }
}

bool PublicationFilter::filterAcceptsRow(int sourceRow, const QModelIndex& parent) const
{
    return m_publications != nullptr && !parent.isValid() &&
           sourceRow < m_publications->rows().size() &&
           m_publications->rows().at(sourceRow).zone == m_zone;
}

QString PublicationFilter::idAt(int row) const
{
    return row < 0 || row >= rowCount()
               ? QString()
               : data(index(row, 0), PublicationModel::PublicationIdRole).toString();
}

int PublicationFilter::rowOf(const QString& id) const
{
    const int source = m_publications != nullptr ? m_publications->indexOf(id) : -1;
    return source < 0 ? -1 : mapFromSource(m_publications->index(source)).row();
}

} // namespace headwater
