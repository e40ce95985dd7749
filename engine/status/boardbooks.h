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
    static constexpr std::size_t ZonesInPicture = 500;

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
    /// At most 500, worst first, then newest change.
    [[nodiscard]] std::vector<ZoneId> worstZones() const;
};

} // namespace headwater
