#include "live.h"

namespace headwater::Live {

State stateFromWord(QStringView word)
{
    if (word == u"ok") {
        return State::Ok;
    }
    if (word == u"moving") {
        return State::Moving;
    }
    if (word == u"lag") {
        return State::Lag;
    }
    if (word == u"fail") {
        return State::Fail;
    }
    if (word == u"paused") {
        return State::Paused;
    }
    return State::Unknown;
}

QString stateLabel(State state)
{
    switch (state) {
    case State::Fail:
        return QStringLiteral("Stuck");
    case State::Lag:
        return QStringLiteral("Late");
    case State::Unknown:
        return QStringLiteral("Not observed");
    case State::Moving:
        return QStringLiteral("In flight");
    case State::Paused:
        return QStringLiteral("Paused");
    case State::Ok:
        break;
    }
    return QStringLiteral("Live");
}

} // namespace headwater::Live
