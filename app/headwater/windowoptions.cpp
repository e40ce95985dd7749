#include "windowoptions.h"

#include <QCommandLineParser>
#include <QSize>

namespace headwater {

namespace {

struct Options
{
    QCommandLineOption attach{QStringLiteral("attach"),
                              QStringLiteral("show the engine at this address"),
                              QStringLiteral("URL")};
    QCommandLineOption play{QStringLiteral("play"),
                            QStringLiteral("show a recorded feed, one JSON message a line"),
                            QStringLiteral("FILE")};
    QCommandLineOption config{QStringLiteral("config"), QStringLiteral("configuration, TOML"),
                              QStringLiteral("FILE")};
    QCommandLineOption store{
        QStringLiteral("store"),
        QStringLiteral("PostgreSQL database with the records (postgresql://user@host/database), "
                       "instead of the configured store"),
        QStringLiteral("URL")};
    QCommandLineOption state{QStringLiteral("state"),
                             QStringLiteral("state directory, instead of the configured one"),
                             QStringLiteral("DIR")};
    QCommandLineOption screenshot{QStringLiteral("screenshot"),
                                  QStringLiteral("write a picture of the window and exit"),
                                  QStringLiteral("FILE")};
    QCommandLineOption view{QStringLiteral("view"),
                            QStringLiteral("overview, zones, zone or secondaries"),
                            QStringLiteral("VIEW"), QStringLiteral("overview")};
    QCommandLineOption zone{QStringLiteral("zone"), QStringLiteral("the zone of --view zone"),
                            QStringLiteral("NAME")};
    QCommandLineOption theme{QStringLiteral("theme"), QStringLiteral("dark or light"),
                             QStringLiteral("THEME"), QStringLiteral("dark")};
    QCommandLineOption size{QStringLiteral("size"), QStringLiteral("of the window"),
                            QStringLiteral("WxH"), QStringLiteral("1440x900")};
    QCommandLineOption scale{QStringLiteral("text-scale"), QStringLiteral("0.8 to 2"),
                             QStringLiteral("FACTOR"), QStringLiteral("1")};

    [[nodiscard]] QList<QCommandLineOption> all() const
    {
        return {attach, play, config, store, state, screenshot, view, zone, theme, size, scale};
    }
};

Result<QSize> parseSize(const QString& text)
{
    constexpr int least = 320;
    constexpr int most = 7680;
    const QStringList parts = text.split(QLatin1Char('x'));
    const QSize size =
        parts.size() == 2 ? QSize(parts.at(0).toInt(), parts.at(1).toInt()) : QSize();
    if (size.width() < least || size.height() < least || size.width() > most ||
        size.height() > most) {
        return failure("--size: needs WxH from 320x320 to 7680x7680, got \"" + text.toStdString() +
                       "\"");
    }
    return size;
}

Result<void> oneOf(const char* option, const QString& value, const QStringList& allowed)
{
    if (!allowed.contains(value)) {
        return failure(std::string(option) + ": needs " +
                       allowed.join(QStringLiteral(", ")).toStdString() + ", got \"" +
                       value.toStdString() + "\"");
    }
    return {};
}

} // namespace

Result<WindowOptions> WindowOptions::parse(const QStringList& arguments)
{
    const Options options;
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "The Headwater window. Without --attach it runs the engine in its own process; closing the "
        "window ends it."));
    parser.addOptions(options.all());
    parser.addHelpOption();
    parser.addVersionOption();
    if (!parser.parse(arguments)) {
        return failure(parser.errorText().toStdString());
    }
    if (parser.isSet(QStringLiteral("help"))) {
        parser.showHelp(0);
    }
    if (parser.isSet(QStringLiteral("version"))) {
        parser.showVersion();
    }
    if (!parser.positionalArguments().isEmpty()) {
        return failure("takes no words, only options; see --help");
    }
    if (parser.isSet(options.attach) && parser.isSet(options.play)) {
        return failure("--attach and --play exclude each other");
    }
    WindowOptions result;
    result.source = parser.isSet(options.attach) ? Source::Attached
                    : parser.isSet(options.play) ? Source::Played
                                                 : Source::Embedded;
    result.address = parser.value(options.attach);
    result.recording = parser.value(options.play);
    result.setup = {parser.value(options.config), parser.value(options.store),
                    parser.value(options.state)};
    result.screenshot = parser.value(options.screenshot);
    result.view = parser.value(options.view);
    result.zone = parser.value(options.zone);
    result.theme = parser.value(options.theme);
    result.textScale = parser.value(options.scale).toDouble();
    const auto size = parseSize(parser.value(options.size));
    if (!size) {
        return failure(size.error().text);
    }
    result.width = size->width();
    result.height = size->height();
    if (result.textScale < 0.8 || result.textScale > 2.0) {
        return failure("--text-scale: needs 0.8 to 2");
    }
    if (auto good = oneOf("--view", result.view,
                          {QStringLiteral("overview"), QStringLiteral("zones"),
                           QStringLiteral("zone"), QStringLiteral("secondaries")});
        !good) {
        return failure(good.error().text);
    }
    if (auto good =
            oneOf("--theme", result.theme, {QStringLiteral("dark"), QStringLiteral("light")});
        !good) {
        return failure(good.error().text);
    }
    return result;
}

} // namespace headwater
