#pragma once

#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "status/feed.h"
#include "status/verdict.h"

namespace headwater {

/// The books of the status board and the parts of a picture that are made from them. Value.
struct BoardBooks
{

    Bookkeeper books;
    EngineDescription engine;
    EngineRates rates;
    std::vector<Expiring> expiring;

    [[nodiscard]] std::vector<CauseView> causes(Instant at) const;
    [[nodiscard]] Situation situation(const std::vector<CauseView>& causes) const;
    [[nodiscard]] QJsonObject engineRow() const;
    /// engine, verdict, totals, flow, zonesTotal, causes.
    [[nodiscard]] QJsonObject wholes(Instant at, const std::vector<CauseView>& views) const;
    [[nodiscard]] QJsonArray secondaryRows(Instant at, const std::vector<CauseView>& views);
    [[nodiscard]] QJsonArray publicationRows(const std::vector<Publications::Row>& rows) const;
    /// The newest 60, newest first.
    [[nodiscard]] std::vector<Publications::Row> shownPublications() const;
    /// How many rows of zones a message may have: at most `most`, and at most `pairs` pairs in
    /// all, because with many secondaries a row is long.
    [[nodiscard]] std::size_t rowsFor(std::size_t pairs, std::size_t most) const;
    /// At most 500 and 12,000 pairs.
    [[nodiscard]] std::size_t zonesInPicture() const { return rowsFor(12000, 500); }
    /// As many as a picture has; worst first, then newest change.
    [[nodiscard]] std::vector<ZoneId> worstZones() const;
};

} // namespace headwater
