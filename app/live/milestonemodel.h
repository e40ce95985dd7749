#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include "live.h"
#include "publicationfacts.h"

namespace headwater {

/// The seven milestones of one publication on one secondary, with their evidence.
class MilestoneModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(headwater::PublicationFacts* publication READ publication WRITE setPublication NOTIFY
                   changed REQUIRED)
    Q_PROPERTY(QString secondary READ secondary WRITE setSecondary NOTIFY changed)
    /// Transfer address of the secondary, named in the evidence.
    Q_PROPERTY(QString address READ address WRITE setAddress NOTIFY changed)

public:
    enum Role
    {
        TitleRole = Qt::UserRole + 1,
        OffsetMsRole, ///< since the commit; NaN if not reached
        EvidenceRole,
        MilestoneStateRole, ///< Live.State; Ok is reached
        SkippedRole,        ///< a later milestone was observed without this one
    };
    Q_ENUM(Role)

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] PublicationFacts* publication() const { return m_publication; }
    void setPublication(PublicationFacts* publication);
    [[nodiscard]] QString secondary() const { return m_secondary; }
    void setSecondary(const QString& secondary);
    [[nodiscard]] QString address() const { return m_address; }
    void setAddress(const QString& address);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void changed();

private:
    struct Entry
    {
        QString title;
        std::optional<double> offsetMs;
        QString evidence;
        Live::State state = Live::State::Unknown;
        bool skipped = false;
        [[nodiscard]] bool operator==(const Entry&) const = default;
    };

    void rebuild();
    [[nodiscard]] QString evidenceOf(const StepRow& step, int milestone) const;

    PublicationFacts* m_publication = nullptr;
    QString m_secondary;
    QString m_address;
    QList<Entry> m_entries;
};

} // namespace headwater
