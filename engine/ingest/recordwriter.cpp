#include "ingest/recordwriter.h"

#include <algorithm>
#include <map>

namespace headwater {

namespace {

constexpr std::uint32_t NewZoneTtl = 3600;

/// The part of a zone that decides whether a change may be made: the apex, the owners of the change
/// and every name above them.
class Neighbourhood
{
public:
    Neighbourhood(Store& store, const DesiredChange& change)
        : m_store(store)
        , m_change(change)
    {
    }

    /// The records there as they would be after the change.
    [[nodiscard]] Result<std::vector<Record>> afterChange();

private:
    [[nodiscard]] Result<void> readUpwardsFrom(const Name& owner);
    /// A DNAME allows nothing below it (RFC 6672 section 2.4): one name that stays is enough.
    [[nodiscard]] Result<void> readBelow(const Name& owner);

    Store& m_store;
    const DesiredChange& m_change;
    std::map<Name, std::map<RecordType, RRset>> m_owners;
};

Result<std::vector<Record>> Neighbourhood::afterChange()
{
    if (auto read = readUpwardsFrom(m_change.zone); !read)
        return tl::unexpected<Error>(read.error());
    for (const RRset& set : m_change.sets) {
        if (auto read = readUpwardsFrom(set.owner); !read)
            return tl::unexpected<Error>(read.error());
    }
    // Last, because it leaves owners behind of which not everything was read.
    for (const RRset& set : m_change.sets) {
        if (set.type != RecordType::DNAME || set.rdata.empty())
            continue;
        if (auto read = readBelow(set.owner); !read)
            return tl::unexpected<Error>(read.error());
    }
    for (const RRset& set : m_change.sets)
        m_owners[set.owner][set.type] = set;
    std::vector<Record> records;
    for (const auto& [owner, sets] : m_owners) {
        for (const auto& [type, set] : sets) {
            for (const Rdata& rdata : set.rdata)
                records.push_back({owner, type, set.ttl, rdata});
        }
    }
    return records;
}

/// Stops at a name that was read before, because everything above that was read then, too.
Result<void> Neighbourhood::readUpwardsFrom(const Name& owner)
{
    for (Name name = owner; m_owners.try_emplace(name).second; name = name.parent()) {
        auto sets = m_store.desiredAt(m_change.zone, name);
        if (!sets)
            return tl::unexpected<Error>(sets.error());
        for (RRset& set : *sets)
            m_owners[name][set.type] = std::move(set);
        if (name == m_change.zone)
            break;
    }
    return {};
}

Result<void> Neighbourhood::readBelow(const Name& owner)
{
    // The change may remove as many of them as it has sets, so one more shows what stays.
    auto sets = m_store.desiredBelow(m_change.zone, owner, m_change.sets.size() + 1);
    if (!sets)
        return tl::unexpected<Error>(sets.error());
    for (RRset& set : *sets)
        m_owners[set.owner][set.type] = std::move(set);
    return {};
}

/// Moves an SOA set at the apex into the fields of the change.
Result<void> takeSoa(DesiredChange* change)
{
    const auto isSoa = [change](const RRset& set) {
        return set.type == RecordType::SOA && set.owner == change->zone;
    };
    const auto found = std::find_if(change->sets.begin(), change->sets.end(), isSoa);
    if (found == change->sets.end())
        return {};
    const std::string place = "zone " + change->zone.display();
    if (found->rdata.size() != 1)
        return failure(place + ": it has exactly one SOA record, which can be changed but not "
                               "removed");
    const auto soa = Soa::fromRdata(found->rdata.front());
    if (!soa)
        return failure(soa, place);
    change->soa = *soa;
    change->soaTtl = found->ttl;
    change->sets.erase(found);
    return {};
}

std::string summary(const std::vector<RRset>& sets)
{
    constexpr std::size_t Most = 20;
    std::string detail;
    for (std::size_t i = 0; i < std::min(sets.size(), Most); ++i)
        detail += (i == 0 ? "" : "; ") + sets[i].owner.text() + " " + text(sets[i].type) + ": " +
                  std::to_string(sets[i].rdata.size()) + " records";
    if (sets.size() > Most)
        detail += "; and " + std::to_string(sets.size() - Most) + " more";
    return detail;
}

} // namespace

RecordWriter::RecordWriter(Store& store, QObject* parent, SerialPolicy policy)
    : QObject(parent)
    , m_store(store)
    , m_policy(policy)
{
}

Result<void> RecordWriter::createZone(const Name& zone, const Soa& soa,
                                      const std::vector<Name>& nameservers, const std::string& who)
{
    ZoneSettings settings;
    settings.zone = zone;
    settings.policy = m_policy;
    settings.soa = soa;
    settings.soaTtl = NewZoneTtl;
    DesiredChange contents{zone, {}, std::nullopt, std::nullopt, who, Clock::now()};
    RRset apex{zone, RecordType::NS, NewZoneTtl, {}};
    for (const Name& nameserver : nameservers)
        apex.rdata.emplace_back(nameserver.wire().begin(), nameserver.wire().end());
    apex.normalise();
    std::vector<Record> records{{zone, RecordType::SOA, NewZoneTtl, soa.rdata()}};
    for (const Rdata& rdata : apex.rdata)
        records.push_back({zone, RecordType::NS, NewZoneTtl, rdata});
    contents.sets.push_back(std::move(apex));
    if (const auto faults = checkZone(zone, records); !faults.empty())
        return failure("zone " + zone.display() + ": " + faults.front().text);
    if (auto created = m_store.createZone(settings, contents); !created)
        return tl::unexpected<Error>(created.error());
    note(zone, who, "create zone", summary(contents.sets));
    Q_EMIT zoneChanged(zone);
    return {};
}

Result<void> RecordWriter::removeZone(const Name& zone, const std::string& who)
{
    if (const auto settings = writable(zone); !settings)
        return tl::unexpected<Error>(settings.error());
    if (auto removed = m_store.removeZone(zone, who); !removed)
        return removed;
    Q_EMIT zoneRemoved(zone);
    return {};
}

Result<std::size_t> RecordWriter::write(const Name& zone, const std::vector<RRset>& sets,
                                        const std::string& who)
{
    const auto settings = writable(zone);
    if (!settings)
        return tl::unexpected<Error>(settings.error());
    DesiredChange change{zone, sets, std::nullopt, std::nullopt, who, Clock::now()};
    for (RRset& set : change.sets) {
        if (!set.owner.isWithin(zone))
            return failure("zone " + zone.display() + ": " + set.owner.text() +
                           " is outside the zone");
        set.normalise();
    }
    if (auto taken = takeSoa(&change); !taken)
        return tl::unexpected<Error>(taken.error());
    if (auto good = check(*settings, change); !good)
        return tl::unexpected<Error>(good.error());
    const auto owners = m_store.apply(change);
    if (!owners || *owners == 0)
        return owners;
    note(zone, who, "write records", summary(sets));
    Q_EMIT zoneChanged(zone);
    return owners;
}

Result<ZoneSettings> RecordWriter::writable(const Name& zone)
{
    auto settings = m_store.zone(zone);
    if (!settings)
        return tl::unexpected<Error>(settings.error());
    const std::string place = "zone " + zone.display();
    if (!*settings)
        return failure(place + ": there is no such zone");
    if ((*settings)->source == ZoneSource::ZoneFile)
        return failure(place + ": its records come from the file " + (*settings)->sourceName +
                       "; edit that file");
    return std::move(**settings);
}

Result<void> RecordWriter::check(const ZoneSettings& settings, const DesiredChange& change)
{
    auto records = Neighbourhood(m_store, change).afterChange();
    if (!records)
        return tl::unexpected<Error>(records.error());
    const Soa soa = change.soa.value_or(settings.soa);
    const std::uint32_t ttl = change.soaTtl.value_or(settings.soaTtl);
    // In its place: what is in canonical order needs no sorting.
    const auto place = std::find_if(records->begin(), records->end(), [&](const Record& record) {
        return record.owner != settings.zone || RecordType::SOA < record.type;
    });
    records->insert(place, {settings.zone, RecordType::SOA, ttl, soa.rdata()});
    const auto faults = checkZone(settings.zone, *records);
    if (faults.empty())
        return {};
    std::string reasons;
    for (const ZoneFault& fault : faults)
        reasons += (reasons.empty() ? "" : "; ") + fault.text;
    return failure("zone " + settings.zone.display() + ": " + reasons);
}

/// A change that is committed stays so whatever becomes of its note.
void RecordWriter::note(const Name& zone, const std::string& who, const std::string& action,
                        const std::string& detail)
{
    static_cast<void>(m_store.writeAudit({Clock::now(), who, action, zone.text(), detail}));
}

} // namespace headwater
