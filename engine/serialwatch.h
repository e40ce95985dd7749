#pragma once

#include <unordered_map>

#include <QObject>

#include "status/facts.h"
#include "zone/zonetable.h"

namespace headwater {

/// Sees in what secondaries answer and ask that one holds a newer serial than we publish: after a
/// restore, or a move from another primary. It would never ask again. Once in a while a zone,
/// because a zone must not be driven round the circle by somebody who answers what he likes. Main
/// thread.
class SerialWatch : public QObject
{
    Q_OBJECT
public:
    explicit SerialWatch(std::shared_ptr<const ZoneTable> zones, QObject* parent = nullptr)
        : QObject(parent)
        , m_zones(std::move(zones))
    {
    }

public Q_SLOTS:
    void addFact(const headwater::Fact& fact);

Q_SIGNALS:
    void isAhead(const headwater::Name& zone, headwater::Serial serial, const QString& secondary);

private:
    void consider(const Name& zone, Serial serial, const std::string& secondary, Instant at);

    std::shared_ptr<const ZoneTable> m_zones;
    std::unordered_map<Name, Instant> m_lifted;
};

} // namespace headwater
