#include "zone/page.h"

#include <algorithm>

#include "zone/pagecut.h"
#include "zone/wirereader.h"
#include "zone/wirewriter.h"

namespace headwater {

namespace {

constexpr std::size_t OwnersPerRestart = 16;

} // namespace

std::shared_ptr<const Page> Page::render(const Name& zone, std::size_t base,
                                         const std::vector<RecordView>& records, std::size_t* next)
{
    const std::shared_ptr<Page> page(new Page);
    page->m_base = base;
    WireWriter writer(zone, base);
    std::size_t owners = 0;
    std::size_t ownerAt = 0; // where the present owner begins
    const std::size_t begin = *next;
    for (; *next < records.size(); ++*next) {
        const RecordView& record = records[*next];
        const std::size_t before = writer.octets().size();
        const bool beginsOwner = *next == begin || !isSameOwner(record, records[*next - 1]);
        if (*next > begin) {
            if (base + before >= PointerReach ||
                (beginsOwner && isPageCut(record.owner, before, before - ownerAt)))
                break;
        }
        writer.write(record);
        if (*next > begin && base + writer.octets().size() > PointerReach) {
            writer.cutBack(before);
            break;
        }
        if (beginsOwner) {
            ownerAt = before;
            if (owners++ % OwnersPerRestart == 0)
                page->m_restarts.push_back(static_cast<std::uint16_t>(before));
        }
    }
    page->m_recordCount = *next - begin;
    if (page->m_recordCount > 0) {
        page->m_firstOwner = Name::fromWire(records[begin].owner).value_or(zone);
        page->m_lastOwner = Name::fromWire(records[*next - 1].owner).value_or(zone);
    }
    page->m_body = Octets(writer.octets()); // a copy has no spare room
    page->m_restarts.shrink_to_fit();
    return page;
}

Result<std::shared_ptr<const Page>> Page::restore(const Name& zone, std::size_t base, Octets body)
{
    const std::shared_ptr<Page> page(new Page);
    page->m_base = base;
    page->m_body = std::move(body);
    const WireReader reader(zone, page->m_body, base);
    std::size_t owners = 0;
    std::size_t ownerAt = 0; // where the present owner begins
    for (std::size_t at = 0; !reader.atEnd(at); ++page->m_recordCount) {
        const std::size_t length = recordLengthAt(page->m_body, at);
        if (length == 0)
            return failure("a page has a record that is cut short");
        if (at == 0 || !reader.ownerPointsTo(at, ownerAt)) {
            ownerAt = at;
            if (owners++ % OwnersPerRestart == 0)
                page->m_restarts.push_back(static_cast<std::uint16_t>(at));
        }
        at += length;
    }
    page->m_restarts.shrink_to_fit();
    if (page->m_recordCount == 0)
        return failure("a page without records");
    auto first = reader.ownerAt(0);
    auto last = reader.ownerAt(ownerAt);
    if (!first || !last || !first->isWithin(zone) || *last < *first)
        return failure("a page has an owner that cannot be in it");
    page->m_firstOwner = std::move(*first);
    page->m_lastOwner = std::move(*last);
    return std::shared_ptr<const Page>(page);
}

std::vector<Record> Page::records(const Name& zone) const
{
    return WireReader(zone, m_body, m_base).readAll();
}

void Page::appendViews(const Name& zone, OctetPool* pool, std::vector<RecordView>* to) const
{
    to->reserve(to->size() + m_recordCount);
    WireReader(zone, m_body, m_base).appendViews(m_recordCount, pool, to);
}

void Page::appendFirstView(const Name& zone, OctetPool* pool, std::vector<RecordView>* to) const
{
    WireReader(zone, m_body, m_base).appendViews(1, pool, to);
}

std::size_t Page::lowerBound(const Name& zone, const Name& owner) const
{
    const WireReader reader(zone, m_body, m_base);
    const auto comesBefore = [&](std::size_t at) { return reader.ownerComesBefore(at, owner); };
    const auto restart = std::partition_point(m_restarts.begin(), m_restarts.end(), comesBefore);
    if (restart == m_restarts.begin())
        return 0;
    std::size_t first = *(restart - 1); // where the owner we are at was written
    std::size_t at = first + recordLengthAt(m_body, first);
    for (; !reader.atEnd(at); at += recordLengthAt(m_body, at)) {
        if (reader.ownerPointsTo(at, first))
            continue;
        if (!comesBefore(at))
            break;
        first = at;
    }
    return at;
}

void Page::appendRecordsOf(const Name& zone, const Name& owner, std::vector<Record>* to,
                           std::optional<RecordType> type) const
{
    const WireReader reader(zone, m_body, m_base);
    const std::size_t first = lowerBound(zone, owner);
    for (std::size_t at = first; !reader.atEnd(at);) {
        if ((at == first || !reader.ownerPointsTo(at, first)) && !reader.ownerIs(at, owner))
            return;
        if (type && reader.typeAt(at) != *type) {
            at += recordLengthAt(m_body, at);
            continue;
        }
        Result<Record> record = reader.read(&at);
        if (!record)
            return;
        to->push_back(std::move(*record));
    }
}

std::optional<Name> Page::ownerFrom(const Name& zone, const Name& owner) const
{
    const WireReader reader(zone, m_body, m_base);
    const std::size_t at = lowerBound(zone, owner);
    if (reader.atEnd(at))
        return std::nullopt;
    Result<Name> name = reader.ownerAt(at);
    if (!name)
        return std::nullopt;
    return std::move(*name);
}

std::optional<Name> Page::ownerAfter(const Name& zone, const Name& owner) const
{
    const WireReader reader(zone, m_body, m_base);
    const std::size_t first = lowerBound(zone, owner);
    for (std::size_t at = first; !reader.atEnd(at); at += recordLengthAt(m_body, at)) {
        if (at != first && reader.ownerPointsTo(at, first))
            continue;
        Result<Name> name = reader.ownerAt(at);
        if (!name)
            break;
        if (owner < *name)
            return std::move(*name);
    }
    return std::nullopt;
}

bool Page::overwrite(const Name& zone, const Name& owner, const std::vector<Record>& records,
                     Octets* body) const
{
    const WireReader reader(zone, m_body, m_base);
    std::size_t at = lowerBound(zone, owner);
    for (const Record& record : records) {
        if (reader.atEnd(at) || !reader.ownerIs(at, owner))
            return false;
        const std::size_t size = recordLengthAt(m_body, at);
        std::size_t behind = at;
        const Result<Record> old = reader.read(&behind);
        if (!old || old->type != record.type || old->rdata.size() != record.rdata.size() ||
            !old->owner.identical(record.owner))
            return false;
        // Names in RDATA may be written as pointers, and others may point to them.
        const bool isSame = old->rdata == record.rdata;
        if (nameShape(record.type).names > 0 && !isSame)
            return false;
        const std::size_t fixed = at + wireNameLength(m_body, at);
        putUint32At(*body, fixed + 4, record.ttl);
        if (!isSame)
            std::copy(record.rdata.begin(), record.rdata.end(),
                      body->begin() + static_cast<std::ptrdiff_t>(at + size - record.rdata.size()));
        at = behind;
    }
    return !records.empty() && (reader.atEnd(at) || !reader.ownerIs(at, owner));
}

std::shared_ptr<const Page> Page::withBody(Octets body) const
{
    const std::shared_ptr<Page> page(new Page);
    page->m_base = m_base;
    page->m_recordCount = m_recordCount;
    page->m_firstOwner = m_firstOwner;
    page->m_lastOwner = m_lastOwner;
    page->m_body = std::move(body);
    page->m_restarts = m_restarts;
    return page;
}

std::size_t Page::memory() const
{
    return sizeof(Page) + m_body.capacity() + m_restarts.capacity() * sizeof(std::uint16_t) +
           m_firstOwner.wire().size() + m_lastOwner.wire().size();
}

} // namespace headwater
