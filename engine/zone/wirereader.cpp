#include "zone/wirereader.h"

#include "dns/lettercase.h"

namespace headwater {

namespace {

constexpr std::size_t FixedSize = 10; // type, class, TTL, length of RDATA
/// What is appended for a name at most before it is found to be too long.
constexpr std::size_t NameRoom = 2 * 255;

std::string place(std::size_t at)
{
    return "record at octet " + std::to_string(at);
}

} // namespace

std::size_t wireNameLength(OctetView octets, std::size_t at)
{
    const std::size_t begin = at;
    while (at < octets.size()) {
        const std::size_t length = octets[at];
        if (length >= 0xC0)
            return at + 2 <= octets.size() ? at + 2 - begin : 0;
        if (length > 63 || at - begin > 254)
            return 0;
        at += 1 + length;
        if (length == 0)
            return at - begin;
    }
    return 0;
}

std::size_t recordLengthAt(OctetView records, std::size_t at)
{
    const std::size_t owner = wireNameLength(records, at);
    if (owner == 0 || records.size() - at < owner + FixedSize)
        return 0;
    const std::size_t size = owner + FixedSize + uint16At(records, at + owner + 8);
    return records.size() - at < size ? 0 : size;
}

WireReader::WireReader(const Name& zone, OctetView octets, std::size_t base)
    : m_zone(zone.wire())
    , m_octets(octets)
    , m_base(base)
{
}

bool WireReader::readName(std::size_t* at, Octets* to) const
{
    const std::size_t begin = to->size();
    std::size_t here = *at;
    std::size_t limit = m_octets.size(); // pointers must go below where the name began
    bool jumped = false;
    while (here < m_octets.size() && to->size() - begin < 255) {
        const std::size_t length = m_octets[here];
        if (length >= 0xC0) {
            if (here + 2 > m_octets.size())
                return false;
            const std::size_t target = uint16At(m_octets, here) & 0x3FFFU;
            if (!jumped) {
                *at = here + 2;
                limit = here;
                jumped = true;
            }
            if (target < QuestionOffset)
                return false;
            if (target - QuestionOffset < m_zone.size()) {
                append(*to, m_zone.subspan(target - QuestionOffset));
                return to->size() - begin <= 255;
            }
            if (m_base == 0 || target < m_base || target - m_base >= limit)
                return false;
            here = limit = target - m_base;
            continue;
        }
        if (length > 63 || here + 1 + length > m_octets.size())
            return false;
        append(*to, m_octets.subspan(here, length + 1));
        here += length + 1;
        if (length == 0) {
            if (!jumped)
                *at = here;
            return to->size() - begin <= 255;
        }
    }
    return false;
}

Result<Name> WireReader::ownerAt(std::size_t at) const
{
    thread_local Octets name;
    name.clear();
    const std::size_t begin = at;
    if (!readName(&at, &name))
        return failure(place(begin) + ": owner name is malformed");
    return Name::fromWire(name);
}

OctetView WireReader::ownerOctets(std::size_t at) const
{
    thread_local Octets owner; // a search looks at a dozen names, and needs no block for each
    owner.clear();
    return readName(&at, &owner) ? OctetView(owner) : OctetView();
}

bool WireReader::ownerComesBefore(std::size_t at, const Name& name) const
{
    const OctetView owner = ownerOctets(at);
    return !owner.empty() && compareNames(owner, name.wire()) < 0;
}

bool WireReader::ownerIs(std::size_t at, const Name& name) const
{
    return equalIgnoringCase(ownerOctets(at), name.wire());
}

bool WireReader::ownerPointsTo(std::size_t at, std::size_t first) const
{
    return at + 2 <= m_octets.size() && m_octets[at] >= 0xC0 &&
           (uint16At(m_octets, at) & 0x3FFFU) == m_base + first;
}

RecordType WireReader::typeAt(std::size_t at) const
{
    return static_cast<RecordType>(uint16At(m_octets, at + wireNameLength(m_octets, at)));
}

Result<void> WireReader::readRdata(RecordType type, std::size_t at, std::size_t size,
                                   Octets* to) const
{
    const NameShape shape = nameShape(type);
    if (size < shape.before)
        return failure("RDATA ends too early");
    append(*to, m_octets.subspan(at, shape.before));
    std::size_t here = at + shape.before;
    for (std::size_t i = 0; i < shape.names; ++i)
        if (!readName(&here, to) || here > at + size)
            return failure("a name in RDATA is malformed");
    append(*to, m_octets.subspan(here, at + size - here));
    return {};
}

Result<Record> WireReader::read(std::size_t* at) const
{
    const std::size_t begin = *at;
    const std::size_t size = recordLengthAt(m_octets, begin);
    if (size == 0)
        return failure(place(begin) + ": cut short");
    Result<Name> owner = ownerAt(begin);
    if (!owner)
        return failure(owner, place(begin));
    const std::size_t fixed = begin + wireNameLength(m_octets, begin);
    if (uint16At(m_octets, fixed + 2) != static_cast<std::uint16_t>(RecordClass::IN))
        return failure(place(begin) + ": class is not IN");
    const auto type = static_cast<RecordType>(uint16At(m_octets, fixed));
    Rdata rdata;
    if (const Result<void> read =
            readRdata(type, fixed + FixedSize, uint16At(m_octets, fixed + 8), &rdata);
        !read)
        return failure(read, place(begin));
    *at = begin + size;
    return Record{std::move(*owner), type, uint32At(m_octets, fixed + 4), std::move(rdata)};
}

bool WireReader::readView(std::size_t* at, OctetPool* pool, RecordView* view) const
{
    const std::size_t begin = *at;
    const std::size_t size = recordLengthAt(m_octets, begin);
    if (size == 0)
        return false;
    if (view->owner.empty()) {
        Octets& names = pool->withRoom(NameRoom);
        const std::size_t first = names.size();
        std::size_t here = begin;
        if (!readName(&here, &names))
            return false;
        view->owner = OctetView(names).subspan(first);
    }
    const std::size_t fixed = begin + wireNameLength(m_octets, begin);
    view->type = static_cast<RecordType>(uint16At(m_octets, fixed));
    view->ttl = uint32At(m_octets, fixed + 4);
    const std::size_t length = uint16At(m_octets, fixed + 8);
    view->rdata = m_octets.subspan(fixed + FixedSize, length);
    if (const NameShape shape = nameShape(view->type); shape.names > 0) {
        Octets& octets = pool->withRoom(length + shape.names * NameRoom);
        const std::size_t first = octets.size();
        if (!readRdata(view->type, fixed + FixedSize, length, &octets))
            return false;
        view->rdata = OctetView(octets).subspan(first);
    }
    *at = begin + size;
    return true;
}

std::vector<Record> WireReader::readAll() const
{
    std::vector<Record> records;
    for (std::size_t at = 0; !atEnd(at);) {
        Result<Record> record = read(&at);
        if (!record)
            break;
        records.push_back(std::move(*record));
    }
    return records;
}

void WireReader::appendViews(std::size_t count, OctetPool* pool, std::vector<RecordView>* to) const
{
    std::size_t first = 0; // where the owner of the record before was written
    std::size_t at = 0;
    for (std::size_t i = 0; i < count && !atEnd(at); ++i) {
        RecordView view;
        if (i > 0 && ownerPointsTo(at, first))
            view.owner = to->back().owner;
        else
            first = at;
        if (!readView(&at, pool, &view))
            return;
        to->push_back(view);
    }
}

} // namespace headwater
