#include "postgresinit.h"

#include <array>
#include <cstdio>

#include <unistd.h>

#include "commands.h"

namespace headwater {

namespace {

int refused(const Error& error, ExitCode code)
{
    std::fprintf(stderr, "headwaterctl: %s\n", error.text.c_str());
    return code;
}

std::string schemaText(int number)
{
    return number == 0 ? "none" : std::to_string(number);
}

constexpr const char* Pooled =
    "pooler     this connection goes through one (such as PgBouncer). That is good enough for\n"
    "           this command, not for the engine: LISTEN and its locks belong to one session, and\n"
    "           pooling by transaction loses both. Give the engine the server's own address.\n";

constexpr const char* Next =
    "The schema is there. Let the engine and the applications in:\n"
    "  GRANT headwater_engine TO the role that headwaterd logs in as;\n"
    "  GRANT headwater_writer TO the roles of applications that write records;\n"
    "  GRANT headwater_reader TO whoever only looks;\n"
    "and then: headwaterd --store URL\n";

} // namespace

int PostgresInit::run(const std::string& url) const
{
    // A migration of many rows may take its time.
    auto connection = PostgresConnection::open(url, "init", PostgresConnection::Milliseconds{0});
    if (!connection)
        return refused(connection.error(), Unreachable);
    PostgresSchema schema(**connection);
    const auto plan = schema.plan();
    if (!plan)
        return refused(plan.error(), Refused);
    const auto shown = text(**connection, *plan);
    if (!shown)
        return refused(shown.error(), Refused);
    std::fputs(shown->c_str(), stdout);
    if (plan->steps.empty()) {
        std::fputs("Nothing to do.\n", stdout);
        return Success;
    }
    if (m_consent == Consent::DryRun) {
        std::fputs("Nothing was changed (--dry-run).\n", stdout);
        return Success;
    }
    if (!mayGoOn())
        return Refused;
    if (const auto migrated = schema.migrate(); !migrated)
        return refused(migrated.error(), Refused);
    std::fputs(Next, stdout);
    return Success;
}

Result<std::string> PostgresInit::text(PostgresConnection& connection,
                                       const PostgresMigrationPlan& plan)
{
    const auto server =
        connection.run("SELECT current_setting('server_version'), current_user::text, "
                       "pg_backend_pid()");
    if (!server)
        return tl::unexpected<Error>(server.error());
    std::string said = "server     PostgreSQL " + std::string(server->text(0, 0)) + "\n" +
                       "at         " + connection.place() + ", as " +
                       std::string(server->text(0, 1)) + "\n" + "schema     " +
                       schemaText(plan.present) + " now, " + schemaText(plan.newest) + " then\n";
    for (const std::string& step : plan.steps)
        said += "  apply    " + step + "\n";
    for (const std::string& role : plan.roles)
        said += "  role     " + role + ", which cannot log in\n";
    if (plan.makesExtension)
        said += "  extension  btree_gist\n";
    // A pooler makes up the process id that it gives to its clients.
    if (server->integer(0, 2) != connection.backendPid())
        said += Pooled;
    return said;
}

bool PostgresInit::mayGoOn() const
{
    if (m_consent == Consent::Given)
        return true;
    if (::isatty(STDIN_FILENO) == 0) {
        std::fputs("headwaterctl: nobody can be asked here; say --yes to go on\n", stderr);
        return false;
    }
    std::fputs("Go on? [y/N] ", stdout);
    std::fflush(stdout);
    std::array<char, 16> answer{};
    const bool said = std::fgets(answer.data(), answer.size(), stdin) != nullptr;
    return said && (answer[0] == 'y' || answer[0] == 'Y');
}

} // namespace headwater
