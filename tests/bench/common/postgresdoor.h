#pragma once

#include "bench/common/benchzone.h"
#include "bench/common/recorddoor.h"
#include "bench/common/samples.h"
#include "store/postgresconnection.h"

namespace headwater {

/// Rows in the record table: one UPDATE for each address, in one transaction. What is timed begins
/// with COMMIT, when the application is done with its own work.
class PostgresDoor : public RecordDoor
{
public:
    explicit PostgresDoor(const std::string& url);

    /// The zone and its records, in one transaction.
    void create(const BenchZone& zone);
    /// New names, in one transaction.
    void add(const Name& zone, const std::vector<HostAddress>& hosts);
    void send(const Name& zone, const std::vector<HostAddress>& hosts) override;
    void acknowledged() override {}
    /// When the last COMMIT was sent, and when it was acknowledged.
    [[nodiscard]] Steady::time_point sent() const { return m_sent; }
    [[nodiscard]] Steady::time_point committed() const { return m_committed; }
    [[nodiscard]] PostgresConnection& connection() { return *m_connection; }

private:
    void insert(const Name& zone, const std::vector<HostAddress>& hosts);
    void commit();

    std::unique_ptr<PostgresConnection> m_connection;
    Steady::time_point m_sent;
    Steady::time_point m_committed;
};

} // namespace headwater
