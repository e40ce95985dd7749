#pragma once

#include <string_view>
#include <vector>

#include "store/database.h"

namespace headwater {

/// SQL that leads from schema n to schema n + 1, at index n. Made from resources/sql/sqlite.
[[nodiscard]] const std::vector<std::string_view>& schemaMigrations();

/// Brings the file to the newest schema, each step in a transaction of its own. Refuses a file of a
/// newer engine and a file that is not a store.
[[nodiscard]] Result<void> migrateSchema(Database& database);

} // namespace headwater
