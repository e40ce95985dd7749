#pragma once

#include <vector>

#include <QJsonObject>

#include "status/causeviews.h"

namespace headwater {

/// Everything the verdict is made from. Value.
struct Situation
{
    std::vector<CauseView> causes; ///< worst first
    std::vector<Problem> problems;
    std::size_t zones = 0;
    std::size_t zonesOk = 0;
    std::size_t zonesMoving = 0;
    std::size_t secondaries = 0;
    std::size_t pairs = 0;
    std::size_t neverObserved = 0; ///< pairs
    std::optional<Instant> oldestOpen;
    QString lastZone; ///< of the newest publication that is live everywhere
    std::optional<Instant> lastEverywhere;
    std::size_t lastSecondaries = 0;
};

/// The answer to "is every change live everywhere?" as a sentence.
struct Verdict
{
    SyncState state = SyncState::Ok;
    int rank = 8; ///< 1 ... 8, the worst first; 6 is the console's own
    QString headline;
    QString detail;
    std::vector<std::pair<SyncState, QString>> chips; ///< at most 4, "+n more" the last
    QString impact;
    QString zone;
    QString secondary;

    [[nodiscard]] QJsonObject json() const;
};

[[nodiscard]] Verdict verdictOf(const Situation& situation, Instant now);

} // namespace headwater
