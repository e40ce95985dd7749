#pragma once

#include "zone/recordview.h"
#include "zone/wirelimits.h"

namespace headwater {

/// Reads back the records that a WireWriter wrote, or that somebody says it wrote: every length
/// and pointer is checked, pointers go strictly backwards. Looks at octets it does not own.
class WireReader
{
public:
    /// `base` as it was written with; `zone` is the name in the question.
    WireReader(const Name& zone, OctetView octets, std::size_t base);

    [[nodiscard]] bool atEnd(std::size_t at) const { return at >= m_octets.size(); }
    /// The owner of the record at `at`.
    [[nodiscard]] Result<Name> ownerAt(std::size_t at) const;
    /// Both are false when there is none that can be read.
    [[nodiscard]] bool ownerComesBefore(std::size_t at, const Name& name) const;
    [[nodiscard]] bool ownerIs(std::size_t at, const Name& name) const;
    /// Is the owner of the record at `at` written as a pointer to the one written at `first`?
    [[nodiscard]] bool ownerPointsTo(std::size_t at, std::size_t first) const;
    /// Type of the record at `at`, whose length the caller has checked.
    [[nodiscard]] RecordType typeAt(std::size_t at) const;
    /// The record at `*at`, which moves behind it.
    [[nodiscard]] Result<Record> read(std::size_t* at) const;
    /// All records, for octets that were checked before.
    [[nodiscard]] std::vector<Record> readAll() const;
    /// The same as views, at most `count` of them: they look at the octets, and at `pool` where
    /// names are written out.
    void appendViews(std::size_t count, OctetPool* pool, std::vector<RecordView>* to) const;

private:
    /// The owner of the record at `at`, until the next call; empty when it cannot be read.
    [[nodiscard]] OctetView ownerOctets(std::size_t at) const;
    /// Appends the name at `*at` in uncompressed form and moves `*at` behind it.
    [[nodiscard]] bool readName(std::size_t* at, Octets* to) const;
    /// Appends the RDATA at `at` in uncompressed form.
    [[nodiscard]] Result<void> readRdata(RecordType type, std::size_t at, std::size_t size,
                                         Octets* to) const;
    /// The rest of the record at `*at`, whose owner is given already, or is read when it is empty.
    [[nodiscard]] bool readView(std::size_t* at, OctetPool* pool, RecordView* view) const;

    OctetView m_zone;
    OctetView m_octets;
    std::size_t m_base;
};

/// The length of the record that begins at `at` in octets that hold whole records one after
/// another, or 0 if there is none: how a sequence is split over messages.
[[nodiscard]] std::size_t recordLengthAt(OctetView records, std::size_t at);
/// The length of the name at `at`, up to its end or its first pointer included; 0 if there is none.
[[nodiscard]] std::size_t wireNameLength(OctetView octets, std::size_t at);

} // namespace headwater
