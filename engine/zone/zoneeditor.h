#pragma once

#include <map>

#include "zone/difference.h"
#include "zone/zoneversion.h"

namespace headwater {

/// Makes the next version of a zone from the present one and the RRsets that changed. Costs what
/// the change costs: pages that no changed name falls into are shared, not copied.
///
///     ZoneEditor editor(current);
///     editor.set(rrset);                      // replaces, or removes when it is empty
///     if (!editor.changesAnything()) ...      // the same contents: publish nothing
///     auto next = editor.finish(serial);      // version + difference
///
/// One thread; made and used by the publisher.
class ZoneEditor
{
public:
    struct Outcome
    {
        std::shared_ptr<const ZoneVersion> version;
        std::shared_ptr<const Difference> difference;
    };

    explicit ZoneEditor(std::shared_ptr<const ZoneVersion> base);

    /// The RRset that shall stand at its owner and type; an empty one removes it. An apex SOA is
    /// ignored: see setSoa. An owner outside the zone is found by checkEdit.
    void set(RRset set);
    /// Every RRset at this owner, the apex SOA excepted; types not named are removed. An apex SOA
    /// among them is ignored: see setSoa.
    void setOwner(const Name& owner, std::vector<RRset> sets);
    /// All SOA fields but the serial.
    void setSoa(const Soa& soa, std::uint32_t ttl);

    /// Is what was set different from what is there? (Not merely set again, reordered, or in other
    /// letter case of an owner.)
    [[nodiscard]] bool changesAnything() const;
    /// Owners that really change: what the checks have to look at.
    [[nodiscard]] std::vector<Name> changedOwners() const;
    /// The RRsets at an owner as they are, the apex SOA included.
    [[nodiscard]] std::vector<RRset> presentAt(const Name& owner) const;
    /// The RRsets at an owner as they will be, the apex SOA included.
    [[nodiscard]] std::vector<RRset> resultAt(const Name& owner) const;
    [[nodiscard]] const ZoneVersion& base() const { return *m_base; }

    /// `serial` is newer than the present one and the edit has passed checkEdit. Both pointers are
    /// null, and the invariant is reported, when that is not so.
    [[nodiscard]] Outcome finish(Serial serial) const;

private:
    /// RRsets at an owner in order of type, the apex SOA not among them.
    struct OwnerChange
    {
        std::vector<RRset> before;
        std::vector<RRset> after;

        [[nodiscard]] bool isReal() const;
    };
    [[nodiscard]] bool changesSoa() const;
    [[nodiscard]] Outcome finish(Serial serial, const std::vector<Record>& removed,
                                 const std::vector<Record>& added,
                                 const PageEdit::Changes& contents) const;
    OwnerChange& changeAt(const Name& owner);

    std::shared_ptr<const ZoneVersion> m_base;
    Soa m_soa;
    std::uint32_t m_soaTtl;
    std::map<Name, OwnerChange> m_changes;
};

} // namespace headwater
