#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dns/record.h"

namespace headwater {

/// The records of a master file (RFC 1035 section 5): @, $ORIGIN, $TTL (RFC 2308), $INCLUDE,
/// parentheses, comments, quoted strings, \DDD, blank owners, TTL units (1h30m), class and TTL in
/// either order. Only class IN.
struct MasterFile
{
    struct Options
    {
        std::string fileName; ///< for messages
        Name origin;          ///< in force at the start
        std::size_t maximumRecords = 10'000'000;
        int maximumIncludeDepth = 8;
        /// Contents of an included file; decides itself which paths it allows.
        std::function<Result<std::string>(const std::string& path)> include;
    };

    std::vector<Record> records; ///< in file order, owners absolute

    /// The first fault stops it, as `file: line n: reason`. Nothing is guessed.
    [[nodiscard]] static Result<MasterFile> parse(std::string_view text, const Options& options);
};

} // namespace headwater
