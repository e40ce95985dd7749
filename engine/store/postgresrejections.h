#pragma once

#include <map>
#include <unordered_map>

#include "store/postgressession.h"
#include "store/wantedrrsets.h"

namespace headwater {

/// Rows that cannot be published, zone by zone: as sentences here, and in headwater.rejected, where
/// the application can read them. Bounded: WantedRRsets::MostRejected a zone. Updater thread.
class PostgresRejections
{
public:
    explicit PostgresRejections(PostgresSession& session)
        : m_session(session)
    {
    }

    /// What the database has of them, for an engine that takes the lead.
    [[nodiscard]] Result<void> read();
    /// These rows are what is wrong at these owners (null: in all of the zone) from now on. True
    /// when save() has something to do.
    [[nodiscard]] bool note(const Name& zone, const std::vector<Name>* owners,
                            const std::vector<RejectedRow>& rows);
    [[nodiscard]] std::vector<std::string> sentences(const Name& zone) const;
    /// The same in the database, with the group.
    [[nodiscard]] Result<void> save(const Name& zone, const std::vector<Name>* owners,
                                    const std::vector<RejectedRow>& rows);
    void forget(const Name& zone) { m_zones.erase(zone); }

private:
    using ByOwnerAndType = std::map<std::pair<std::string, std::string>, std::string>;

    PostgresSession& m_session;
    std::unordered_map<Name, ByOwnerAndType> m_zones;
};

} // namespace headwater
