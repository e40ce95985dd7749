#pragma once

#include <QObject>
#include <QString>
#include <QStringView>
#include <QtQml/qqmlregistration.h>

/// Words shared by the feed, the models and QML. In QML: `Live.Fail`, `Live.Paused`.
namespace headwater::Live {
Q_NAMESPACE
QML_ELEMENT

/// State of a pair, zone, secondary, publication or cause; worst first, which is the sort order.
enum class State
{
    Fail,
    Lag,
    Unknown,
    Moving,
    Paused,
    Ok
};
Q_ENUM_NS(State)

/// What the live control says. Waiting: no picture yet.
enum class Status
{
    Waiting,
    Current,
    Slow,
    Held,
    Reconnecting
};
Q_ENUM_NS(Status)

/// The feed's word ("fail", "lag", ...); anything else is Unknown.
[[nodiscard]] State stateFromWord(QStringView word);
/// The word a person reads: "Stuck", "Late", "Not observed", "In flight", "Paused", "Live".
[[nodiscard]] QString stateLabel(State state);

} // namespace headwater::Live
