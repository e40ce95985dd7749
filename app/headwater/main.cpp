#include <iostream>
#include <memory>

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTimer>
#include <QtQml/qqmlextensionplugin.h>

#include "attachedfeed.h"
#include "embeddedfeed.h"
#include "feedstate.h"
#include "log.h"
#include "playedfeed.h"
#include "screenshot.h"
#include "unixsignals.h"
#include "windowoptions.h"

Q_IMPORT_QML_PLUGIN(Headwater_LivePlugin)
Q_IMPORT_QML_PLUGIN(Headwater_StylePlugin)
Q_IMPORT_QML_PLUGIN(Headwater_OverviewPlugin)
Q_IMPORT_QML_PLUGIN(Headwater_ZonesPlugin)
Q_IMPORT_QML_PLUGIN(Headwater_SecondariesPlugin)
Q_IMPORT_QML_PLUGIN(Headwater_FramePlugin)

namespace {

using namespace headwater;

void nameProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("headwater"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEADWATER_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("headwater"));
}

/// Before there is a window: help and version need no display.
Result<WindowOptions> optionsOf(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    return WindowOptions::parse(QCoreApplication::arguments());
}

/// Without one, Qt would abort. Its other platforms (offscreen, vnc) are asked for by name.
bool isThereADisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

int fail(const Error& error, int code)
{
    std::cerr << "headwater: " << error.text << std::endl;
    return code;
}

/// The engine of this process, started.
Result<std::unique_ptr<Engine>> startEngine(const EngineSetup& setup)
{
    auto configuration = setup.read();
    if (!configuration) {
        return failure(configuration.error().text);
    }
    auto engine = std::make_unique<Engine>(std::move(*configuration));
    if (auto started = engine->start(); !started) {
        return failure(started.error().text);
    }
    return engine;
}

/// Where the messages come from; `engine` is set when it runs here.
Result<std::unique_ptr<FeedSource>> openSource(const WindowOptions& options,
                                               std::unique_ptr<Engine>& engine)
{
    if (options.source == WindowOptions::Source::Attached) {
        const auto url = AttachedFeed::parseAddress(options.address);
        if (!url) {
            return failure(url.error().text);
        }
        return std::make_unique<AttachedFeed>(*url);
    }
    if (options.source == WindowOptions::Source::Played) {
        auto messages = PlayedFeed::load(options.recording);
        if (!messages) {
            return failure(messages.error().text);
        }
        return std::make_unique<PlayedFeed>(std::move(*messages));
    }
    auto started = startEngine(options.setup);
    if (!started) {
        return failure(started.error().text);
    }
    engine = std::move(*started);
    return std::make_unique<EmbeddedFeed>(engine->feed());
}

void begin(FeedSource& source)
{
    if (auto* attached = qobject_cast<AttachedFeed*>(&source)) {
        attached->open();
    } else if (auto* played = qobject_cast<PlayedFeed*>(&source)) {
        played->start();
    } else {
        source.requestPicture();
    }
}

QVariantMap initialProperties(const WindowOptions& options, FeedState& state)
{
    return {{QStringLiteral("feed"), QVariant::fromValue(&state)},
            {QStringLiteral("view"), options.view},
            {QStringLiteral("zone"), options.zone},
            {QStringLiteral("theme"), options.theme},
            {QStringLiteral("textScale"), options.textScale},
            {QStringLiteral("width"), options.width},
            {QStringLiteral("height"), options.height}};
}

/// Until it is closed; returns the exit code.
int showWindow(const WindowOptions& options, FeedState& state, FeedSource& source)
{
    QQmlApplicationEngine qml;
    qml.addImportPath(QStringLiteral("qrc:/qt/qml"));
    qml.setInitialProperties(initialProperties(options, state));
    qml.load(QUrl(QStringLiteral("qrc:/qt/qml/Headwater/Frame/Main.qml")));
    auto* window = qml.rootObjects().isEmpty()
                       ? nullptr
                       : qobject_cast<QQuickWindow*>(qml.rootObjects().constFirst());
    if (window == nullptr) {
        return fail(Error{"the window could not be made"}, 1);
    }
    if (!options.screenshot.isEmpty()) {
        new Screenshot(*window, state, options.screenshot);
    }
    QTimer::singleShot(0, &source, [&source] { begin(source); });
    return QGuiApplication::exec();
}

} // namespace

int main(int argc, char* argv[])
{
    // The Basic style is complete under software rendering; Material is not.
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    UnixSignals::block();
    nameProgram();
    const auto options = optionsOf(argc, argv);
    if (!options) {
        return fail(options.error(), 2);
    }
    if (!isThereADisplay()) {
        return fail(Error{"there is no display; headwaterd is the engine without a window"}, 1);
    }
    QGuiApplication application(argc, argv);
    setLogForm();
    UnixSignals signals;
    QObject::connect(&signals, &UnixSignals::terminate, &application, &QCoreApplication::quit);
    std::unique_ptr<Engine> engine;
    auto source = openSource(*options, engine);
    if (!source) {
        return fail(source.error(), 1);
    }
    if (engine) {
        QObject::connect(&signals, &UnixSignals::reload, engine.get(),
                         [&] { options->setup.readAgain(*engine); });
    }
    FeedState state;
    state.setSource(source->get());

    const int code = showWindow(*options, state, **source);
    state.setSource(nullptr);
    source->reset();
    if (engine) {
        engine->stop();
    }
    return code;
}
