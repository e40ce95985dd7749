#pragma once

#include <optional>
#include <string_view>

#include "dns/name.h"

namespace headwater {

/// Which zone a file of a zone directory holds, by its name alone: `apps.example.zone`, `.db` and
/// `.txt` hold apps.example, and so does a file called `apps.example`. None for what editors and
/// tools leave beside their files, for hidden files, and for files that are plainly no zone
/// (README.md, common.inc, deploy.sh).
[[nodiscard]] std::optional<Name> zoneOfFile(std::string_view fileName);

} // namespace headwater
