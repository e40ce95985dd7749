#pragma once

#include <map>
#include <memory>

#include "zone/wirereader.h"
#include "zone/zoneversion.h"

namespace headwater {

/// What turns the contents at one serial into the contents at a later one: records removed and
/// records added, the SOA not among them but with both its forms beside. Kept both as records are
/// sent - every name compressed against the zone's name in the question only, so that the octets
/// may stand anywhere in any transfer message - and counted. Immutable. Any thread.
class Difference
{
public:
    struct SoaRecord
    {
        Soa soa;
        std::uint32_t ttl = 3600;
    };

    /// `to` is newer than `from`; records in any order.
    [[nodiscard]] static std::shared_ptr<const Difference>
    create(const Name& zone, const SoaRecord& from, const SoaRecord& to,
           const std::vector<Record>& removed, const std::vector<Record>& added);

    [[nodiscard]] const Name& zone() const { return m_zone; }
    [[nodiscard]] Serial from() const { return m_from.soa.serial; }
    [[nodiscard]] Serial to() const { return m_to.soa.serial; }
    [[nodiscard]] const SoaRecord& fromSoa() const { return m_from; }
    [[nodiscard]] const SoaRecord& toSoa() const { return m_to; }
    [[nodiscard]] std::size_t removedCount() const { return m_removedCount; } ///< without SOA
    [[nodiscard]] std::size_t addedCount() const { return m_addedCount; }     ///< without SOA

    /// One sequence of an IXFR answer (RFC 1995 section 4): old SOA, removed, new SOA, added, as
    /// records that follow one another, position-free.
    [[nodiscard]] OctetView sequence() const { return m_sequence; }
    [[nodiscard]] std::vector<Record> removed() const;
    [[nodiscard]] std::vector<Record> added() const;

    /// For the store: everything above in one piece, and back; parse(print(x)) = x. Read as input:
    /// checked for length, range and order.
    [[nodiscard]] Octets stored() const;
    [[nodiscard]] static Result<std::shared_ptr<const Difference>> fromStored(const Name& zone,
                                                                              OctetView stored);
    /// apply(difference a->b, a) = b. Every removed record must be there with its TTL and every
    /// added one absent (invariant 5); the error names the first that is not.
    [[nodiscard]] Result<std::shared_ptr<const ZoneVersion>> applyTo(const ZoneVersion& from) const;
    /// Does it lead from these contents to those? The same checks, and that every owner it touches
    /// has in `to` what comes out of it; no pages are made.
    [[nodiscard]] Result<void> checkBetween(const ZoneVersion& from, const ZoneVersion& to) const;
    /// Of the contents at from(), given that at to().
    [[nodiscard]] ContentDigest digestBefore(ContentDigest after) const;

private:
    Difference() = default;
    using Results = std::map<Name, std::vector<Record>>;
    /// What every owner it touches has when it is applied.
    [[nodiscard]] Result<Results> resultsOn(const ZoneVersion& from) const;
    [[nodiscard]] Result<void> readSequence();
    [[nodiscard]] std::string title() const;
    [[nodiscard]] std::vector<Record> recordsBetween(std::size_t begin, std::size_t end) const;
    Name m_zone;
    SoaRecord m_from;
    SoaRecord m_to;
    std::size_t m_removedCount = 0;
    std::size_t m_addedCount = 0;
    std::size_t m_addedOffset = 0; ///< of the new SOA in m_sequence
    Octets m_sequence;
};

} // namespace headwater
