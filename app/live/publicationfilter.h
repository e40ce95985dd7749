#pragma once

#include <QSortFilterProxyModel>
#include <QtQml/qqmlregistration.h>

#include "publicationmodel.h"

namespace headwater {

/// The publications of one zone, newest first.
class PublicationFilter : public QSortFilterProxyModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(headwater::PublicationModel* publications READ publications WRITE setPublications
                   NOTIFY publicationsChanged REQUIRED)
    Q_PROPERTY(QString zone READ zone WRITE setZone NOTIFY zoneChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    explicit PublicationFilter(QObject* parent = nullptr);

    [[nodiscard]] PublicationModel* publications() const { return m_publications; }
    void setPublications(PublicationModel* publications);
    [[nodiscard]] QString zone() const { return m_zone; }
    void setZone(const QString& zone);
    [[nodiscard]] int count() const { return rowCount(); }

    /// Id of the publication in this row; empty outside.
    Q_INVOKABLE [[nodiscard]] QString idAt(int row) const;
    Q_INVOKABLE [[nodiscard]] int rowOf(const QString& id) const;

Q_SIGNALS:
    void publicationsChanged();
    void zoneChanged();
    void countChanged();

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex& parent) const override;

private:
    PublicationModel* m_publications = nullptr;
    QString m_zone;
};

} // namespace headwater
