#pragma once

#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "base/result.h"
#include "store/store.h"
#include "zone/zoneversion.h"

namespace headwater {

// Records as the API shows and takes them; the other direction of the same JSON. Any thread.

/// [{"name","type","ttl","records":[presentation form]}], at most `limit` RRsets.
[[nodiscard]] QJsonArray rrsetsToJson(const std::vector<Record>& records, std::size_t limit);
/// Names without a final dot are relative to the zone; `records` may be empty: none shall stand
/// there. Errors name the place: `rrsets[2].records[0]: A record needs ...`.
[[nodiscard]] Result<std::vector<RRset>> rrsetsFromJson(const QJsonObject& body, const Name& zone);
[[nodiscard]] QJsonObject soaToJson(const Soa& soa, std::uint32_t ttl);
[[nodiscard]] QJsonArray recordTexts(const std::vector<Record>& records, std::size_t limit);
[[nodiscard]] QJsonObject versionToJson(const VersionRow& row);
/// Moments in feeds and answers: milliseconds since 1970, with a fraction.
[[nodiscard]] double momentToJson(Instant instant);

} // namespace headwater
