#include "publish/versiondraft.h"

#include <algorithm>
#include <map>

namespace headwater {

namespace {

using SetsByOwner = std::map<Name, std::vector<RRset>>;

SetsByOwner byOwner(std::vector<RRset> sets)
{
    SetsByOwner owners;
    // Sets come in canonical order, so that each finds its place at the end.
    for (RRset& set : sets)
        owners.try_emplace(owners.end(), set.owner)->second.push_back(std::move(set));
    return owners;
}

void appendRecords(const RRset& set, std::vector<Record>* to)
{
    for (const Rdata& rdata : set.rdata)
        to->push_back({set.owner, set.type, set.ttl, rdata});
}

/// Do these records, all of one owner, say what these RRsets say?
bool sameRecords(const std::vector<Record>& records, std::size_t first, std::size_t count,
                 const std::vector<RRset>& sets)
{
    std::size_t at = first;
    for (const RRset& set : sets) {
        for (const Rdata& rdata : set.rdata) {
            if (at == first + count || records[at].type != set.type || records[at].ttl != set.ttl ||
                compareRdata(set.type, records[at].rdata, rdata) != 0)
                return false;
            ++at;
        }
    }
    return at == first + count;
}

} // namespace

VersionDraft VersionDraft::edit(std::shared_ptr<const ZoneVersion> base, DirtyBatch batch)
{
    VersionDraft draft(batch.settings);
    draft.m_editor.emplace(std::move(base));
    draft.m_editor->setSoa(draft.m_settings.soa, draft.m_settings.soaTtl);
    if (batch.everything)
        draft.setEverything(std::move(batch));
    else
        draft.setDirtyOwners(std::move(batch));
    return draft;
}

VersionDraft VersionDraft::first(const ZoneSettings& settings, const std::vector<RRset>& sets)
{
    VersionDraft draft(settings);
    for (const RRset& set : sets)
        appendRecords(set, &draft.m_records);
    return draft;
}

void VersionDraft::setDirtyOwners(DirtyBatch batch)
{
    SetsByOwner wanted = byOwner(std::move(batch.sets));
    for (const Name& owner : batch.owners) {
        const auto sets = wanted.find(owner);
        m_editor->setOwner(owner,
                           sets == wanted.end() ? std::vector<RRset>() : std::move(sets->second));
    }
}

/// Both sides in canonical order, side by side: only owners that differ are put into the editor.
void VersionDraft::setEverything(DirtyBatch batch)
{
    SetsByOwner wanted = byOwner(std::move(batch.sets));
    std::vector<Record> present = m_editor->base().records();
    present.erase(std::remove_if(present.begin(), present.end(),
                                 [](const Record& each) { return each.type == RecordType::SOA; }),
                  present.end());
    for (std::size_t at = 0; at < present.size();) {
        const Name& owner = present[at].owner;
        std::size_t count = 1;
        while (at + count < present.size() && present[at + count].owner == owner)
            ++count;
        const auto sets = wanted.find(owner);
        if (sets == wanted.end()) {
            m_editor->setOwner(owner, {});
        } else {
            if (!sameRecords(present, at, count, sets->second))
                m_editor->setOwner(owner, std::move(sets->second));
            wanted.erase(sets);
        }
        at += count;
    }
    for (auto& [owner, sets] : wanted)
        m_editor->setOwner(owner, std::move(sets));
}

bool VersionDraft::changesAnything() const
{
    return !m_editor || m_editor->changesAnything();
}

std::vector<ZoneFault> VersionDraft::faults(const ZoneLimits& limits) const
{
    if (m_editor)
        return checkEdit(*m_editor, limits);
    std::vector<Record> records = m_records;
    records.push_back(
        {m_settings.zone, RecordType::SOA, m_settings.soaTtl, m_settings.soa.rdata()});
    return checkZone(m_settings.zone, records, limits);
}

ZoneEditor::Outcome VersionDraft::finish(Serial serial) const
{
    if (m_editor)
        return m_editor->finish(serial);
    Soa soa = m_settings.soa;
    soa.serial = serial;
    return {ZoneVersion::build(m_settings.zone, soa, m_settings.soaTtl, m_records), nullptr};
}

} // namespace headwater
