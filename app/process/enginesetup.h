#pragma once

#include <QString>

#include "engine.h"

namespace headwater {

/// Where a program with an engine in it has its configuration from. Main thread.
struct EngineSetup
{
    QString config; ///< a TOML file; empty: the defaults
    QString store;  ///< URL of a PostgreSQL database, instead of the configured store; empty: that
    QString state;  ///< instead of the configured state directory; empty: the configured one

    [[nodiscard]] Result<Configuration> read() const;
    /// On SIGHUP: reads it again into a running engine, and says on standard error what came of it.
    void readAgain(Engine& engine) const;
};

} // namespace headwater
