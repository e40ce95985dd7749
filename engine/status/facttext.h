#pragma once

#include <QJsonObject>
#include <QString>

#include "status/facts.h"

namespace headwater {

enum class LogLevel
{
    Debug,
    Notice,
    Warning
};

/// A fact as one line of the log.
struct LogLine
{
    LogLevel level = LogLevel::Notice;
    QString text;
};

/// One line for a person: "apps.example 2025112018 published, +1 −1, in 1.9 ms".
[[nodiscard]] QString factText(const Fact& fact);
/// Notice: what an operator follows; Warning: what went wrong; Debug: probes and repeats.
[[nodiscard]] LogLine logLine(const Fact& fact);
/// "ZonePublished", "NotifySent", ...
[[nodiscard]] QString factKind(const Fact& fact);
/// The FactRow of the feed (feed.h): at, kind, zone, secondary, text and the fields of the fact.
[[nodiscard]] QJsonObject factRow(const Fact& fact);

} // namespace headwater
