#include "store/postgresschema.h"

namespace headwater {

namespace {

constexpr int OldestServer = 140000;

int newest()
{
    return static_cast<int>(postgresMigrations().size());
}

/// "Schema 1: zones and records" of "-- Schema 1: zones and records\n--\n...".
std::string title(int number)
{
    const std::string_view sql = postgresMigrations()[static_cast<std::size_t>(number) - 1];
    constexpr std::size_t comment = 3;
    return std::string(sql.substr(comment, sql.find('\n') - comment));
}

} // namespace

Result<int> PostgresSchema::present()
{
    const auto table =
        m_connection.run("SELECT to_regclass('headwater.migration') IS NOT NULL AS present");
    if (!table)
        return tl::unexpected<Error>(table.error());
    if (!table->boolean(0, 0))
        return 0;
    const auto number =
        m_connection.run("SELECT coalesce(max(number), 0) FROM headwater.migration");
    if (!number)
        return tl::unexpected<Error>(number.error());
    return static_cast<int>(number->integer(0, 0));
}

Result<PostgresMigrationPlan> PostgresSchema::plan()
{
    if (m_connection.serverVersion() < OldestServer)
        return failure(m_connection.place() + ": PostgreSQL 14 or newer is needed, this is " +
                       std::to_string(m_connection.serverVersion() / 10000));
    const auto number = present();
    if (!number)
        return tl::unexpected<Error>(number.error());
    if (*number > newest())
        return failure(m_connection.place() + ": it has schema " + std::to_string(*number) +
                       " of a newer Headwater; this one knows schemas up to " +
                       std::to_string(newest()));
    PostgresMigrationPlan plan{*number, newest(), {}, {}, false};
    for (int next = *number + 1; next <= newest(); ++next)
        plan.steps.push_back(title(next));
    const auto missing = m_connection.run(
        "SELECT wanted, false FROM unnest(ARRAY['headwater_reader', 'headwater_writer', "
        "'headwater_engine']) AS wanted WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = "
        "wanted) UNION ALL SELECT 'btree_gist', true WHERE NOT EXISTS (SELECT FROM pg_extension "
        "WHERE extname = 'btree_gist')");
    if (!missing)
        return tl::unexpected<Error>(missing.error());
    for (int row = 0; row < missing->count(); ++row) {
        if (missing->boolean(row, 1))
            plan.makesExtension = true;
        else
            plan.roles.emplace_back(missing->text(row, 0));
    }
    return plan;
}

Result<void> PostgresSchema::step(int number)
{
    if (auto begun = m_connection.begin(); !begun)
        return begun;
    // Any number; all programs that migrate wait for it.
    auto done = m_connection.execute(
        "SELECT pg_advisory_xact_lock(4983147202300000); CREATE SCHEMA IF NOT EXISTS headwater;"
        "CREATE TABLE IF NOT EXISTS headwater.migration (number int PRIMARY KEY, title text NOT "
        "NULL, at timestamptz NOT NULL DEFAULT now(), who text NOT NULL DEFAULT session_user)");
    Result<int> there = done ? present() : tl::unexpected<Error>(done.error());
    if (there && *there < number) {
        done = m_connection.execute(
            std::string(postgresMigrations()[static_cast<std::size_t>(number) - 1]));
        const std::string line = title(number);
        if (done) {
            const auto noted =
                m_connection.run("INSERT INTO headwater.migration (number, title) VALUES ($1, $2)",
                                 PostgresParameters().integer(number).text(line));
            done = noted ? Result<void>() : tl::unexpected<Error>(noted.error());
        }
    }
    if (!there || !done) {
        (void)m_connection.rollback();
        return tl::unexpected<Error>((done ? there.error() : done.error()).in(title(number)));
    }
    return m_connection.commit();
}

Result<void> PostgresSchema::migrate()
{
    const auto planned = plan();
    if (!planned)
        return tl::unexpected<Error>(planned.error());
    for (int next = planned->present + 1; next <= newest(); ++next) {
        if (auto stepped = step(next); !stepped)
            return stepped;
    }
    return {};
}

Result<void> PostgresSchema::check()
{
    const auto planned = plan();
    if (!planned)
        return tl::unexpected<Error>(planned.error());
    if (planned->present == planned->newest)
        return {};
    const std::string has = planned->present == 0
                                ? "it has no Headwater schema yet"
                                : "it has schema " + std::to_string(planned->present) +
                                      ", this Headwater wants " + std::to_string(planned->newest);
    return failure(m_connection.place() + ": " + has + "; run headwaterctl postgres init URL");
}

} // namespace headwater
