#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/postgresconnection.h"

namespace headwater {

/// SQL that leads from schema n to schema n + 1, at index n. Made from resources/sql/postgres; the
/// first line of each is "-- Schema n: what it is".
[[nodiscard]] const std::vector<std::string_view>& postgresMigrations();

/// What the migration of a database would do.
struct PostgresMigrationPlan
{
    int present = 0;                ///< schema that is there; 0: none
    int newest = 0;                 ///< schema that this program knows
    std::vector<std::string> steps; ///< a line for each schema between them
    std::vector<std::string> roles; ///< that have to be made
    bool makesExtension = false;    ///< btree_gist
};

/// The schema "headwater" of one database: which one is there, and its way to the newest.
class PostgresSchema
{
public:
    explicit PostgresSchema(PostgresConnection& connection)
        : m_connection(connection)
    {
    }

    /// Refuses a server older than 14, and a schema of a newer Headwater.
    [[nodiscard]] Result<PostgresMigrationPlan> plan();
    /// Applies what is missing, each step in a transaction of its own, one program at a time. Needs
    /// a role that may create roles, schemas and extensions in the database.
    [[nodiscard]] Result<void> migrate();
    /// For an engine that starts: is the schema exactly the one that this program knows?
    [[nodiscard]] Result<void> check();

private:
    [[nodiscard]] Result<int> present();
    [[nodiscard]] Result<void> step(int number);

    PostgresConnection& m_connection;
};

} // namespace headwater
