#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace headwater {

/// Why a file of a zone directory is to be looked at, which says how much a fault in it means.
enum class Cause
{
    Seen,     ///< it is there, at the start or when everything is looked at again
    Complete, ///< its writer has finished; a fault may still be the first half of two saves
    Written,  ///< somebody wrote to it, and was quiet for a while
    Settled,  ///< it had a fault and was quiet since: the fault stands
    Gone      ///< it was removed or renamed away
};

/// Files that are looked at a little later, each once. Value.
class WaitingFiles
{
public:
    struct File
    {
        std::string name;
        Cause cause = Cause::Seen;
        Instant at;  ///< of the event that the wait began with
        Instant due; ///< when it is to be looked at
    };

    /// Replaces the wait of a file that waits already.
    void add(File file) { m_files[file.name] = std::move(file); }
    void remove(const std::string& name) { m_files.erase(name); }
    /// Those that are due, taken out.
    [[nodiscard]] std::vector<File> takeDue(Instant now);
    [[nodiscard]] std::optional<Instant> nextDue() const;

private:
    std::map<std::string, File> m_files;
};

} // namespace headwater
