#include "zone/wirewriter.h"

#include <algorithm>

#include "base/invariant.h"

namespace headwater {

namespace {

constexpr std::uint32_t HashSeed = 2166136261U; // FNV-1a

std::uint32_t hashedLabel(std::uint32_t hash, OctetView label)
{
    for (const std::uint8_t octet : label)
        hash = (hash ^ octet) * 16777619U;
    return hash;
}

bool sameOctets(OctetView a, OctetView b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

/// The size of the uncompressed name at `at`, or 0 when there is none.
std::size_t nameSizeAt(OctetView octets, std::size_t at)
{
    std::size_t end = at;
    while (end < octets.size() && end - at < 255) {
        const std::size_t length = octets[end];
        if (length > 63)
            return 0;
        end += 1 + length;
        if (length == 0)
            return end - at;
    }
    return 0;
}

} // namespace

WireWriter::WireWriter(const Name& zone, std::size_t base)
    : m_zone(zone)
    , m_zoneLabels(labelsOf(m_zone.wire()))
    , m_base(base)
{
    if (m_base != Anywhere) {
        m_known.assign(Slots, 0);
        m_octets.reserve(PointerReach);
    }
}

void WireWriter::write(const RecordView& record)
{
    writeFixed(record.owner, record.type, record.ttl);
    const std::size_t lengthAt = m_octets.size();
    appendUint16(m_octets, 0);
    writeRdata(record);
    putUint16At(m_octets, lengthAt, static_cast<std::uint16_t>(m_octets.size() - lengthAt - 2));
}

void WireWriter::writePlain(const Name& owner, RecordType type, std::uint32_t ttl, OctetView rdata)
{
    writeFixed(owner.wire(), type, ttl);
    appendUint16(m_octets, static_cast<std::uint16_t>(rdata.size()));
    append(m_octets, rdata);
}

void WireWriter::writeFixed(OctetView owner, RecordType type, std::uint32_t ttl)
{
    writeName(owner);
    appendUint16(m_octets, static_cast<std::uint16_t>(type));
    appendUint16(m_octets, static_cast<std::uint16_t>(RecordClass::IN));
    appendUint32(m_octets, ttl);
}

void WireWriter::writeRdata(const RecordView& record)
{
    const OctetView rdata = record.rdata;
    const NameShape shape = nameShape(record.type);
    std::size_t at = std::min(shape.before, rdata.size());
    append(m_octets, rdata.first(at));
    for (std::size_t i = 0; i < shape.names; ++i) {
        const std::size_t size = nameSizeAt(rdata, at);
        if (size == 0)
            break; // not well formed: goes out as it is
        writeName(rdata.subspan(at, size));
        at += size;
    }
    append(m_octets, rdata.subspan(at));
}

void WireWriter::writeName(OctetView wire)
{
    const Labels labels = labelsOf(wire);
    const std::size_t own = labels.count - sharedWithZone(wire, labels);

    // Hashes of the ends of the name, from the right; the part that is the zone's costs nothing.
    std::array<std::uint32_t, 128> hashes{};
    if (m_base != Anywhere) {
        std::uint32_t hash = HashSeed + static_cast<std::uint32_t>(labels.count - own);
        for (std::size_t i = own; i-- > 0;) {
            hash = hashedLabel(hash, wire.subspan(labels.at[i], wire[labels.at[i]] + 1U));
            hashes[i] = hash;
        }
    }
    for (std::size_t i = 0; i < own; ++i) {
        if (m_base != Anywhere) {
            std::size_t slot = Slots;
            const std::size_t target = find(wire.subspan(labels.at[i]), hashes[i], &slot);
            if (target != 0) {
                writePointer(target);
                return;
            }
            const std::size_t here = m_base + m_octets.size();
            // Kept half empty, so that looking a name up stays short.
            if (here < PointerReach && m_knownCount < Slots / 2) {
                m_known[slot] = static_cast<std::uint16_t>(here);
                ++m_knownCount;
            }
        }
        append(m_octets, wire.subspan(labels.at[i], wire[labels.at[i]] + 1U));
    }
    if (own < labels.count)
        writePointer(QuestionOffset + m_zoneLabels.at[m_zoneLabels.count - (labels.count - own)]);
    else
        m_octets.push_back(0);
}

void WireWriter::writePointer(std::size_t target)
{
    const bool backwards = m_base == Anywhere ? target < QuestionOffset + m_zone.wire().size()
                                              : target < m_base + m_octets.size();
    if (!invariant(12, backwards && target < PointerReach, "a compression pointer goes too far"))
        return;
    appendUint16(m_octets, static_cast<std::uint16_t>(0xC000U | target));
}

WireWriter::Labels WireWriter::labelsOf(OctetView wire)
{
    Labels labels;
    for (std::size_t at = 0; at < wire.size() && wire[at] != 0; at += wire[at] + 1U)
        labels.at[labels.count++] = static_cast<std::uint8_t>(at);
    return labels;
}

std::size_t WireWriter::sharedWithZone(OctetView wire, const Labels& labels) const
{
    const OctetView zone = m_zone.wire();
    std::size_t shared = 0;
    while (shared < std::min(labels.count, m_zoneLabels.count)) {
        const std::size_t mine = labels.at[labels.count - shared - 1];
        const std::size_t its = m_zoneLabels.at[m_zoneLabels.count - shared - 1];
        if (!sameOctets(wire.subspan(mine, wire[mine] + 1U), zone.subspan(its, zone[its] + 1U)))
            break;
        ++shared;
    }
    return shared;
}

std::size_t WireWriter::find(OctetView rest, std::uint32_t hash, std::size_t* slot) const
{
    std::size_t at = (hash ^ (hash >> 15)) % Slots;
    while (m_known[at] != 0) {
        if (standsAt(m_known[at], rest))
            return m_known[at];
        at = (at + 1) % Slots;
    }
    *slot = at;
    return 0;
}

bool WireWriter::standsAt(std::size_t target, OctetView rest) const
{
    std::size_t at = target - m_base;
    for (;;) {
        // A name that is being written has no end yet.
        if (at >= m_octets.size())
            return false;
        const std::size_t length = m_octets[at];
        if (length >= 0xC0) {
            const std::size_t pointer = uint16At(m_octets, at) & 0x3FFFU;
            if (pointer < m_base)
                return sameOctets(rest, m_zone.wire().subspan(pointer - QuestionOffset));
            at = pointer - m_base;
            continue;
        }
        if (rest[0] != length || at + 1 + length > m_octets.size())
            return false;
        if (!sameOctets(rest.first(length + 1), OctetView(m_octets).subspan(at, length + 1)))
            return false;
        if (length == 0)
            return true;
        rest = rest.subspan(length + 1);
        at += length + 1;
    }
}

} // namespace headwater
