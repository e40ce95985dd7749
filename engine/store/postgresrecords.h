#pragma once

#include "store/postgressession.h"
#include "store/store.h"
#include "store/wantedrrsets.h"

namespace headwater {

/// Zones and desired records in the database, as text there and as RRsets here. Applications write
/// the same tables. Updater thread.
class PostgresRecords
{
public:
    explicit PostgresRecords(PostgresSession& session)
        : m_session(session)
    {
    }

    [[nodiscard]] Result<std::vector<Name>> zones();
    [[nodiscard]] Result<std::optional<ZoneSettings>> zone(const Name& zone);
    /// New zone, or new settings of one.
    [[nodiscard]] Result<void> saveZone(const ZoneSettings& settings);
    /// False: it is there already.
    [[nodiscard]] Result<bool> insertZone(const ZoneSettings& settings);
    [[nodiscard]] Result<void> removeZone(const Name& zone);

    /// What record table and views want at these owners, or, without `owners`, in all of the zone;
    /// `to` gets the rows grouped by owner and is finished.
    [[nodiscard]] Result<void> read(const Name& zone, const std::vector<Name>* owners,
                                    WantedRRsets& to);
    /// Below `owner`, at most `limit`.
    [[nodiscard]] Result<std::vector<RRset>> below(const Name& zone, const Name& owner,
                                                   std::size_t limit);
    /// Writes what differs into the record table. Returns how many owners that was.
    [[nodiscard]] Result<std::size_t> apply(const DesiredChange& change);
    [[nodiscard]] Result<std::size_t> replaceAll(const DesiredChange& change);

private:
    struct Stored;
    struct Difference;
    [[nodiscard]] Result<std::vector<Stored>> stored(const Name& zone,
                                                     const std::vector<Name>* owners);
    [[nodiscard]] Result<std::size_t> write(const DesiredChange& change, std::vector<Stored> before,
                                            const std::vector<RRset>& sets);
    [[nodiscard]] Result<void> execute(const std::string& zone, const Difference& difference);
    [[nodiscard]] Result<bool> setSoa(const DesiredChange& change);

    PostgresSession& m_session;
};

/// The columns of headwater.zone, `first` being primary_ns, in the order in which they stand there.
[[nodiscard]] Result<ZoneSettings> zoneSettings(const Name& zone, const PostgresRows& rows,
                                                int first);

} // namespace headwater
