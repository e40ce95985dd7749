#pragma once

#include <QtQml/qqmlregistration.h>

#include "causerow.h"
#include "rowmodel.h"

namespace headwater {

/// Why pairs are not live, grouped; worst first, as the engine sends them.
class CauseModel : public RowModel<CauseRow>
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("FeedState holds it")
    Q_PROPERTY(int count READ count NOTIFY changed)

public:
    enum Role
    {
        CauseIdRole = Qt::UserRole + 1,
        CauseStateRole, ///< Live.State
        CodeRole,       ///< "badkey", "notify-timeout", ...
        TitleRole,
        SecondaryRole,
        ZonesRole, ///< names of the first 20
        CountRole, ///< zones it holds back
        SinceRole, ///< moment, ms
        ReasonRole,
        ImperativeRole,
    };
    Q_ENUM(Role)

    using RowModel<CauseRow>::RowModel;

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return rowCount(); }
    /// The worst cause that holds this zone back on this secondary; null if none is known. An empty
    /// zone or secondary matches any.
    [[nodiscard]] const CauseRow* causeOf(const QString& zone, const QString& secondary) const;
    Q_INVOKABLE [[nodiscard]] QString reasonOf(const QString& zone, const QString& secondary) const;
    Q_INVOKABLE [[nodiscard]] QString imperativeOf(const QString& zone,
                                                   const QString& secondary) const;
    /// When it began, ms since 1970; NaN if none is known.
    Q_INVOKABLE [[nodiscard]] double sinceOf(const QString& zone, const QString& secondary) const;

Q_SIGNALS:
    void changed();

protected:
    void afterChange() override { Q_EMIT changed(); }
};

} // namespace headwater
