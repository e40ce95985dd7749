#include "zone/zoneversion.h"

#include <algorithm>
#include <iterator>

#include "zone/canonicalorder.h"
#include "zone/wirewriter.h"

namespace headwater {

namespace {

constexpr std::size_t LengthPrefix = 2;
constexpr std::size_t SoaNumbers = 5 * sizeof(std::uint32_t); // behind the names in its RDATA

} // namespace

ZoneVersion::ZoneVersion(const Name& zone, const Soa& soa, std::uint32_t soaTtl)
    : m_zone(zone)
    , m_soa(soa)
    , m_soaTtl(soaTtl)
{
    WireWriter writer(m_zone, WireWriter::Anywhere);
    writer.writePlain(m_zone, RecordType::SOA, m_soaTtl, m_soa.rdata());
    m_soaWire = writer.octets();
}

std::shared_ptr<const ZoneVersion> ZoneVersion::build(const Name& zone, const Soa& soa,
                                                      std::uint32_t soaTtl,
                                                      std::vector<Record> records)
{
    const std::shared_ptr<ZoneVersion> version(new ZoneVersion(zone, soa, soaTtl));
    const auto isApexSoa = [&zone](const Record& record) {
        return record.type == RecordType::SOA && record.owner == zone;
    };
    records.erase(std::remove_if(records.begin(), records.end(), isApexSoa), records.end());
    makeCanonical(&records);
    version->m_digest.add(zone, RecordType::SOA, soaTtl, soa.rdata());
    for (const Record& record : records)
        version->m_digest.add(record.owner, record.type, record.ttl, record.rdata);
    version->m_recordCount = records.size() + 1;
    version->m_pages = PageEdit::render(zone, version->bases(), records);
    for (const auto& page : version->m_pages)
        version->m_pageOctets += page->body().size();
    return version;
}

Result<std::shared_ptr<const ZoneVersion>>
ZoneVersion::restore(const Name& zone, const Soa& soa, std::uint32_t soaTtl,
                     std::vector<PageTable::PagePointer> pages, const ContentDigest& digest)
{
    const std::shared_ptr<ZoneVersion> version(new ZoneVersion(zone, soa, soaTtl));
    version->m_digest = digest;
    version->m_recordCount = 1;
    const PageEdit::Bases bases = version->bases();
    const Page* before = nullptr;
    PageTableWriter writer;
    for (PageTable::PagePointer& page : pages) {
        if (page->base() != (before == nullptr ? bases.first : bases.others) ||
            (before != nullptr && page->firstOwner() < before->lastOwner()))
            return failure("zone " + zone.display() + ": its pages do not follow one another");
        before = page.get();
        version->m_recordCount += page->recordCount();
        version->m_pageOctets += page->body().size();
        writer.add(std::move(page));
    }
    version->m_pages = writer.finish();
    return std::shared_ptr<const ZoneVersion>(version);
}

RRset ZoneVersion::soaRRset() const
{
    // The RDATA stands at the end of the record as it is sent, uncompressed: nothing is put
    // together.
    const std::size_t size = m_soa.primary.wire().size() + m_soa.mailbox.wire().size() + SoaNumbers;
    const OctetView rdata = soaWire().last(size);
    RRset set{m_zone, RecordType::SOA, m_soaTtl, {}};
    set.rdata.emplace_back(rdata.begin(), rdata.end());
    return set;
}

std::size_t ZoneVersion::bodyOffset() const
{
    return QuestionOffset + m_zone.wire().size() + 4;
}

PageEdit::Bases ZoneVersion::bases() const
{
    return {bodyOffset() + m_soaWire.size(), bodyOffset()};
}

std::size_t ZoneVersion::transferSize() const
{
    // As TransferStream cuts it: the SOA in front of the first page and behind the last, or in a
    // message of its own where a single large record leaves no room for it.
    const std::size_t soa = m_soaWire.size();
    std::size_t messages = std::max<std::size_t>(m_pages.size(), 1);
    if (!m_pages.empty()) {
        const bool aloneInFront =
            bodyOffset() + soa + m_pages.front()->body().size() > MaximumMessage;
        const std::size_t inFront = m_pages.size() == 1 && !aloneInFront ? soa : 0;
        if (aloneInFront)
            ++messages;
        if (bodyOffset() + inFront + m_pages.back()->body().size() + soa > MaximumMessage)
            ++messages;
    }
    return messages * (LengthPrefix + bodyOffset()) + m_pageOctets + 2 * soa;
}

std::vector<Record> ZoneVersion::recordsAt(const Name& owner, std::optional<RecordType> type) const
{
    std::vector<Record> records;
    for (std::size_t i = m_pages.pageFor(owner); i < m_pages.size(); ++i) {
        if (owner < m_pages[i]->firstOwner())
            break;
        m_pages[i]->appendRecordsOf(m_zone, owner, &records, type);
    }
    return records;
}

std::vector<RRset> ZoneVersion::at(const Name& owner) const
{
    std::vector<RRset> sets = groupedByType(recordsAt(owner));
    if (owner == m_zone) {
        const auto place = std::find_if(
            sets.begin(), sets.end(), [](const RRset& set) { return set.type > RecordType::SOA; });
        sets.insert(place, soaRRset());
    }
    return sets;
}

std::optional<RRset> ZoneVersion::find(const Name& owner, RecordType type) const
{
    if (type == RecordType::SOA && owner == m_zone)
        return soaRRset();
    std::vector<RRset> sets = groupedByType(recordsAt(owner, type));
    if (sets.empty())
        return std::nullopt;
    return std::move(sets.front());
}

bool ZoneVersion::nameExists(const Name& owner) const
{
    if (owner == m_zone)
        return true;
    const std::size_t page = m_pages.pageFor(owner);
    if (page == m_pages.size())
        return false;
    // Names below an owner follow it directly in canonical order.
    const std::optional<Name> found = m_pages[page]->ownerFrom(m_zone, owner);
    return found && found->isWithin(owner);
}

std::optional<Name> ZoneVersion::ownerAfter(const Name& owner) const
{
    for (std::size_t i = m_pages.pageFor(owner); i < m_pages.size(); ++i) {
        if (!(owner < m_pages[i]->lastOwner()))
            continue;
        std::optional<Name> found = m_pages[i]->ownerAfter(m_zone, owner);
        if (found)
            return found;
    }
    return std::nullopt;
}

std::vector<Record> ZoneVersion::records() const
{
    std::vector<Record> records;
    records.reserve(m_recordCount);
    records.push_back(Record{m_zone, RecordType::SOA, m_soaTtl, m_soa.rdata()});
    for (const auto& page : m_pages) {
        std::vector<Record> some = page->records(m_zone);
        std::move(some.begin(), some.end(), std::back_inserter(records));
    }
    return records;
}

} // namespace headwater
