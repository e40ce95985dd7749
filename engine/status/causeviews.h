#pragma once

#include <vector>

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "status/bookkeeper.h"
#include "status/expirywatch.h"
#include "status/remedies.h"

namespace headwater {

/// A cause as consoles show it: what is wrong, where, since when, and what to do. Value.
struct CauseView
{
    QString id; ///< stays the same while the cause lasts
    SyncState state = SyncState::Fail;
    std::string code;
    QString place;           ///< "nbg1-b", "syd1, all 4 secondaries", "3 secondaries"; may be empty
    QStringList secondaries; ///< names
    QStringList zones;       ///< the first 20, worst first
    std::size_t count = 0;   ///< zones
    Instant since{};
    int times = 1; ///< how often it came within ten minutes
    Remedy remedy;

    /// "Transfer refused on nbg1-b"
    [[nodiscard]] QString title() const;
    /// "Stuck at transfer since 14:27:55 (4m 12s). BADKEY: ... Install ..."
    [[nodiscard]] QString sentence(Instant now) const;
    [[nodiscard]] QJsonObject json() const;
};

/// All causes, worst first: refused zones, then pairs by cause - secondaries of one site as one
/// cause when all of them have it, more than three as "k secondaries" - and what is in flight.
[[nodiscard]] std::vector<CauseView> causeViews(const Bookkeeper& books,
                                                const std::vector<Expiring>& expiring,
                                                const QString& ourAddress, Instant now);

} // namespace headwater
