#include "bench/common/postgresdoor.h"

namespace headwater {

namespace {

constexpr std::size_t RowsAtOnce = 50'000;

template <typename Answer> Answer done(Result<Answer> answer)
{
    if (!answer)
        giveUp(answer.error().text);
    if constexpr (!std::is_void_v<Answer>)
        return std::move(*answer);
}

/// Texts that live as long as the statement that shows them.
struct Rows
{
    std::vector<std::string> names;
    std::vector<std::string> contents;
};

} // namespace

PostgresDoor::PostgresDoor(const std::string& url)
    : m_connection(done(PostgresConnection::open(url, "bench", std::chrono::milliseconds(0))))
{
}

void PostgresDoor::create(const BenchZone& zone)
{
    const std::string name = zone.zone.text();
    done(m_connection->begin());
    done(m_connection->execute(
        "INSERT INTO headwater.zone (name, primary_ns, expire, soa_ttl) VALUES ('" + name +
        "', 'ns1." + name +
        "', 604800, 300);"
        "INSERT INTO headwater.record (zone, name, type, ttl, content)"
        " VALUES ('" +
        name + "', '" + name + "', 'NS', 3600, 'ns1." + name + "'), ('" + name + "', 'ns1." + name +
        "', 'A', 3600, '192.0.2.53')"));
    std::vector<HostAddress> hosts;
    for (std::size_t i = 0; i < zone.records / 2; ++i) {
        const Rdata address = BenchZone::address(i);
        hosts.push_back(
            {zone.host(i), std::to_string(address[0]) + '.' + std::to_string(address[1]) + '.' +
                               std::to_string(address[2]) + '.' + std::to_string(address[3])});
        if (hosts.size() == RowsAtOnce || i + 1 == zone.records / 2) {
            insert(zone.zone, hosts);
            hosts.clear();
        }
    }
    // The other half: an AAAA record at each name.
    done(m_connection->execute("INSERT INTO headwater.record (zone, name, type, ttl, content)"
                               " SELECT zone, name, 'AAAA', ttl, '2001:db8::' || to_hex(id %"
                               " 65536) FROM headwater.record WHERE zone = '" +
                               name + "' AND ttl = 300"));
    commit();
}

void PostgresDoor::insert(const Name& zone, const std::vector<HostAddress>& hosts)
{
    Rows rows;
    for (const HostAddress& host : hosts) {
        rows.names.push_back(host.owner.text());
        rows.contents.push_back(host.address);
    }
    const std::vector<std::string_view> names(rows.names.begin(), rows.names.end());
    const std::vector<std::string_view> contents(rows.contents.begin(), rows.contents.end());
    const std::string zoneText = zone.text();
    static_cast<void>(done(m_connection->run(
        "INSERT INTO headwater.record (zone, name, type, ttl, content) SELECT $1, n, 'A', 300, c"
        " FROM unnest($2, $3) AS t (n, c)",
        PostgresParameters().text(zoneText).texts(names).texts(contents))));
}

void PostgresDoor::add(const Name& zone, const std::vector<HostAddress>& hosts)
{
    done(m_connection->begin());
    insert(zone, hosts);
    commit();
}

void PostgresDoor::send(const Name& zone, const std::vector<HostAddress>& hosts)
{
    const std::string zoneText = zone.text();
    done(m_connection->begin());
    for (const HostAddress& host : hosts) {
        const std::string name = host.owner.text();
        const auto changed = done(m_connection->run(
            "UPDATE headwater.record SET content = $3 WHERE zone = $1 AND name = $2 AND"
            " type = 'A'",
            PostgresParameters().text(zoneText).text(name).text(host.address)));
        if (changed.changed() != 1)
            giveUp("a row was not found");
    }
    commit();
}

void PostgresDoor::commit()
{
    m_sent = Steady::now();
    done(m_connection->commit());
    m_committed = Steady::now();
}

} // namespace headwater
