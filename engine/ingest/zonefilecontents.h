#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dns/record.h"
#include "zone/zonechecks.h"

namespace headwater {

/// A zone file that was read and found right: what the store is to want.
struct ZoneFileContents
{
    using Include = std::function<Result<std::string>(const std::string& path)>;

    Soa soa; ///< its serial is a floor
    std::uint32_t soaTtl = 3600;
    std::vector<RRset> sets; ///< without the SOA, in canonical order

    /// Parses and checks. The error names the file and the line, or the record.
    [[nodiscard]] static Result<ZoneFileContents> read(std::string_view text, const Name& zone,
                                                       const std::string& fileName,
                                                       const Include& include);
};

} // namespace headwater
