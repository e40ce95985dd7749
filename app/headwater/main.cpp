#include <csignal>
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
#include "engine.h"
#include "feedstate.h"
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

/// UnixSignals reads them; threads of the windowing system must inherit the mask, and they start
/// with the application.
void blockEndingSignals()
{
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigaddset(&mask, SIGINT);
    sigaddset(&mask, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &mask, nullptr);
}

int fail(const Error& error, int code)
{
    std::cerr << "headwater: " << error.text << std::endl;
    return code;
}

/// The engine of this process, started.
Result<std::unique_ptr<Engine>> startEngine(const WindowOptions& options)
{
    Result<Configuration> configuration = options.config.isEmpty()
                                              ? Configuration::defaults()
                                              : Configuration::load(options.config.toStdString());
    if (!configuration) {
        return failure(configuration.error().text);
    }
    if (!options.state.isEmpty()) {
        configuration->stateDirectory = options.state.toStdString();
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
    auto started = startEngine(options);
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

} // namespace

int main(int argc, char* argv[])
{
    // The Basic style is complete under software rendering; Material is not.
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    blockEndingSignals();
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("headwater"));
    QGuiApplication::setApplicationVersion(QStringLiteral(HEADWATER_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("headwater"));

    const auto options = WindowOptions::parse(QGuiApplication::arguments());
    if (!options) {
        return fail(options.error(), 2);
    }
    UnixSignals signals;
    QObject::connect(&signals, &UnixSignals::terminate, &application, &QCoreApplication::quit);
    std::unique_ptr<Engine> engine;
    auto source = openSource(*options, engine);
    if (!source) {
        return fail(source.error(), 1);
    }
    FeedState state;
    state.setSource(source->get());

    int code = 0;
    {
        QQmlApplicationEngine qml;
        qml.addImportPath(QStringLiteral("qrc:/qt/qml"));
        qml.setInitialProperties(initialProperties(*options, state));
        qml.load(QUrl(QStringLiteral("qrc:/qt/qml/Headwater/Frame/Main.qml")));
        auto* window = qml.rootObjects().isEmpty()
                           ? nullptr
                           : qobject_cast<QQuickWindow*>(qml.rootObjects().constFirst());
        if (window == nullptr) {
            return fail(Error{"the window could not be made"}, 1);
        }
        if (!options->screenshot.isEmpty()) {
            new Screenshot(*window, state, options->screenshot);
        }
        QTimer::singleShot(0, source->get(), [&source] { begin(**source); });
        code = QGuiApplication::exec();
    }
    state.setSource(nullptr);
    source->reset();
    if (engine) {
        engine->stop();
    }
    return code;
}
