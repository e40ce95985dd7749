#include "store/wantedrrsets.h"

#include <algorithm>

#include "dns/presentation.h"

namespace headwater {

namespace {

/// What may stand beside a CNAME (RFC 4035 section 2.5).
bool standsBesideCname(RecordType type)
{
    return type == RecordType::RRSIG || type == RecordType::NSEC;
}

} // namespace

void WantedRRsets::add(const Row& row)
{
    if (row.name != m_text || m_text.empty()) {
        finish();
        begin(row.name);
    }
    if (!m_owner) {
        reject(row, "\"" + m_text + "\" is not the name of a record of zone " + m_zone.display() +
                        ": lower case, in full, with the final dot");
        return;
    }
    Set* set = nullptr;
    auto rdata = read(row, &set);
    if (!rdata) {
        if (set != nullptr)
            set->held = true;
        reject(row, rdata.error().text);
        return;
    }
    const std::uint32_t ttl =
        row.ttl ? static_cast<std::uint32_t>(*row.ttl) : m_defaultTtl; // read() checked its range
    set->set.ttl = set->set.rdata.empty() ? ttl : std::min(set->set.ttl, ttl);
    set->set.rdata.push_back(std::move(*rdata));
}

void WantedRRsets::begin(std::string_view name)
{
    m_text = name;
    m_owner.reset();
    const auto owner = Name::parse(name);
    // Dirty names are looked up by their text, so that another spelling would be lost later.
    if (owner && owner->isWithin(m_zone) && owner->lowered().text() == name)
        m_owner = *owner;
}

Result<Rdata> WantedRRsets::read(const Row& row, Set** set)
{
    const auto type = parseRecordType(row.type);
    if (!type)
        return tl::unexpected<Error>(type.error());
    if (*type == RecordType::SOA)
        return failure("the SOA is made from the fields of the zone");
    if (isMetaType(*type))
        return failure("a zone holds no records of type " + text(*type));
    *set = &setOf(*type);
    if (row.ttl && (*row.ttl < 0 || *row.ttl > MaximumTtl))
        return failure("a TTL is 0 to 2147483647 seconds, not " + std::to_string(*row.ttl));
    return rdataFromText(*type, row.content, m_zone);
}

WantedRRsets::Set& WantedRRsets::setOf(RecordType type)
{
    const auto found = std::find_if(m_sets.begin(), m_sets.end(),
                                    [type](const Set& each) { return each.set.type == type; });
    if (found != m_sets.end())
        return *found;
    m_sets.push_back({RRset{*m_owner, type, 0, {}}, false});
    return m_sets.back();
}

void WantedRRsets::reject(const Row& row, std::string reason)
{
    constexpr std::size_t ShownContent = 400;
    if (++m_rejectedCount > MostRejected)
        return;
    m_rejected.push_back({m_text, std::string(row.type),
                          std::string(row.content.substr(0, ShownContent)), std::move(reason)});
}

void WantedRRsets::finish()
{
    if (m_owner)
        m_take(*m_owner, result());
    m_text.clear();
    m_owner.reset();
    m_sets.clear();
}

std::vector<RRset> WantedRRsets::publishedSets(std::optional<RecordType> type) const
{
    std::vector<RRset> sets;
    if (!m_published)
        return sets;
    sets = m_published->at(*m_owner);
    sets.erase(std::remove_if(sets.begin(), sets.end(),
                              [type](const RRset& each) {
                                  return each.type == RecordType::SOA ||
                                         (type && each.type != *type);
                              }),
               sets.end());
    return sets;
}

std::vector<RRset> WantedRRsets::result()
{
    std::vector<RRset> sets;
    for (Set& each : m_sets) {
        if (each.held) {
            for (RRset& kept : publishedSets(each.set.type))
                sets.push_back(std::move(kept));
        } else {
            each.set.normalise();
            sets.push_back(std::move(each.set));
        }
    }
    std::sort(sets.begin(), sets.end(),
              [](const RRset& a, const RRset& b) { return a.type < b.type; });
    checkAlone(&sets);
    return sets;
}

/// RFC 2181 section 10.1. The constraint of the record table sees one table only.
void WantedRRsets::checkAlone(std::vector<RRset>* sets)
{
    const auto cname = std::find_if(sets->begin(), sets->end(), [](const RRset& each) {
        return each.type == RecordType::CNAME;
    });
    if (cname == sets->end())
        return;
    const auto beside = std::find_if(sets->begin(), sets->end(), [](const RRset& each) {
        return each.type != RecordType::CNAME && !standsBesideCname(each.type);
    });
    std::string reason;
    if (beside != sets->end())
        reason = "CNAME cannot stand beside " + text(beside->type);
    else if (cname->rdata.size() > 1)
        reason = "a name has one CNAME, not " + std::to_string(cname->rdata.size());
    else
        return;
    const std::string content = rdataText(RecordType::CNAME, cname->rdata.front());
    reject({m_text, "CNAME", {}, content}, reason + " (RFC 2181 section 10.1)");
    *sets = publishedSets({});
}

} // namespace headwater
