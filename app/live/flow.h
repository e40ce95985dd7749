#pragma once

#include <QAbstractListModel>
#include <QJsonArray>
#include <QList>
#include <QtQml/qqmlregistration.h>

#include "live.h"

namespace headwater {

/// The seven stations of the flow strip: how many pairs wait before each step, and where it is bad.
class Flow : public QAbstractListModel
{
    Q_OBJECT
    QML_NAMED_ELEMENT(FlowStations) // Flow is a positioner of QtQuick
    QML_UNCREATABLE("FeedState holds it")

public:
    enum Role
    {
        StepRole = Qt::UserRole + 1, ///< "publish", "queue", ... "live"
        LabelRole,                   ///< "Publish", "Send NOTIFY", ...
        WaitingRole,                 ///< pairs; for "live" the pairs live
        StationStateRole,            ///< Live.State
        P50MsRole,                   ///< NaN if unknown
        NoteRole,                    ///< "37 stuck, nbg1-b" or empty
    };
    Q_ENUM(Role)

    using QAbstractListModel::QAbstractListModel;

    void read(const QJsonArray& stations);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    struct Station
    {
        QString step;
        qint64 waiting = 0;
        Live::State state = Live::State::Ok;
        std::optional<double> p50Ms;
        QString note;
        [[nodiscard]] bool operator==(const Station&) const = default;
    };

    QList<Station> m_stations;
};

} // namespace headwater
