#pragma once

#include <QString>
#include <QStringList>

#include "enginesetup.h"

namespace headwater {

/// What the command line asks for, checked.
struct WindowOptions
{
    enum class Source
    {
        Embedded,
        Attached,
        Played
    };

    Source source = Source::Embedded;
    QString address;    ///< --attach
    QString recording;  ///< --play
    EngineSetup setup;  ///< --config, --state
    QString screenshot; ///< --screenshot: a PNG to write, then exit
    QString view = QStringLiteral("overview");
    QString zone; ///< --zone, for --view zone
    QString theme = QStringLiteral("dark");
    int width = 1440;
    int height = 900;
    double textScale = 1.0;

    /// Shows help or version and exits when asked to. Errors say which option is wrong.
    [[nodiscard]] static Result<WindowOptions> parse(const QStringList& arguments);
};

} // namespace headwater
