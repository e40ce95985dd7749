#pragma once

#include <array>

#include "zone/recordview.h"
#include "zone/wirelimits.h"

namespace headwater {

/// Writes records one after another as they stand in a transfer message. Names are compressed
/// without touching letter case, pointers only go backwards and below 0x4000 (RFC 5936 section
/// 3.4, invariant 12). One thread.
class WireWriter
{
public:
    /// The octets may stand anywhere in a message: names point into the question only.
    static constexpr std::size_t Anywhere = 0;

    /// `base`: the offset in the message where the first record will stand, or Anywhere.
    WireWriter(const Name& zone, std::size_t base);

    void write(const RecordView& record);
    /// RDATA as it is, uncompressed: what a record has whose length must not depend on its place.
    void writePlain(const Name& owner, RecordType type, std::uint32_t ttl, OctetView rdata);

    [[nodiscard]] const Octets& octets() const { return m_octets; }
    /// Forgets what was written from `size` on. Names seen there are still known, so nothing may be
    /// written afterwards.
    void cutBack(std::size_t size) { m_octets.resize(size); }
    [[nodiscard]] Octets take() { return std::move(m_octets); }

private:
    static constexpr std::size_t Slots = 8192;
    /// Offsets of the labels of a name; a name has at most 127.
    struct Labels
    {
        std::array<std::uint8_t, 128> at{};
        std::size_t count = 0;
    };

    void writeFixed(OctetView owner, RecordType type, std::uint32_t ttl);
    void writeRdata(const RecordView& record);
    /// `wire` is a whole uncompressed name.
    void writeName(OctetView wire);
    void writePointer(std::size_t target);
    [[nodiscard]] static Labels labelsOf(OctetView wire);
    /// Labels at the end that are, octet for octet, the end of the zone's name.
    [[nodiscard]] std::size_t sharedWithZone(OctetView wire, const Labels& labels) const;
    /// Where the rest of a name already stands, or 0; then `*slot` is where to remember it.
    [[nodiscard]] std::size_t find(OctetView rest, std::uint32_t hash, std::size_t* slot) const;
    [[nodiscard]] bool standsAt(std::size_t target, OctetView rest) const;

    Name m_zone;
    Labels m_zoneLabels;
    std::size_t m_base;
    Octets m_octets;
    std::vector<std::uint16_t> m_known; ///< hash table of message offsets; 0 is free
    std::size_t m_knownCount = 0;
};

} // namespace headwater
