#include "store/zonerows.h"

namespace headwater {

namespace {

constexpr std::size_t MostKnown = 256;
constexpr std::string_view Doing = "the table of zones";
// In the order that settingsOf() takes them.
#define HEADWATER_ZONE_COLUMNS                                                                     \
    "name, source, source_name, policy, soa_primary, soa_mailbox, soa_serial, soa_refresh, "       \
    "soa_retry, soa_expire, soa_minimum, soa_ttl, retires_at"

std::string_view word(ZoneSource source)
{
    return source == ZoneSource::ZoneFile ? "zone file" : "embedded";
}

std::string_view word(SerialPolicy policy)
{
    switch (policy) {
    case SerialPolicy::UnixTime:
        return "unixtime";
    case SerialPolicy::Date:
        return "date";
    case SerialPolicy::Increment:
        break;
    }
    return "increment";
}

SerialPolicy policyOf(std::string_view text)
{
    if (text == word(SerialPolicy::UnixTime))
        return SerialPolicy::UnixTime;
    return text == word(SerialPolicy::Date) ? SerialPolicy::Date : SerialPolicy::Increment;
}

ZoneSettings settingsOf(Statement& row)
{
    ZoneSettings settings;
    settings.zone = row.name(0);
    settings.source =
        row.text(1) == word(ZoneSource::ZoneFile) ? ZoneSource::ZoneFile : ZoneSource::Embedded;
    settings.sourceName = row.text(2);
    settings.policy = policyOf(row.text(3));
    settings.soa.primary = row.name(4);
    settings.soa.mailbox = row.name(5);
    settings.soa.serial = row.serial(6);
    settings.soa.refresh = row.uint32(7);
    settings.soa.retry = row.uint32(8);
    settings.soa.expire = row.uint32(9);
    settings.soa.minimum = row.uint32(10);
    settings.soaTtl = row.uint32(11);
    settings.retiresAt = row.optionalInstant(12);
    return settings;
}

} // namespace

Result<std::vector<ZoneRows::Row>> ZoneRows::all()
{
    std::vector<Row> found;
    Statement count(m_database, "SELECT count(*) FROM zone");
    if (count.next())
        found.reserve(count.size(0));
    Statement row(m_database, "SELECT " HEADWATER_ZONE_COLUMNS ", id FROM zone ORDER BY id");
    while (row.next())
        found.push_back({row.integer(13), settingsOf(row)});
    if (auto done = row.check(Doing); !done)
        return passOn(done);
    return found;
}

Result<std::optional<ZoneRows::Row>> ZoneRows::find(const Name& zone)
{
    if (const auto known = m_known.find(zone); known != m_known.end())
        return std::optional<Row>(known->second);
    auto found = read(zone);
    if (found && *found) {
        if (m_known.size() >= MostKnown)
            m_known.clear();
        m_known.emplace(zone, **found);
    }
    return found;
}

Result<std::optional<ZoneRows::Row>> ZoneRows::read(const Name& zone)
{
    std::optional<Row> found;
    Statement row(m_database, "SELECT " HEADWATER_ZONE_COLUMNS ", id FROM zone WHERE key = ?");
    row.with(zone.canonicalKey());
    if (row.next())
        found = Row{row.integer(13), settingsOf(row)};
    if (auto done = row.check(Doing); !done)
        return passOn(done);
    return found;
}

Result<ZoneRows::Row> ZoneRows::get(const Name& zone)
{
    auto found = find(zone);
    if (!found)
        return passOn(found);
    if (!*found)
        return m_database.failure("zone " + zone.display(), "there is no such zone");
    return std::move(**found);
}

Result<void> ZoneRows::save(const ZoneSettings& settings)
{
    const Soa& soa = settings.soa;
    Statement row(m_database, "INSERT INTO zone (" HEADWATER_ZONE_COLUMNS ", key)"
                              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                              " ON CONFLICT (key) DO UPDATE SET name = excluded.name,"
                              " source = excluded.source, source_name = excluded.source_name,"
                              " policy = excluded.policy, soa_primary = excluded.soa_primary,"
                              " soa_mailbox = excluded.soa_mailbox,"
                              " soa_serial = excluded.soa_serial,"
                              " soa_refresh = excluded.soa_refresh,"
                              " soa_retry = excluded.soa_retry, soa_expire = excluded.soa_expire,"
                              " soa_minimum = excluded.soa_minimum, soa_ttl = excluded.soa_ttl,"
                              " retires_at = excluded.retires_at");
    row.with(settings.zone.wire()).with(word(settings.source)).with(settings.sourceName);
    row.with(word(settings.policy)).with(soa.primary.wire()).with(soa.mailbox.wire());
    row.with(soa.serial).with(soa.refresh).with(soa.retry).with(soa.expire).with(soa.minimum);
    row.with(settings.soaTtl).with(settings.retiresAt).with(settings.zone.canonicalKey());
    m_known.erase(settings.zone);
    return row.run("saving zone " + settings.zone.display());
}

Result<void> ZoneRows::remove(std::int64_t id)
{
    m_known.clear();
    Statement row(m_database, "DELETE FROM zone WHERE id = ?");
    return row.with(id).run("removing a zone");
}

Result<std::optional<Serial>> ZoneRows::floor(const Name& zone)
{
    std::optional<Serial> found;
    Statement row(m_database, "SELECT serial FROM serial_floor WHERE zone_key = ?");
    row.with(zone.canonicalKey());
    if (row.next())
        found = row.serial(0);
    if (auto done = row.check("the serial floor of zone " + zone.display()); !done)
        return passOn(done);
    return found;
}

Result<void> ZoneRows::setFloor(const Name& zone, Serial serial)
{
    Statement row(m_database, "INSERT INTO serial_floor (zone_key, serial) VALUES (?, ?)"
                              " ON CONFLICT (zone_key) DO UPDATE SET serial = excluded.serial");
    row.with(zone.canonicalKey()).with(serial);
    return row.run("the serial floor of zone " + zone.display());
}

bool differsBesidesSerial(const Soa& a, const Soa& b)
{
    Soa same = b;
    same.serial = a.serial;
    return !(a == same);
}

} // namespace headwater
