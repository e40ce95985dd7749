#pragma once

#include <optional>

#include "store/store.h"
#include "zone/zonechecks.h"

namespace headwater {

/// What a batch of dirty names would make of a zone. Pure: nothing is written, nothing is seen.
class VersionDraft
{
public:
    /// On top of the version that is published now.
    [[nodiscard]] static VersionDraft edit(std::shared_ptr<const ZoneVersion> base,
                                           DirtyBatch batch);
    /// The first version of a zone, from all its records.
    [[nodiscard]] static VersionDraft first(const ZoneSettings& settings,
                                            const std::vector<RRset>& sets);

    /// Would anyone see a difference? A first version is always one.
    [[nodiscard]] bool changesAnything() const;
    /// Reasons why it may not be published; none: it may.
    [[nodiscard]] std::vector<ZoneFault> faults(const ZoneLimits& limits) const;
    /// A first version has no difference. Without a version: an invariant was broken on the way.
    [[nodiscard]] ZoneEditor::Outcome finish(Serial serial) const;

private:
    explicit VersionDraft(ZoneSettings settings)
        : m_settings(std::move(settings))
    {
    }
    void setDirtyOwners(DirtyBatch batch);
    void setEverything(DirtyBatch batch);

    ZoneSettings m_settings;
    std::optional<ZoneEditor> m_editor; ///< none: it is the first version
    std::vector<Record> m_records;      ///< of the first version, without the SOA
};

} // namespace headwater
