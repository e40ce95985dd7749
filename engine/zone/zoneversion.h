#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "zone/contentdigest.h"
#include "zone/pageedit.h"

namespace headwater {

/// The contents of a zone at one serial: its SOA and a table of shared pages in canonical order,
/// which are also the only index of its names. Equal contents (spelling included) have equal pages.
/// Immutable; kept alive by whoever still reads it. Any thread.
class ZoneVersion
{
public:
    /// Builds a version from nothing, for a first load, a snapshot or a full reconcile. `records`
    /// in any order, with or without the SOA (which is ignored: `soa` counts). Duplicates are
    /// dropped, an RRset gets its lowest TTL (RFC 2181 section 5) and an owner one spelling. No
    /// other checks: see checkZone.
    [[nodiscard]] static std::shared_ptr<const ZoneVersion>
    build(const Name& zone, const Soa& soa, std::uint32_t soaTtl, std::vector<Record> records);

    /// The version that had these pages and this digest: nothing is rendered or summed up again.
    /// Fails when a page is not where its base says, or owners are out of order.
    [[nodiscard]] static Result<std::shared_ptr<const ZoneVersion>>
    restore(const Name& zone, const Soa& soa, std::uint32_t soaTtl,
            std::vector<PageTable::PagePointer> pages, const ContentDigest& digest);

    [[nodiscard]] const Name& zone() const { return m_zone; }
    [[nodiscard]] const Soa& soa() const { return m_soa; }
    [[nodiscard]] std::uint32_t soaTtl() const { return m_soaTtl; }
    [[nodiscard]] Serial serial() const { return m_soa.serial; }
    [[nodiscard]] RRset soaRRset() const;
    /// The SOA record as it stands in a transfer: owner as a pointer to the question, RDATA
    /// uncompressed. Its length is part of the base of the first page.
    [[nodiscard]] OctetView soaWire() const { return m_soaWire; }
    [[nodiscard]] const PageTable& pages() const { return m_pages; }
    [[nodiscard]] const ContentDigest& digest() const { return m_digest; }
    [[nodiscard]] std::size_t recordCount() const { return m_recordCount; } ///< with the SOA
    /// Size of a full transfer in octets, headers, questions and length prefixes included, without
    /// OPT and TSIG. Exact.
    [[nodiscard]] std::size_t transferSize() const;

    /// All RRsets at an owner, in order of type; the apex has its SOA among them.
    [[nodiscard]] std::vector<RRset> at(const Name& owner) const;
    [[nodiscard]] std::optional<RRset> find(const Name& owner, RecordType type) const;
    /// The records at an owner in canonical order, of one type or of all, without the apex SOA.
    [[nodiscard]] std::vector<Record> recordsAt(const Name& owner,
                                                std::optional<RecordType> type = {}) const;
    /// The owner has records, or names below it do (empty non-terminal, RFC 4592 section 2.2.2).
    [[nodiscard]] bool nameExists(const Name& owner) const;
    /// The next owner in canonical order after `owner`, which need not exist itself.
    [[nodiscard]] std::optional<Name> ownerAfter(const Name& owner) const;
    /// Every record in canonical order, the SOA first. For tests, exports and snapshots.
    [[nodiscard]] std::vector<Record> records() const;

    /// Where in a transfer message the first record stands: header and question before it.
    [[nodiscard]] std::size_t bodyOffset() const;

private:
    friend class ZoneEditor;
    ZoneVersion(const Name& zone, const Soa& soa, std::uint32_t soaTtl);
    [[nodiscard]] PageEdit::Bases bases() const;
    Name m_zone;
    Soa m_soa;
    std::uint32_t m_soaTtl = 3600;
    Octets m_soaWire;
    PageTable m_pages;
    ContentDigest m_digest;
    std::size_t m_recordCount = 0;
    std::size_t m_pageOctets = 0;
};

} // namespace headwater
