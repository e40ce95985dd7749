#include "zone/difference.h"

#include <algorithm>

#include "base/invariant.h"
#include "zone/canonicalorder.h"
#include "zone/wirewriter.h"

namespace headwater {

namespace {

constexpr std::uint8_t StoredFormat = 1;

std::vector<const Record*> inOrder(const std::vector<Record>& records)
{
    std::vector<const Record*> order;
    order.reserve(records.size());
    for (const Record& record : records)
        order.push_back(&record);
    std::sort(order.begin(), order.end(),
              [](const Record* a, const Record* b) { return compareRecords(*a, *b) < 0; });
    return order;
}

/// A record of a difference that was read is what a zone may hold.
Result<void> checkRead(const Name& zone, const Record& record)
{
    const std::string owner = record.owner.display();
    if (!record.owner.isWithin(zone))
        return failure(owner + " is not in zone " + zone.display());
    if (isMetaType(record.type))
        return failure(owner + ": " + text(record.type) + " is no type of zone contents");
    if (record.ttl > MaximumTtl)
        return failure(owner + ": TTL is above " + std::to_string(MaximumTtl));
    if (record.type == RecordType::SOA && record.owner != zone)
        return failure(owner + ": SOA is not at the apex");
    if (record.owner.wire().size() + 10 + record.rdata.size() > MaximumRecordSize)
        return failure(owner + ": the record is too large for a message");
    if (const Result<void> good = checkRdata(record.type, record.rdata); !good)
        return failure(good, owner + " " + text(record.type));
    return {};
}

} // namespace

std::shared_ptr<const Difference> Difference::create(const Name& zone, const SoaRecord& from,
                                                     const SoaRecord& to,
                                                     const std::vector<Record>& removed,
                                                     const std::vector<Record>& added)
{
    // A difference that does not lead forward could never be sent (RFC 1982).
    if (!invariant(1, to.soa.serial.isNewerThan(from.soa.serial),
                   "a difference leads to a serial that is not newer"))
        return nullptr;
    const std::shared_ptr<Difference> result(new Difference);
    result->m_zone = zone;
    result->m_from = from;
    result->m_to = to;
    result->m_removedCount = removed.size();
    result->m_addedCount = added.size();

    WireWriter writer(zone, WireWriter::Anywhere);
    writer.writePlain(zone, RecordType::SOA, from.ttl, from.soa.rdata());
    for (const Record* record : inOrder(removed))
        writer.write(viewOf(*record));
    result->m_addedOffset = writer.octets().size();
    writer.writePlain(zone, RecordType::SOA, to.ttl, to.soa.rdata());
    for (const Record* record : inOrder(added))
        writer.write(viewOf(*record));
    result->m_sequence = Octets(writer.octets()); // a copy has no spare room
    return result;
}

std::string Difference::title() const
{
    return "zone " + m_zone.display() + ": difference " + from().text() + " to " + to().text();
}

std::vector<Record> Difference::recordsBetween(std::size_t begin, std::size_t end) const
{
    const OctetView part = OctetView(m_sequence).subspan(begin, end - begin);
    const std::size_t soa = recordLengthAt(part, 0);
    return WireReader(m_zone, part.subspan(soa), WireWriter::Anywhere).readAll();
}

std::vector<Record> Difference::removed() const
{
    return recordsBetween(0, m_addedOffset);
}

std::vector<Record> Difference::added() const
{
    return recordsBetween(m_addedOffset, m_sequence.size());
}

Octets Difference::stored() const
{
    Octets result;
    result.reserve(1 + m_sequence.size());
    result.push_back(StoredFormat);
    append(result, m_sequence);
    return result;
}

Result<std::shared_ptr<const Difference>> Difference::fromStored(const Name& zone, OctetView stored)
{
    const std::string place = "zone " + zone.display() + ": stored difference";
    if (stored.empty() || stored[0] != StoredFormat)
        return failure(place + ": its format is not known");
    const std::shared_ptr<Difference> result(new Difference);
    result->m_zone = zone;
    append(result->m_sequence, stored.subspan(1));
    if (const Result<void> good = result->readSequence(); !good)
        return failure(good, place);
    return std::shared_ptr<const Difference>(result);
}

Result<void> Difference::readSequence()
{
    const WireReader reader(m_zone, m_sequence, WireWriter::Anywhere);
    std::size_t soas = 0;
    std::optional<Record> before; // in the same list
    for (std::size_t at = 0; !reader.atEnd(at);) {
        const std::size_t begin = at;
        Result<Record> record = reader.read(&at);
        if (!record)
            return failure(std::move(record.error().text));
        if (const Result<void> good = checkRead(m_zone, *record); !good)
            return good;
        if (record->type == RecordType::SOA) {
            Result<Soa> soa = Soa::fromRdata(record->rdata);
            if (!soa)
                return failure(std::move(soa.error().text));
            if (++soas > 2)
                return failure("more than two SOA records");
            (soas == 1 ? m_from : m_to) = SoaRecord{std::move(*soa), record->ttl};
            m_addedOffset = begin;
            before.reset();
            continue;
        }
        if (soas == 0)
            return failure("it does not begin with an SOA record");
        if (before && compareRecords(*before, *record) >= 0)
            return failure(record->owner.display() + ": out of canonical order");
        before = std::move(*record);
        ++(soas == 1 ? m_removedCount : m_addedCount);
    }
    if (soas != 2)
        return failure("it needs two SOA records");
    if (!to().isNewerThan(from()))
        return failure("serial " + to().text() + " is not newer than " + from().text());
    if (to().value() == 0)
        return failure("serial 0 is never published (RFC 2136 section 7.11)");
    return {};
}

} // namespace headwater
