#include "store/schema.h"

#include "store/statement.h"
#include "store/transaction.h"

namespace headwater {

namespace {

Result<std::int64_t> number(Database& database, std::string_view sql)
{
    Statement row(database, sql);
    const std::int64_t value = row.next() ? row.integer(0) : 0;
    if (auto read = row.check("reading its schema"); !read)
        return passOn(read);
    return value;
}

Result<void> migrateTo(Database& database, std::int64_t version, std::string_view sql)
{
    const std::string doing = "migrating it to schema " + std::to_string(version);
    auto transaction = Transaction::begin(database, doing);
    if (!transaction)
        return passOn(transaction);
    const std::string steps =
        std::string(sql) + "; PRAGMA user_version = " + std::to_string(version);
    if (auto migrated = database.execute(steps, doing); !migrated)
        return migrated;
    return transaction->commit(doing);
}

} // namespace

Result<void> migrateSchema(Database& database)
{
    const auto& migrations = schemaMigrations();
    const auto known = static_cast<std::int64_t>(migrations.size());
    const auto present = number(database, "PRAGMA user_version");
    if (!present)
        return passOn(present);
    if (*present > known)
        return database.failure("opening it",
                                "it has schema " + std::to_string(*present) +
                                    " of a newer Headwater; this one knows schemas up to " +
                                    std::to_string(known));
    const auto tables = number(database, "SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return passOn(tables);
    if (*present < 0 || (*present == 0 && *tables != 0))
        return database.failure("opening it", "this SQLite file is not a Headwater store");
    for (std::int64_t version = *present; version < known; ++version) {
        const auto& sql = migrations[static_cast<std::size_t>(version)];
        if (auto migrated = migrateTo(database, version + 1, sql); !migrated)
            return migrated;
    }
    return {};
}

} // namespace headwater
