#pragma once

#include <string>

#include "store/postgresschema.h"

namespace headwater {

/// `headwaterctl postgres init URL`: says what it would do to the database, asks, and installs or
/// upgrades the schema. Needs no engine.
class PostgresInit
{
public:
    enum class Consent
    {
        Ask,    ///< at a terminal; refuses when there is none
        Given,  ///< --yes
        DryRun, ///< --dry-run: says it and changes nothing
    };

    explicit PostgresInit(Consent consent)
        : m_consent(consent)
    {
    }

    /// Returns an ExitCode.
    [[nodiscard]] int run(const std::string& url) const;

private:
    [[nodiscard]] static Result<std::string> text(PostgresConnection& connection,
                                                  const PostgresMigrationPlan& plan);
    [[nodiscard]] bool mayGoOn() const;

    Consent m_consent;
};

} // namespace headwater
