#pragma once

#include <QObject>

#include "status/facts.h"
#include "store/store.h"
#include "zone/zonechecks.h"

namespace headwater {

/// Writes to zones whose source is Embedded: one validation path, one transaction. Updater thread.
class RecordWriter : public QObject
{
    Q_OBJECT
public:
    /// `policy` is the serial policy of zones that createZone() makes.
    explicit RecordWriter(Store& store, QObject* parent = nullptr,
                          SerialPolicy policy = SerialPolicy::Increment);

    /// A new embedded zone with an SOA and the given NS names. A serial of 0 leaves the first one
    /// to the policy.
    [[nodiscard]] Result<void> createZone(const Name& zone, const Soa& soa,
                                          const std::vector<Name>& nameservers,
                                          const std::string& who);
    [[nodiscard]] Result<void> removeZone(const Name& zone, const std::string& who);
    /// Refused, with nothing written, when the zone's source is a file (the error names it), a set
    /// is outside the zone, or the zone would break a check. An SOA set at the apex sets the fields
    /// of the SOA; its serial is a floor. Returns the owners that changed. Costs what the change
    /// costs: only its owners and the names above them are read.
    [[nodiscard]] Result<std::size_t> write(const Name& zone, const std::vector<RRset>& sets,
                                            const std::string& who);

Q_SIGNALS:
    void zoneChanged(const headwater::Name& zone);
    void zoneRemoved(const headwater::Name& zone);

private:
    /// The settings of a zone that may be written to.
    [[nodiscard]] Result<ZoneSettings> writable(const Name& zone);
    /// An error when the zone would break a check after the change.
    [[nodiscard]] Result<void> check(const ZoneSettings& settings, const DesiredChange& change);
    void note(const Name& zone, const std::string& who, const std::string& action,
              const std::string& detail);

    Store& m_store;
    SerialPolicy m_policy;
};

} // namespace headwater
