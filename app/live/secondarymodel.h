#pragma once

#include <QtQml/qqmlregistration.h>

#include "rowmodel.h"
#include "secondaryrow.h"

namespace headwater {

/// The secondaries, in the engine's order (by site).
class SecondaryModel : public RowModel<SecondaryRow>
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("FeedState holds it")
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// One Live.State per secondary, for a strip of ticks; in flight within its budget is in sync.
    Q_PROPERTY(QList<int> states READ states NOTIFY changed)
    /// Secondaries stuck or late.
    Q_PROPERTY(int troubled READ troubled NOTIFY changed)
    Q_PROPERTY(bool anyStuck READ anyStuck NOTIFY changed)
    /// The greatest recent NOTIFY round trip, ms: the common scale of their sparklines.
    Q_PROPERTY(double greatestRttMs READ greatestRttMs NOTIFY changed)

public:
    enum Role
    {
        NameRole = Qt::UserRole + 1,
        SiteRole,
        AddressRole,
        SecondaryStateRole, ///< Live.State
        ZonesRole,
        ZonesLiveRole,
        ZonesBehindRole,
        VersionsBehindRole,
        NotifyStateRole, ///< "acked", "waiting", "unanswered", "refused", "none"
        NotifyTextRole,
        NotifyRttMsRole,
        NotifyRetryAtRole, ///< moment, NaN if none
        RttsRole,          ///< list of ms
        P50MsRole,
        P99MsRole,
        SamplesRole,
        BudgetMsRole,
        TransferredRole, ///< whether the four below mean something
        TransferKindRole,
        TransferOctetsRole,
        TransferMsRole,
        TransferAtRole,
        KeyNameRole,
        ErrorRole,
        CauseCodeRole,
        ProbeSerialRole, ///< NaN if not observed
        ProbeRttMsRole,
        ProbeAtRole,
    };
    Q_ENUM(Role)

    using RowModel<SecondaryRow>::RowModel;

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] QList<int> states() const;
    [[nodiscard]] int troubled() const;
    [[nodiscard]] bool anyStuck() const;
    [[nodiscard]] double greatestRttMs() const;
    /// How many are in this state (a Live.State).
    Q_INVOKABLE [[nodiscard]] int countIn(int state) const;
    /// Names of those that are stuck, late or not observed, worst first.
    Q_INVOKABLE [[nodiscard]] QStringList behindNames() const;
    Q_INVOKABLE [[nodiscard]] int stateOf(const QString& name) const;
    Q_INVOKABLE [[nodiscard]] QString addressOf(const QString& name) const;

Q_SIGNALS:
    void changed();

protected:
    void afterChange() override { Q_EMIT changed(); }
};

} // namespace headwater
