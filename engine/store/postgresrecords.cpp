#include "store/postgresrecords.h"

#include <algorithm>

#include "store/postgrestexts.h"

namespace headwater {

namespace {

#define HEADWATER_ZONE_COLUMNS                                                                     \
    "primary_ns, mailbox, refresh, retry, expire, minimum, soa_ttl, default_ttl, serial_policy, "  \
    "least_serial, source, source_name, headwater.microseconds(retires_at)"

const char* word(SerialPolicy policy)
{
    switch (policy) {
    case SerialPolicy::Increment:
        return "increment";
    case SerialPolicy::UnixTime:
        return "unixtime";
    case SerialPolicy::Date:
        return "date";
    }
    return "";
}

SerialPolicy policyOf(std::string_view text)
{
    if (text == "unixtime")
        return SerialPolicy::UnixTime;
    return text == "date" ? SerialPolicy::Date : SerialPolicy::Increment;
}

std::uint32_t number(const PostgresRows& rows, int column)
{
    return static_cast<std::uint32_t>(rows.integer(0, column)); // checked by the table
}

/// The settings as the values of INSERT, in the order of the columns behind the name.
class ZoneValues
{
public:
    explicit ZoneValues(const ZoneSettings& settings)
        : m_name(canonicalText(settings.zone))
        , m_primary(canonicalText(settings.soa.primary))
        , m_mailbox(canonicalText(settings.soa.mailbox))
        , m_settings(settings)
    {
    }
    [[nodiscard]] PostgresParameters parameters() const
    {
        const Soa& soa = m_settings.soa;
        PostgresParameters values;
        values.text(m_name).text(m_primary).text(m_mailbox).integer(soa.refresh);
        values.integer(soa.retry).integer(soa.expire).integer(soa.minimum);
        values.integer(m_settings.soaTtl).text(word(m_settings.policy));
        values.integer(soa.serial.value());
        values.text(m_settings.source == ZoneSource::ZoneFile ? "zone file" : "record");
        values.text(m_settings.sourceName);
        if (m_settings.retiresAt)
            values.integer(m_settings.retiresAt->time_since_epoch().count());
        else
            values.integer(std::nullopt);
        return values;
    }

private:
    std::string m_name;
    std::string m_primary;
    std::string m_mailbox;
    const ZoneSettings& m_settings;
};

#define HEADWATER_INSERT_ZONE                                                                      \
    "INSERT INTO headwater.zone AS z (name, primary_ns, mailbox, refresh, retry, expire, minimum," \
    " soa_ttl, serial_policy, least_serial, source, source_name, retires_at)"                      \
    " VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,headwater.moment($13))"                       \
    " ON CONFLICT (name) DO "

} // namespace

Result<ZoneSettings> zoneSettings(const Name& zone, const PostgresRows& rows, int first)
{
    ZoneSettings settings;
    settings.zone = zone;
    const auto name = [&](int column, Name* to) -> Result<void> {
        auto parsed = Name::parse(rows.text(0, column));
        if (!parsed)
            return failure(parsed, "zone " + zone.display() + ": the SOA's names");
        *to = *parsed;
        return {};
    };
    if (auto read = name(first, &settings.soa.primary); !read)
        return without(read);
    if (auto read = name(first + 1, &settings.soa.mailbox); !read)
        return without(read);
    settings.soa.refresh = number(rows, first + 2);
    settings.soa.retry = number(rows, first + 3);
    settings.soa.expire = number(rows, first + 4);
    settings.soa.minimum = number(rows, first + 5);
    settings.soaTtl = number(rows, first + 6);
    settings.defaultTtl = number(rows, first + 7);
    settings.policy = policyOf(rows.text(0, first + 8));
    settings.soa.serial = Serial(number(rows, first + 9));
    settings.source =
        rows.text(0, first + 10) == "zone file" ? ZoneSource::ZoneFile : ZoneSource::Embedded;
    settings.sourceName = rows.text(0, first + 11);
    if (!rows.isNull(0, first + 12))
        settings.retiresAt = Instant(Microseconds(rows.integer(0, first + 12)));
    return settings;
}

Result<std::vector<Name>> PostgresRecords::zones()
{
    std::vector<Name> zones;
    const auto rows = m_session.run("SELECT name FROM headwater.zone", {});
    if (!rows)
        return without(rows);
    zones.reserve(static_cast<std::size_t>(rows->count()));
    for (int row = 0; row < rows->count(); ++row) {
        if (auto zone = Name::parse(rows->text(row, 0)))
            zones.push_back(std::move(*zone));
    }
    return zones;
}

Result<std::optional<ZoneSettings>> PostgresRecords::zone(const Name& zone)
{
    const auto rows =
        m_session.run("SELECT " HEADWATER_ZONE_COLUMNS " FROM headwater.zone WHERE name = $1",
                      PostgresParameters().text(canonicalText(zone)));
    if (!rows)
        return without(rows);
    if (rows->isEmpty())
        return std::optional<ZoneSettings>();
    auto settings = zoneSettings(zone, *rows, 0);
    if (!settings)
        return without(settings);
    return std::optional<ZoneSettings>(std::move(*settings));
}

Result<void> PostgresRecords::saveZone(const ZoneSettings& settings)
{
    const ZoneValues values(settings);
    const auto saved = m_session.run(
        HEADWATER_INSERT_ZONE
        "UPDATE SET primary_ns = excluded.primary_ns, mailbox = excluded.mailbox,"
        " refresh = excluded.refresh, retry = excluded.retry, expire = excluded.expire,"
        " minimum = excluded.minimum, soa_ttl = excluded.soa_ttl,"
        " serial_policy = excluded.serial_policy, least_serial = excluded.least_serial,"
        " source = excluded.source, source_name = excluded.source_name,"
        " retires_at = excluded.retires_at",
        values.parameters());
    if (!saved)
        return without(saved);
    return {};
}

Result<bool> PostgresRecords::insertZone(const ZoneSettings& settings)
{
    const ZoneValues values(settings);
    const auto saved = m_session.run(HEADWATER_INSERT_ZONE "NOTHING", values.parameters());
    if (!saved)
        return without(saved);
    return saved->changed() == 1;
}

Result<void> PostgresRecords::removeZone(const Name& zone)
{
    const auto removed = m_session.run("DELETE FROM headwater.zone WHERE name = $1",
                                       PostgresParameters().text(canonicalText(zone)));
    if (!removed)
        return without(removed);
    if (removed->changed() == 0)
        return failure("zone " + zone.display() + ": there is no such zone");
    return {};
}

Result<void> PostgresRecords::read(const Name& zone, const std::vector<Name>* owners,
                                   WantedRRsets& to)
{
    const auto take = [&to](const PostgresRows& rows) -> Result<void> {
        for (int row = 0; row < rows.count(); ++row) {
            std::optional<std::int64_t> ttl;
            if (!rows.isNull(row, 2))
                ttl = rows.integer(row, 2);
            to.add({rows.text(row, 0), rows.text(row, 1), ttl, rows.text(row, 3)});
        }
        return {};
    };
    const std::string zoneText = canonicalText(zone);
    Result<void> done;
    if (owners == nullptr) {
        done = m_session.readInPieces("SELECT name, type, ttl, content FROM headwater.desired($1)"
                                      " ORDER BY name COLLATE \"C\"",
                                      PostgresParameters().text(zoneText), take);
    } else if (!owners->empty()) {
        const PostgresTexts texts(*owners);
        const auto views = texts.views();
        const auto rows =
            m_session.run("SELECT name, type, ttl, content FROM headwater.desired($1, $2)"
                          " ORDER BY name COLLATE \"C\"",
                          PostgresParameters().text(zoneText).texts(views));
        done = rows ? take(*rows) : Result<void>(without(rows));
    }
    if (!done)
        return failure(done, "zone " + zone.display());
    to.finish();
    return {};
}

Result<std::vector<RRset>> PostgresRecords::below(const Name& zone, const Name& owner,
                                                  std::size_t limit)
{
    const auto names =
        m_session.run("SELECT DISTINCT name FROM headwater.record WHERE zone = $1 AND NOT disabled"
                      " AND name <> $2 AND headwater.is_within(name, $2) LIMIT $3",
                      PostgresParameters()
                          .text(canonicalText(zone))
                          .text(canonicalText(owner))
                          .integer(static_cast<std::int64_t>(limit)));
    if (!names)
        return without(names);
    std::vector<Name> owners;
    for (int row = 0; row < names->count(); ++row) {
        if (auto name = Name::parse(names->text(row, 0)))
            owners.push_back(std::move(*name));
    }
    std::vector<RRset> sets;
    WantedRRsets wanted(zone, 0, nullptr, [&sets](const Name&, std::vector<RRset> found) {
        std::move(found.begin(), found.end(), std::back_inserter(sets));
    });
    if (auto done = read(zone, &owners, wanted); !done)
        return without(done);
    std::sort(sets.begin(), sets.end(),
              [](const RRset& a, const RRset& b) { return a.owner < b.owner; });
    if (sets.size() > limit)
        sets.resize(limit);
    return sets;
}

} // namespace headwater
