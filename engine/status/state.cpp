#include "status/state.h"

namespace headwater {

QString text(SyncState state)
{
    switch (state) {
    case SyncState::Fail:
        return QStringLiteral("fail");
    case SyncState::Lag:
        return QStringLiteral("lag");
    case SyncState::Unknown:
        return QStringLiteral("unknown");
    case SyncState::Moving:
        return QStringLiteral("moving");
    case SyncState::Paused:
        return QStringLiteral("paused");
    case SyncState::Ok:
        break;
    }
    return QStringLiteral("ok");
}

QString word(SyncState state)
{
    switch (state) {
    case SyncState::Fail:
        return QStringLiteral("Stuck");
    case SyncState::Lag:
        return QStringLiteral("Late");
    case SyncState::Unknown:
        return QStringLiteral("Not observed");
    case SyncState::Moving:
        return QStringLiteral("In flight");
    case SyncState::Paused:
        return QStringLiteral("Paused");
    case SyncState::Ok:
        break;
    }
    return QStringLiteral("Live");
}

SyncState worst(const StateCounts& counts)
{
    for (const SyncState state :
         {SyncState::Fail, SyncState::Lag, SyncState::Unknown, SyncState::Moving}) {
        if (counts[index(state)] != 0)
            return state;
    }
    const bool onlyPaused =
        counts[index(SyncState::Paused)] != 0 && counts[index(SyncState::Ok)] == 0;
    return onlyPaused ? SyncState::Paused : SyncState::Ok;
}

} // namespace headwater
