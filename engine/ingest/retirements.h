#pragma once

#include <map>
#include <optional>

#include "store/store.h"

namespace headwater {

/// Zones whose file is gone and that are served for a while yet: a file that was moved away by
/// mistake must not empty a secondary. The time is kept in the store. Updater thread.
class Retirements
{
public:
    Retirements(Store& store, Seconds grace)
        : m_store(store)
        , m_grace(grace)
    {
    }

    /// Until when it is served; a retirement that has begun goes on.
    [[nodiscard]] Result<Instant> begin(ZoneSettings settings, Instant now);
    /// The file is back. Returns the settings as they are now.
    [[nodiscard]] Result<ZoneSettings> cancel(ZoneSettings settings);
    /// Removes one zone whose time is over, and names it; none when there is none. After a failure
    /// it is tried again some time later.
    [[nodiscard]] Result<std::optional<Name>> finishNext(Instant now);
    [[nodiscard]] std::optional<Instant> nextDue() const;

private:
    Store& m_store;
    Seconds m_grace;
    std::map<Name, Instant> m_until;
};

} // namespace headwater
