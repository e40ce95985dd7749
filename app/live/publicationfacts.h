#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include "publicationmodel.h"

namespace headwater {

/// One publication, chosen by id, as properties. Follows the model.
class PublicationFacts : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(headwater::PublicationModel* publications READ publications WRITE setPublications
                   NOTIFY changed REQUIRED)
    Q_PROPERTY(QString publicationId READ publicationId WRITE setPublicationId NOTIFY changed)
    Q_PROPERTY(bool found READ isFound NOTIFY changed)
    Q_PROPERTY(double serial READ serial NOTIFY changed)
    Q_PROPERTY(double committedAt READ committedAt NOTIFY changed)
    Q_PROPERTY(double publishedMs READ publishedMs NOTIFY changed) ///< commit to publish
    Q_PROPERTY(QString author READ author NOTIFY changed)
    Q_PROPERTY(double added READ added NOTIFY changed)
    Q_PROPERTY(double removed READ removed NOTIFY changed)
    /// The secondary to look at first: stuck, else late, else the slowest.
    Q_PROPERTY(QString telling READ telling NOTIFY changed)

public:
    using QObject::QObject;

    [[nodiscard]] PublicationModel* publications() const { return m_publications; }
    void setPublications(PublicationModel* publications);
    [[nodiscard]] QString publicationId() const { return m_id; }
    void setPublicationId(const QString& id);

    [[nodiscard]] bool isFound() const { return m_found; }
    [[nodiscard]] double serial() const { return static_cast<double>(m_row.serial); }
    [[nodiscard]] double committedAt() const { return m_row.committedAt; }
    [[nodiscard]] double publishedMs() const { return m_row.publishedAt - m_row.committedAt; }
    [[nodiscard]] QString author() const { return m_row.author; }
    [[nodiscard]] double added() const { return static_cast<double>(m_row.added); }
    [[nodiscard]] double removed() const { return static_cast<double>(m_row.removed); }
    [[nodiscard]] const PublicationRow& row() const { return m_row; }

    /// Live.State of the version on this secondary.
    Q_INVOKABLE [[nodiscard]] int stateOn(const QString& secondary) const;
    [[nodiscard]] QString telling() const;
    /// Commit to live there, ms; NaN while open.
    Q_INVOKABLE [[nodiscard]] double liveAfter(const QString& secondary) const;

Q_SIGNALS:
    void changed();

private:
    void refresh();

    PublicationModel* m_publications = nullptr;
    QString m_id;
    PublicationRow m_row;
    bool m_found = false;
};

} // namespace headwater
