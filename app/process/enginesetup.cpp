#include "enginesetup.h"

#include <iostream>

#include <QCoreApplication>

namespace headwater {

Result<Configuration> EngineSetup::read() const
{
    Result<Configuration> configuration = Configuration::defaults();
    if (!config.isEmpty())
        configuration = Configuration::load(config.toStdString());
    if (configuration && !state.isEmpty())
        configuration->stateDirectory = state.toStdString();
    if (configuration && !store.isEmpty()) {
        configuration->postgres = store.toStdString();
        if (!isPostgresUrl(configuration->postgres))
            return failure("--store: must be a URL: postgresql://user@host/database");
    }
    return configuration;
}

void EngineSetup::readAgain(Engine& engine) const
{
    const std::string program = QCoreApplication::applicationName().toStdString() + ": ";
    auto configuration = read();
    if (!configuration) {
        std::cerr << program << "not reloaded: " << configuration.error().text << std::endl;
        return;
    }
    for (const std::string& key : engine.reload(std::move(*configuration)))
        std::cerr << program << key << " changed: that needs a restart" << std::endl;
    std::cerr << program << "configuration read again" << std::endl;
}

} // namespace headwater
