#include <cstdio>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include "commands.h"
#include "configuration.h"
#include "postgresinit.h"
#include "watch.h"

namespace {

using namespace headwater;

constexpr const char* Description =
    "Asks and steers a running Headwater engine.\n\n"
    "Commands:\n"
    "  status                       is every change live everywhere? (exit 4 if not)\n"
    "  zones                        all zones; --query TEXT, --limit N\n"
    "  zone NAME                    one zone and its secondaries (exit 4 if not live)\n"
    "  zone check NAME              what is published and hardly meant: timers, aliases\n"
    "  zone add NAME --ns NAME      a new zone kept in the engine's own store\n"
    "  zone remove NAME             stop serving such a zone\n"
    "  records NAME                 the records of a zone, as master file lines\n"
    "  zonemd NAME                  the ZONEMD record of what is served (RFC 8976)\n"
    "  record set NAME TYPE DATA..  replace the records of a name and type; --ttl N\n"
    "  record remove NAME TYPE      remove them\n"
    "  versions NAME                what was published, newest first\n"
    "  secondaries                  NOTIFY, transfers and change-to-live of each\n"
    "  notify [ZONE [SECONDARY]]    send NOTIFY now\n"
    "  watch [ZONE]                 every step of every change, as it happens\n"
    "  postgres init URL            install or upgrade the schema in a PostgreSQL database;\n"
    "                               --dry-run says what it would do, --yes does not ask\n\n"
    "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 no engine, 4 not everything is live.";

struct Options
{
    QCommandLineOption url{QStringLiteral("url"), QStringLiteral("address of the engine's console"),
                           QStringLiteral("URL")};
    QCommandLineOption config{QStringLiteral("config"),
                              QStringLiteral("the engine's configuration, for address and state"),
                              QStringLiteral("FILE")};
    QCommandLineOption state{
        QStringLiteral("state"),
        QStringLiteral("the engine's state directory, for its address and token"),
        QStringLiteral("DIR")};
    QCommandLineOption json{QStringLiteral("json"), QStringLiteral("print JSON")};
    QCommandLineOption ttl{QStringLiteral("ttl"), QStringLiteral("TTL in seconds (300)"),
                           QStringLiteral("N"), QStringLiteral("300")};
    QCommandLineOption nameserver{QStringLiteral("ns"),
                                  QStringLiteral("a nameserver of the new zone"),
                                  QStringLiteral("NAME")};
    QCommandLineOption mailbox{QStringLiteral("mailbox"),
                               QStringLiteral("mailbox of the new zone's SOA"),
                               QStringLiteral("NAME")};
    QCommandLineOption query{QStringLiteral("query"), QStringLiteral("zones whose name holds it"),
                             QStringLiteral("TEXT")};
    QCommandLineOption limit{QStringLiteral("limit"), QStringLiteral("at most so many rows"),
                             QStringLiteral("N"), QStringLiteral("200")};
    QCommandLineOption yes{QStringLiteral("yes"), QStringLiteral("do not ask")};
    QCommandLineOption dryRun{QStringLiteral("dry-run"),
                              QStringLiteral("say what would be done, and do not do it")};
};

QByteArray firstLine(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.read(256).trimmed();
}

/// Said on the command line, else in the environment, else where the engine of this state directory
/// says it is, else where it is configured to be.
QUrl engineUrl(const QCommandLineParser& parser, const Options& options,
               const Configuration& configuration, const QString& stateDirectory)
{
    if (parser.isSet(options.url))
        return QUrl(parser.value(options.url));
    const QByteArray environment = qgetenv("HEADWATER_URL");
    if (!environment.isEmpty())
        return QUrl(QString::fromUtf8(environment));
    const QByteArray written = firstLine(stateDirectory + QStringLiteral("/console.url"));
    if (!written.isEmpty())
        return QUrl(QString::fromUtf8(written));
    return QUrl(QStringLiteral("http://") +
                QString::fromStdString(configuration.consoleListen.text()));
}

QByteArray engineToken(const QString& stateDirectory)
{
    const QByteArray environment = qgetenv("HEADWATER_TOKEN");
    if (!environment.isEmpty())
        return environment;
    return firstLine(stateDirectory + QStringLiteral("/console.token"));
}

/// A number from an option, or nothing with a sentence said.
std::optional<std::uint32_t> number(const QString& text, const char* what)
{
    bool ok = false;
    const uint value = text.toUInt(&ok);
    if (ok && value <= MaximumTtl)
        return value;
    std::fprintf(stderr, "headwaterctl: %s must be a number from 0 to %u\n", what, MaximumTtl);
    return std::nullopt;
}

} // namespace

int main(int argc, char* argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("headwaterctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEADWATER_VERSION));
    const Options options;
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(Description));
    parser.addOptions({options.url, options.config, options.state, options.json, options.ttl,
                       options.nameserver, options.mailbox, options.query, options.limit,
                       options.yes, options.dryRun});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("command"), QStringLiteral("what to do"));
    if (!parser.parse(QCoreApplication::arguments())) {
        std::fprintf(stderr, "headwaterctl: %s\n", qPrintable(parser.errorText()));
        return Usage;
    }
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp(Success);
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    const QStringList words = parser.positionalArguments();
    if (words.isEmpty())
        parser.showHelp(Usage);

    if (words[0] == QLatin1String("postgres")) {
        if (words.size() != 3 || words[1] != QLatin1String("init")) {
            std::fputs("headwaterctl: postgres init URL [--dry-run | --yes]\n", stderr);
            return Usage;
        }
        using Consent = PostgresInit::Consent;
        const Consent consent = parser.isSet(options.dryRun) ? Consent::DryRun
                                : parser.isSet(options.yes)  ? Consent::Given
                                                             : Consent::Ask;
        return PostgresInit(consent).run(words[2].toStdString());
    }

    Configuration configuration = Configuration::defaults();
    if (parser.isSet(options.config)) {
        auto loaded = Configuration::load(parser.value(options.config).toStdString());
        if (!loaded) {
            std::fprintf(stderr, "headwaterctl: %s\n", loaded.error().text.c_str());
            return Usage;
        }
        configuration = std::move(*loaded);
    }
    const QString state = parser.isSet(options.state)
                              ? parser.value(options.state)
                              : QString::fromStdString(configuration.stateDirectory);
    const QUrl url = engineUrl(parser, options, configuration, state);
    const QByteArray token = engineToken(state);
    const Output output = parser.isSet(options.json) ? Output::Json : Output::Text;

    if (words.first() == QLatin1String("watch") && words.size() <= 2) {
        Watch watch(url, token, output, words.value(1));
        watch.start();
        return QCoreApplication::exec();
    }
    const auto ttl = number(parser.value(options.ttl), "--ttl");
    const auto limit = number(parser.value(options.limit), "--limit");
    if (!ttl || !limit)
        return Usage;
    EngineClient client(url, token);
    Commands commands(client, {output, *ttl, parser.values(options.nameserver),
                               parser.value(options.mailbox), parser.value(options.query),
                               static_cast<int>(std::min<std::uint32_t>(*limit, 10000))});
    return commands.run(words);
}
