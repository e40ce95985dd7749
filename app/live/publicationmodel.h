#pragma once

#include <QtQml/qqmlregistration.h>

#include "publicationrow.h"
#include "rowmodel.h"

namespace headwater {

/// Published versions and how they travelled, newest first; at most 600 are kept.
class PublicationModel : public RowModel<PublicationRow>
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("FeedState holds it")
    Q_PROPERTY(int count READ count NOTIFY changed)

public:
    enum Role
    {
        PublicationIdRole = Qt::UserRole + 1,
        ZoneRole,
        SerialRole,
        CommittedAtRole, ///< moment, ms
        PublishedAtRole,
        AddedRole,
        RemovedRole,
        RecordsRole,
        AuthorRole,
        PublicationStateRole, ///< Live.State
        LiveOnRole,
        LiveOfRole,
        EverywhereMsRole, ///< commit to live on all; NaN while open
        TicksRole,        ///< list of Live.State, in order of the secondaries
    };
    Q_ENUM(Role)

    using RowModel<PublicationRow>::RowModel;

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return rowCount(); }
    /// Publications per second over the last minute before `now` (ms since 1970).
    Q_INVOKABLE [[nodiscard]] double perSecond(double now) const;

Q_SIGNALS:
    void changed();

protected:
    [[nodiscard]] int placeFor(const PublicationRow& row) const override;
    void afterChange() override { Q_EMIT changed(); }
};

} // namespace headwater
