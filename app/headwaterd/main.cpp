#include <cstdio>
#include <iostream>

#include <QCommandLineParser>
#include <QCoreApplication>

#include "enginesetup.h"
#include "log.h"
#include "servicenotice.h"
#include "unixsignals.h"

namespace {

using namespace headwater;

constexpr const char* Description =
    "The Headwater engine without a window: a hidden primary for DNS zones.\n"
    "Without a configuration it runs on its embedded store, DNS on 127.0.0.1:5300 and the console "
    "on http://127.0.0.1:8053.\n\n"
    "SIGTERM ends it cleanly, SIGHUP reads the configuration again.\n"
    "Exit codes: 0 ended, 1 could not start, 2 wrong usage or configuration.";

enum ExitCode
{
    Ended = 0,
    CannotStart = 1,
    Usage = 2
};

struct Options
{
    QCommandLineOption config{QStringLiteral("config"), QStringLiteral("configuration, TOML"),
                              QStringLiteral("FILE")};
    QCommandLineOption check{QStringLiteral("check-config"),
                             QStringLiteral("check the configuration and exit")};
    QCommandLineOption store{
        QStringLiteral("store"),
        QStringLiteral("PostgreSQL database with the records (postgresql://user@host/database), "
                       "instead of the configured store"),
        QStringLiteral("URL")};
    QCommandLineOption state{QStringLiteral("state"),
                             QStringLiteral("state directory, instead of the configured one"),
                             QStringLiteral("DIR")};
};

std::string readyLine(const Engine& engine)
{
    std::string line = "headwaterd is ready: DNS on";
    for (const Endpoint& endpoint : engine.dnsAddresses())
        line += " " + endpoint.text();
    if (const auto console = engine.consoleAddress())
        line += ", console on http://" + console->text();
    return line + ", " + std::to_string(engine.zoneCount()) + " zones";
}

} // namespace

int main(int argc, char* argv[])
{
    UnixSignals::block();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("headwaterd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEADWATER_VERSION));
    const Options options;
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(Description));
    parser.addOptions({options.config, options.check, options.store, options.state});
    parser.addHelpOption();
    parser.addVersionOption();
    if (!parser.parse(QCoreApplication::arguments()) || !parser.positionalArguments().isEmpty()) {
        std::cerr << "headwaterd: "
                  << (parser.errorText().isEmpty() ? "takes no words, only options; see --help"
                                                   : parser.errorText().toStdString())
                  << std::endl;
        return Usage;
    }
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp(Ended);
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();

    const EngineSetup setup{parser.value(options.config), parser.value(options.store),
                            parser.value(options.state)};
    auto configuration = setup.read();
    if (!configuration) {
        std::cerr << "headwaterd: " << configuration.error().text << std::endl;
        return Usage;
    }
    if (parser.isSet(options.check)) {
        std::cout << "the configuration is good" << std::endl;
        return Ended;
    }

    setLogForm();
    UnixSignals signals;
    Engine engine(std::move(*configuration));
    if (auto started = engine.start(); !started) {
        std::cerr << "headwaterd: " << started.error().text << std::endl;
        return CannotStart;
    }
    QObject::connect(&signals, &UnixSignals::terminate, &application, &QCoreApplication::quit);
    QObject::connect(&signals, &UnixSignals::reload, &engine, [&] { setup.readAgain(engine); });
    std::cout << readyLine(engine) << std::endl;
    tellServiceManager("READY=1");
    QCoreApplication::exec();
    tellServiceManager("STOPPING=1");
    engine.stop();
    return Ended;
}
