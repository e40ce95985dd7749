#pragma once

#include <QtQml/qqmlregistration.h>

#include "rowmodel.h"
#include "zonerow.h"

namespace headwater {

/// The zones the engine told about: at most 500 in a picture, worst first, then newest change.
class ZoneModel : public RowModel<ZoneRow>
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("FeedState holds it")
    /// Zones held here; Totals.zones counts all.
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// Zones whose source was refused.
    Q_PROPERTY(int rejected READ rejected NOTIFY changed)
    /// The first of them: maps of `name`, `problem`, `since` (ms since 1970) and `published` (some
    /// version is served).
    Q_PROPERTY(QVariantList rejectedZones READ rejectedZones NOTIFY changed)

public:
    enum Role
    {
        NameRole = Qt::UserRole + 1,
        UnicodeRole,     ///< U-label, empty if the same
        SerialRole,      ///< number
        RecordsRole,     ///< number of records
        ChangedAtRole,   ///< moment, ms
        ZoneStateRole,   ///< Live.State
        LiveOnRole,      ///< pairs live
        LiveOfRole,      ///< pairs that count
        PausedRole,      ///< pairs paused
        SlowestRole,     ///< the name of a secondary, or empty
        SlowestNoteRole, ///< "41.6 ms", "stuck 4m 12s", "pending" or empty
        SlowestMsRole,   ///< NaN if open
        P99MsRole,       ///< NaN if unknown
        SourceRole,
        SourceNameRole,
        ProblemRole,      ///< why the source was refused, or empty
        ProblemSinceRole, ///< moment, NaN if none
        RetiresAtRole,    ///< moment, NaN if it stays
        TicksRole,        ///< list of Live.State, in order of the secondaries
        OldestMsRole,     ///< age of its oldest open pair, NaN if none
    };
    Q_ENUM(Role)

    explicit ZoneModel(QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] int rejected() const;
    [[nodiscard]] QVariantList rejectedZones() const;

Q_SIGNALS:
    void changed();

protected:
    [[nodiscard]] int leastWanted() const override;
    void afterChange() override { Q_EMIT changed(); }
};

} // namespace headwater
