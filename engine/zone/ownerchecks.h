#pragma once

#include "zone/zonechecks.h"

namespace headwater {

/// Collects faults up to a number and words them: `owner: text`.
class FaultList
{
public:
    explicit FaultList(std::size_t maximum)
        : m_maximum(maximum)
    {
    }

    void add(const Name& owner, const std::string& text);
    [[nodiscard]] bool isFull() const { return m_faults.size() >= m_maximum; }
    /// In canonical order of their owners.
    [[nodiscard]] std::vector<ZoneFault> take();

private:
    std::size_t m_maximum;
    std::vector<ZoneFault> m_faults;
};

/// The rules that concern one owner alone. `sets` are all its RRsets in order of type.
void checkOwner(const Name& zone, const Name& owner, const std::vector<RRset>& sets,
                const ZoneLimits& limits, FaultList* faults);
/// Something stands below a DNAME.
void addBelowDname(const Name& owner, const Name& dname, FaultList* faults);
/// There are more records than a zone may have.
void checkRecordCount(const Name& zone, std::size_t count, const ZoneLimits& limits,
                      FaultList* faults);

} // namespace headwater
