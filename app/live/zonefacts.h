#pragma once

#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "zonemodel.h"

namespace headwater {

/// One zone, chosen by name, as properties: the head of its page. Follows the model.
class ZoneFacts : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(headwater::ZoneModel* zones READ zones WRITE setZones NOTIFY changed REQUIRED)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(bool found READ isFound NOTIFY changed)
    Q_PROPERTY(QString unicode READ unicode NOTIFY changed)
    Q_PROPERTY(double serial READ serial NOTIFY changed)
    Q_PROPERTY(double records READ records NOTIFY changed)
    Q_PROPERTY(double changedAt READ changedAt NOTIFY changed)
    Q_PROPERTY(int zoneState READ zoneState NOTIFY changed)
    Q_PROPERTY(double liveOn READ liveOn NOTIFY changed)
    Q_PROPERTY(double liveOf READ liveOf NOTIFY changed)
    Q_PROPERTY(double p99Ms READ p99Ms NOTIFY changed)
    Q_PROPERTY(QString sourceText READ sourceText NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(double problemSince READ problemSince NOTIFY changed)
    Q_PROPERTY(double retiresAt READ retiresAt NOTIFY changed)
    /// Where it is not live: maps of `chipState` (Live.State) and `text` ("stuck on nbg1-b").
    Q_PROPERTY(QVariantList chips READ chips NOTIFY changed)
    /// The secondary whose pair is worst; empty when all are live.
    Q_PROPERTY(QString worstSecondary READ worstSecondary NOTIFY changed)

public:
    using QObject::QObject;

    [[nodiscard]] ZoneModel* zones() const { return m_zones; }
    void setZones(ZoneModel* zones);
    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString& name);

    [[nodiscard]] bool isFound() const { return m_found; }
    [[nodiscard]] QString unicode() const { return m_row.unicode; }
    [[nodiscard]] double serial() const { return static_cast<double>(m_row.serial); }
    [[nodiscard]] double records() const { return static_cast<double>(m_row.records); }
    [[nodiscard]] double changedAt() const { return m_row.changedAt; }
    [[nodiscard]] int zoneState() const { return static_cast<int>(m_row.state); }
    [[nodiscard]] double liveOn() const { return static_cast<double>(m_row.live); }
    [[nodiscard]] double liveOf() const { return static_cast<double>(m_row.of); }
    [[nodiscard]] double p99Ms() const;
    [[nodiscard]] QString sourceText() const;
    [[nodiscard]] QString problem() const { return m_row.problem; }
    [[nodiscard]] double problemSince() const;
    [[nodiscard]] double retiresAt() const;
    [[nodiscard]] QVariantList chips() const;
    [[nodiscard]] QString worstSecondary() const;

Q_SIGNALS:
    void changed();

private:
    void refresh();

    ZoneModel* m_zones = nullptr;
    QString m_name;
    ZoneRow m_row;
    bool m_found = false;
};

} // namespace headwater
